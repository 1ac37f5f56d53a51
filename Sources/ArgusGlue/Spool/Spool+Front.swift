import ArgusClient
import ArgusVocabulary
import GRDB

extension Spool {
    /// How many alerts of a source wait, and since when, but for those of a key.
    func queue(
        of source: SourceName, leavingOut key: String? = nil
    ) throws(SpoolProblem) -> Heartbeat {
        try read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT COUNT(*) AS depth, MIN(accepted) AS oldest
                    FROM entry
                    WHERE reason IS NULL AND source = ?1 AND (?2 IS NULL OR key <> ?2)
                    """,
                arguments: [source.description, key])
            return Heartbeat(
                depth: row?["depth"] ?? 0,
                oldest: (row?["oldest"] as Int64?).map { Timestamp(microseconds: $0) })
        }
    }

    /// Whether a problem is open by the last that was accepted of it: waiting, dead letter or
    /// delivered.
    func isOpen(_ key: String, of source: SourceName) throws(SpoolProblem) -> Bool {
        let place: StatementArguments = [source.description, key]
        return try read { db in
            // What is in front came before what is not.
            let last = try String.fetchOne(
                db,
                sql: """
                    SELECT kind
                    FROM entry
                    WHERE source = ? AND key = ?
                    ORDER BY sequence DESC
                    LIMIT 1
                    """, arguments: place)
            if let last { return last == Alert.Kind.open.rawValue }
            return try Bool.fetchOne(
                db, sql: "SELECT is_open FROM incident WHERE source = ? AND key = ?",
                arguments: place) ?? false
        }
    }

    /// Puts an alert in front of all that wait, whatever the limits are, and notes that it may have
    /// been sent.
    ///
    /// Its number is negative, and as different from all others as any: requests are told apart by it.
    func putInFront(_ alert: Alert, of source: SourceName) throws(SpoolProblem) -> SpoolEntry {
        try write { db in
            let entry = try put(alert, of: source, at: -(try nextSequence(db)), db)
            try db.execute(
                sql: "UPDATE entry SET attempts = 1 WHERE sequence = ?",
                arguments: [entry.sequence])
            return entry
        }
    }

    /// Puts an alert at the end of the queue, whatever the limits are.
    func put(_ alert: Alert, of source: SourceName) throws(SpoolProblem) -> SpoolEntry {
        try write { db in try put(alert, of: source, at: try nextSequence(db), db) }
    }

    private func put(
        _ alert: Alert, of source: SourceName, at sequence: Int64, _ db: Database
    ) throws -> SpoolEntry {
        try db.execute(
            sql: """
                INSERT INTO entry (sequence, source, key, kind, payload, accepted)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                sequence, source.description, alert.key, alert.kind.rawValue, alert.json.text,
                clock().microseconds,
            ])
        try db.execute(sql: "UPDATE spool SET accepted = accepted + 1")
        let row = try Row.fetchOne(
            db, sql: "SELECT \(SpoolEntry.columns) FROM entry WHERE sequence = ?",
            arguments: [sequence])
        guard let row else { throw SpoolProblem(.broken, "The spool \(path) lost an alert.") }
        return try SpoolEntry(row: row)
    }

    /// Takes what was put in front of a source's queue before, and notes that it may have been sent.
    func claimFront(of source: SourceName) throws(SpoolProblem) -> [SpoolEntry] {
        try write { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT \(SpoolEntry.columns)
                    FROM entry
                    WHERE reason IS NULL AND source = ? AND sequence < 0
                    ORDER BY sequence
                    """,
                arguments: [source.description])
            var entries: [SpoolEntry] = []
            for row in rows { try take(row, into: &entries, db) }
            return entries
        }
    }
}
