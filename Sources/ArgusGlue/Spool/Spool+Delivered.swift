import ArgusClient
import ArgusVocabulary
import GRDB

extension Spool {
    /// Keeps an entry that is done with, if that is set.
    func keepDelivered(_ sequence: Int64, now: Int64, _ db: Database) throws {
        guard limits.delivered != nil else { return }
        try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO delivered
                    (sequence, source, key, kind, payload, accepted, delivered)
                SELECT sequence, source, key, kind, payload, accepted, ?
                FROM entry
                WHERE sequence = ?
                """
        ).execute(arguments: [now, sequence])
    }

    /// Forgets what was delivered longer ago than it is kept, and the oldest of what takes more room
    /// than a source's alerts may.
    func forgetDelivered(of sources: Set<SourceName>, now: Int64, _ db: Database) throws {
        guard let age = limits.delivered else { return }
        let limit = Timestamp(microseconds: now).advanced(by: .zero - age)
        for source in sources {
            try forgetDelivered(of: source, until: limit, db)
            while try deliveredBytes(of: source, db) > limits.bytes {
                try db.execute(
                    sql: """
                        DELETE FROM delivered WHERE sequence IN (
                            SELECT sequence
                            FROM delivered
                            WHERE source = ?
                            ORDER BY delivered, sequence
                            LIMIT 100)
                        """,
                    arguments: [source.description])
                if db.changesCount == 0 { break }
            }
        }
    }

    func forgetDelivered(of source: SourceName, until moment: Timestamp, _ db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM delivered WHERE source = ? AND delivered <= ?")
            .execute(arguments: [source.description, moment.microseconds])
    }

    private func deliveredBytes(of source: SourceName, _ db: Database) throws -> Int {
        try Int.fetchOne(
            db.cachedStatement(sql: "SELECT delivered_bytes FROM source WHERE name = ?"),
            arguments: [source.description]) ?? 0
    }
}

/// Which alerts are to be sent once more.
package struct ReplayChoice: Hashable, Sendable {
    /// Of which source; nil for all.
    package var source: SourceName?
    /// Of which problem; nil for all.
    package var key: String?
    /// When they were delivered, or became dead letters by being accepted; nil for any time.
    package var since: Timestamp?
    package var until: Timestamp?

    /// Chooses all.
    package init(
        source: SourceName? = nil, key: String? = nil, since: Timestamp? = nil,
        until: Timestamp? = nil
    ) {
        (self.source, self.key, self.since, self.until) = (source, key, since, until)
    }
}

extension Spool {
    /// The alerts that a replay would send, in the order in which they came in.
    package func replayable(_ choice: ReplayChoice) throws(SpoolProblem) -> [SpoolEntry] {
        try read { db in try chosen(choice, db) }
    }

    /// Puts what was delivered and is kept, and dead letters, at the end of the queue again, in the
    /// order in which they came in; the answer is how many there were.
    ///
    /// What is known of the incidents of their keys is forgotten, and looked up on the server: it may
    /// be one that has lost them. What they say is old by now, so they are not told live; what the
    /// server has, it does not get twice.
    package func replay(_ choice: ReplayChoice) throws(SpoolProblem) -> Int {
        try write { db in
            let entries = try chosen(choice, db)
            for entry in entries { try replay(entry, db) }
            for place in Set(entries.map { [$0.source.description, $0.alert.key] }) {
                for table in ["incident", "early_closing"] {
                    try db.execute(
                        sql: "DELETE FROM \(table) WHERE source = ? AND key = ?",
                        arguments: StatementArguments(place))
                }
            }
            return entries.count
        }
    }

    private func replay(_ entry: SpoolEntry, _ db: Database) throws {
        var object = entry.alert.json.object ?? [:]
        object.set("live", to: false)
        // It keeps the identifier under which it was, or may have been, sent.
        let key = entry.alert.key.isEmpty ? "\(name)-\(entry.sequence)" : entry.alert.key
        object.set("key", to: .string(key))
        for table in ["entry", "delivered"] {
            try db.execute(
                sql: "DELETE FROM \(table) WHERE sequence = ?", arguments: [entry.sequence])
        }
        try db.execute(
            sql: """
                INSERT INTO entry (source, key, kind, payload, accepted, attempts)
                VALUES (?, ?, ?, ?, ?, 1)
                """,
            arguments: [
                entry.source.description, key, entry.alert.kind.rawValue,
                JSONValue.object(object).text, entry.accepted.microseconds,
            ])
    }

    private func chosen(_ choice: ReplayChoice, _ db: Database) throws -> [SpoolEntry] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT \(SpoolEntry.columns)
                FROM (
                    SELECT sequence, source, key, payload, accepted, 1 AS attempts,
                        NULL AS next_attempt, NULL AS reason, 0 AS gravity,
                        NULL AS together, delivered AS moment
                    FROM delivered
                    UNION ALL
                    SELECT \(SpoolEntry.columns), accepted AS moment
                    FROM entry
                    WHERE reason IS NOT NULL
                )
                WHERE (?1 IS NULL OR source = ?1) AND (?2 IS NULL OR key = ?2)
                    AND (?3 IS NULL OR moment >= ?3) AND (?4 IS NULL OR moment <= ?4)
                ORDER BY sequence
                """,
            arguments: [
                choice.source?.description, choice.key, choice.since?.microseconds,
                choice.until?.microseconds,
            ]
        ).compactMap { try? SpoolEntry(row: $0) }
    }
}
