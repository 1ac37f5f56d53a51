import ArgusClient
import GRDB

extension Spool {
    /// Takes a source's next entries after a place in the queue, and notes that they may have been
    /// sent.
    ///
    /// Those whose key is not wanted now are left. An entry that cannot be read any more becomes a
    /// dead letter.
    func claim(
        of source: SourceName, after sequence: Int64, limit: Int, wants isWanted: (String) -> Bool
    ) throws(SpoolProblem) -> Claim {
        try write { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT \(SpoolEntry.columns)
                    FROM entry
                    WHERE reason IS NULL AND source = ? AND sequence > ?
                    ORDER BY sequence
                    LIMIT ?
                    """,
                arguments: [source.description, sequence, limit])
            var claim = Claim(last: sequence)
            for row in rows {
                claim.last = row["sequence"]
                if isWanted(row["key"]) {
                    try take(row, into: &claim.entries, db)
                } else {
                    claim.left.append(row["key"])
                }
            }
            return claim
        }
    }

    /// Takes the first entries of a key of a source, up to a place in the queue.
    func claim(
        _ key: String, of source: SourceName, upTo sequence: Int64, limit: Int
    ) throws(SpoolProblem) -> [SpoolEntry] {
        try write { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT \(SpoolEntry.columns)
                    FROM entry
                    WHERE reason IS NULL AND source = ? AND key = ? AND key <> ''
                        AND sequence <= ?
                    ORDER BY sequence
                    LIMIT ?
                    """,
                arguments: [source.description, key, sequence, limit])
            var entries: [SpoolEntry] = []
            for row in rows { try take(row, into: &entries, db) }
            return entries
        }
    }

    func take(_ row: Row, into entries: inout [SpoolEntry], _ db: Database) throws {
        do {
            entries.append(try SpoolEntry(row: row))
        } catch {
            return try kill(row["sequence"], "the entry cannot be read: \(error)", db)
        }
        try db.cachedStatement(sql: "UPDATE entry SET attempts = attempts + 1 WHERE sequence = ?")
            .execute(arguments: [row["sequence"] as Int64])
    }

    struct Claim: Sendable {
        var entries: [SpoolEntry] = []
        /// The place of the last entry that was looked at.
        var last: Int64
        /// The keys of which entries were left.
        var left: [String] = []
    }

    /// Writes down what became of entries, all in one transaction.
    ///
    /// It does not wait for the disk: if the power fails before it is there, the entries are sent
    /// once more, which does no harm.
    func settle(_ settlements: [(SourceName, Settlement)]) async throws {
        let now = clock().microseconds
        try await writeSoon { db in
            for (source, settlement) in settlements {
                try self.settle(settlement, of: source, now: now, db)
            }
            try self.forgetDelivered(of: Set(settlements.map { $0.0 }), now: now, db)
        }
    }

    /// Notes which entries are sent together with those that follow them, up to the last; nil for none.
    ///
    /// It does not wait for the disk either: if the power fails, they may be sent one by one.
    func join(_ groups: [[Int64]], isTogether: Bool = true) async throws {
        guard !groups.isEmpty else { return }
        try await writeSoon { db in
            let statement = try db.cachedStatement(
                sql: "UPDATE entry SET together = ? WHERE sequence = ?")
            for group in groups {
                for sequence in group {
                    try statement.execute(arguments: [isTogether ? group.last : nil, sequence])
                }
            }
        }
    }

    /// An entry and those behind it that were brought together with it before.
    func entries(togetherWith first: SpoolEntry) throws(SpoolProblem) -> [SpoolEntry] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT \(SpoolEntry.columns)
                    FROM entry
                    WHERE reason IS NULL AND source = ? AND key = ? AND key <> ''
                        AND sequence >= ? AND together = ?
                    ORDER BY sequence
                    """,
                arguments: [
                    first.source.description, first.alert.key, first.sequence, first.together,
                ]
            ).map(SpoolEntry.init(row:))
        }
    }

    /// Writes in one transaction, without waiting for the disk.
    private func writeSoon(_ body: @escaping @Sendable (Database) throws -> Void) async throws {
        let path = path
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            queue.asyncWriteWithoutTransaction { db in
                done.resume(
                    with: Result {
                        try Self.translating(path) {
                            try db.execute(sql: "PRAGMA synchronous = NORMAL")
                            defer { try? db.execute(sql: "PRAGMA synchronous = FULL") }
                            try db.inTransaction(.immediate) {
                                try body(db)
                                return .commit
                            }
                        }
                    })
            }
        }
    }

    private func settle(
        _ settlement: Settlement, of source: SourceName, now: Int64, _ db: Database
    ) throws {
        switch settlement {
        case .delivered(let sequences, let memory):
            for sequence in sequences { try remove(sequence, now: now, db) }
            try remember(memory, of: source, now: now, db)
            try db.cachedStatement(sql: "UPDATE spool SET delivered = delivered + ?")
                .execute(arguments: [sequences.count])
            try db.cachedStatement(sql: "UPDATE source SET last_success = ? WHERE name = ?")
                .execute(arguments: [now, source.description])
        case .skipped(let sequence, let memory):
            try remove(sequence, now: now, db)
            try remember(memory, of: source, now: now, db)
            try db.cachedStatement(sql: "UPDATE spool SET skipped = skipped + 1").execute()
        case .dead(let sequence, let reason): try kill(sequence, reason, db)
        }
    }

    private func remove(_ sequence: Int64, now: Int64, _ db: Database) throws {
        try keepDelivered(sequence, now: now, db)
        try db.cachedStatement(sql: "DELETE FROM entry WHERE sequence = ?")
            .execute(arguments: [sequence])
    }

    private func kill(_ sequence: Int64, _ reason: String, _ db: Database) throws {
        // What was put in front of the queue has a number that no command takes.
        let number = sequence < 0 ? try nextSequence(db) : sequence
        try db.execute(
            sql: """
                UPDATE entry
                SET reason = ?, next_attempt = NULL, gravity = 0, trouble = NULL, together = NULL,
                    sequence = ?
                WHERE sequence = ?
                """,
            arguments: [reason, number, sequence])
    }

    /// Sets an entry aside: it is not tried before the delay is over, and the status tells why.
    func setAside(
        _ sequence: Int64, for delay: Duration, gravity: Int, because trouble: String
    ) throws(SpoolProblem) {
        let moment = clock().advanced(by: delay).microseconds
        try write { db in
            try db.execute(
                sql: """
                    UPDATE entry
                    SET attempts = attempts + 1, next_attempt = ?, gravity = ?, trouble = ?
                    WHERE sequence = ?
                    """,
                arguments: [moment, gravity, trouble, sequence])
        }
    }

    /// The dead letter that opens the problem of an entry, and came before it.
    func deadOpening(of entry: SpoolEntry) throws(SpoolProblem) -> Int64? {
        try read { db in
            try Int64.fetchOne(
                db,
                sql: """
                    SELECT sequence
                    FROM entry
                    WHERE source = ? AND key = ? AND sequence < ? AND reason IS NOT NULL
                        AND kind = 'open'
                    ORDER BY sequence DESC
                    LIMIT 1
                    """,
                arguments: [entry.source.description, entry.alert.key, entry.sequence])
        }
    }

    /// Notes why nothing of a source can be delivered, or with nil that all is well again.
    func note(trouble: String?, of source: SourceName) throws(SpoolProblem) {
        let since = trouble == nil ? nil : clock().microseconds
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO source (name, trouble, trouble_since)
                    VALUES (?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET
                        trouble = excluded.trouble, trouble_since = excluded.trouble_since
                    """,
                arguments: [source.description, trouble, since])
        }
    }

    /// A number that differs whenever another process has written since it was last asked.
    func dataVersion() throws(SpoolProblem) -> Int64 {
        try read { db in try Int64.fetchOne(db, sql: "PRAGMA data_version") ?? 0 }
    }

    /// How many alerts wait for the server.
    package func depth() throws(SpoolProblem) -> Int {
        try read { db in
            try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM entry WHERE reason IS NULL") ?? 0
        }
    }
}
