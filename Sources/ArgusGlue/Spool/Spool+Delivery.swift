import ArgusClient
import GRDB

extension Spool {
    /// Takes the next entries after a place in the queue, and notes that they may have been sent.
    ///
    /// An entry that cannot be read any more becomes a dead letter.
    func claim(after sequence: Int64, limit: Int) throws(SpoolProblem) -> Claim {
        try write { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT \(SpoolEntry.columns)
                    FROM entry
                    WHERE reason IS NULL AND sequence > ?
                    ORDER BY sequence
                    LIMIT ?
                    """,
                arguments: [sequence, limit])
            var claim = Claim(last: sequence)
            for row in rows {
                claim.last = row["sequence"]
                do {
                    claim.entries.append(try SpoolEntry(row: row))
                } catch {
                    try kill(claim.last, "the entry cannot be read: \(error)", db)
                }
            }
            try db.execute(
                sql: """
                    UPDATE entry SET attempts = attempts + 1
                    WHERE sequence > ? AND sequence <= ? AND reason IS NULL
                    """,
                arguments: [sequence, claim.last])
            return claim
        }
    }

    struct Claim: Sendable {
        var entries: [SpoolEntry] = []
        /// The place of the last entry that was looked at.
        var last: Int64
    }

    /// Writes down what became of entries, all in one transaction.
    ///
    /// It does not wait for the disk: if the power fails before it is there, the entries are sent
    /// once more, which does no harm. Nothing but this is written so.
    func settle(_ settlements: [Settlement]) async throws {
        let now = clock().microseconds
        let path = path
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            queue.asyncWriteWithoutTransaction { db in
                done.resume(
                    with: Result {
                        try Self.translating(path) {
                            try db.execute(sql: "PRAGMA synchronous = NORMAL")
                            defer { try? db.execute(sql: "PRAGMA synchronous = FULL") }
                            try db.inTransaction(.immediate) {
                                for settlement in settlements {
                                    try self.settle(settlement, now: now, db)
                                }
                                return .commit
                            }
                        }
                    })
            }
        }
    }

    private func settle(_ settlement: Settlement, now: Int64, _ db: Database) throws {
        switch settlement {
        case .delivered(let sequences, let incident):
            for sequence in sequences { try remove(sequence, db) }
            if let incident { try remember(incident, now: now, db) }
            try db.cachedStatement(
                sql: "UPDATE spool SET delivered = delivered + ?, last_success = ?"
            ).execute(arguments: [sequences.count, now])
        case .skipped(let sequence, let incident):
            try remove(sequence, db)
            if let incident { try remember(incident, now: now, db) }
            try db.execute(sql: "UPDATE spool SET skipped = skipped + 1")
        case .dead(let sequence, let reason): try kill(sequence, reason, db)
        case .postponed(let sequence, let moment):
            try db.execute(
                sql:
                    "UPDATE entry SET attempts = attempts + 1, next_attempt = ? WHERE sequence = ?",
                arguments: [moment.microseconds, sequence])
        }
    }

    private func remove(_ sequence: Int64, _ db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM entry WHERE sequence = ?")
            .execute(arguments: [sequence])
    }

    private func kill(_ sequence: Int64, _ reason: String, _ db: Database) throws {
        try db.execute(
            sql: "UPDATE entry SET reason = ?, next_attempt = NULL WHERE sequence = ?",
            arguments: [reason, sequence])
    }

    private func remember(_ incident: KnownIncident, now: Int64, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO incident
                    (key, id, source_incident_id, started, is_open, said, changed)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (key) DO UPDATE SET
                    id = excluded.id, source_incident_id = excluded.source_incident_id,
                    started = excluded.started, is_open = excluded.is_open,
                    said = excluded.said, changed = excluded.changed
                """
        ).execute(arguments: [
            incident.key, incident.id.rawValue, incident.sourceIncidentID,
            incident.started.microseconds, incident.isOpen, incident.said, now,
        ])
    }

    /// What is known of the server's incident for a key.
    func incident(for key: String) throws(SpoolProblem) -> KnownIncident? {
        try read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT key, id, source_incident_id, started, is_open, said
                    FROM incident
                    WHERE key = ?
                    """,
                arguments: [key]
            ).map(KnownIncident.init(row:))
        }
    }

    /// The dead letter that opens this problem and came before a place in the queue.
    func deadOpening(of key: String, before sequence: Int64) throws(SpoolProblem) -> Int64? {
        try read { db in
            try Int64.fetchOne(
                db,
                sql: """
                    SELECT sequence
                    FROM entry
                    WHERE key = ? AND sequence < ? AND reason IS NOT NULL AND kind = 'open'
                    ORDER BY sequence DESC
                    LIMIT 1
                    """,
                arguments: [key, sequence])
        }
    }

    /// Notes which server is delivered to; what is known of another one's incidents is forgotten.
    ///
    /// True if there was another one.
    func deliver(to server: String) throws(SpoolProblem) -> Bool {
        try write { db in
            let former = try String.fetchOne(db, sql: "SELECT server FROM spool")
            guard former != server else { return false }
            try db.execute(sql: "DELETE FROM incident")
            try db.execute(sql: "UPDATE spool SET server = ?", arguments: [server])
            return former != nil
        }
    }

    /// Forgets closed incidents that nothing was said of for that long.
    func forgetClosed(olderThan age: Duration) throws(SpoolProblem) {
        let limit = clock().advanced(by: .zero - age).microseconds
        try write { db in
            try db.execute(
                sql: "DELETE FROM incident WHERE is_open = 0 AND changed < ?", arguments: [limit])
        }
    }

    /// Notes why nothing can be delivered, or with nil that all is well again.
    func note(trouble: String?) throws(SpoolProblem) {
        let since = trouble == nil ? nil : clock().microseconds
        try write { db in
            try db.execute(
                sql: "UPDATE spool SET trouble = ?, trouble_since = ?", arguments: [trouble, since])
        }
    }

    /// A number that differs whenever another process has written since it was last asked.
    func dataVersion() throws(SpoolProblem) -> Int64 {
        try read { db in try Int64.fetchOne(db, sql: "PRAGMA data_version") ?? 0 }
    }

    /// How many alerts wait for the server.
    public func depth() throws(SpoolProblem) -> Int {
        try read { db in
            try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM entry WHERE reason IS NULL") ?? 0
        }
    }
}
