import GRDB

extension Spool {
    /// The alerts that cannot be delivered, oldest first; see ``unreadableMessages()`` for what is no
    /// alert.
    package func deadLetters() throws(SpoolProblem) -> [SpoolEntry] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT \(SpoolEntry.columns)
                    FROM entry
                    WHERE reason IS NOT NULL
                    ORDER BY sequence
                    """
            ).compactMap { try? SpoolEntry(row: $0) }
        }
    }

    /// Puts dead letters at the end of the queue again, in their order; nil for all of them.
    ///
    /// The answer is how many there were.
    package func retry(deadLetters sequences: [Int64]? = nil) throws(SpoolProblem) -> Int {
        try write { db in
            let chosen = try dead(sequences, db)
            for sequence in chosen {
                try db.execute(
                    sql: """
                        INSERT INTO entry (source, key, kind, payload, accepted)
                        SELECT source, key, kind, payload, accepted
                        FROM entry
                        WHERE sequence = ?
                        """,
                    arguments: [sequence])
                try db.execute(sql: "DELETE FROM entry WHERE sequence = ?", arguments: [sequence])
            }
            return chosen.count
        }
    }

    /// Removes dead letters for good, those that are no alerts too, and counts them as dropped; nil
    /// for all of them.
    ///
    /// The answer is how many there were.
    package func drop(deadLetters sequences: [Int64]? = nil) throws(SpoolProblem) -> Int {
        try write { db in
            let chosen = try dead(sequences, db) + unreadable(sequences, db)
            for sequence in chosen {
                try db.execute(sql: "DELETE FROM entry WHERE sequence = ?", arguments: [sequence])
                try db.execute(
                    sql: "DELETE FROM unreadable WHERE sequence = ?", arguments: [sequence])
            }
            try db.execute(
                sql: "UPDATE spool SET dropped = dropped + ?", arguments: [chosen.count])
            return chosen.count
        }
    }

    private func dead(_ sequences: [Int64]?, _ db: Database) throws -> [Int64] {
        let all = try Int64.fetchAll(
            db, sql: "SELECT sequence FROM entry WHERE reason IS NOT NULL ORDER BY sequence")
        guard let sequences else { return all }
        return all.filter(Set(sequences).contains)
    }
}
