import ArgusClient
import GRDB

extension Spool {
    /// Stops the delivery of a source's alerts, or with nil of all, until it is resumed; a restart
    /// makes no difference, and alerts are taken as ever.
    package func pause(_ source: SourceName?) throws(SpoolProblem) {
        let now = clock().microseconds
        try write { db in
            guard let source else {
                return try db.execute(
                    sql: "UPDATE spool SET paused = COALESCE(paused, ?)", arguments: [now])
            }
            try db.execute(
                sql: """
                    INSERT INTO source (name, paused)
                    VALUES (?, ?)
                    ON CONFLICT (name) DO UPDATE SET paused = COALESCE(paused, excluded.paused)
                    """,
                arguments: [source.description, now])
        }
    }

    /// Lets a source's alerts be delivered again, or with nil those of all sources.
    ///
    /// A source stays paused while all are.
    package func resume(_ source: SourceName?) throws(SpoolProblem) {
        try write { db in
            try db.execute(
                sql: "UPDATE source SET paused = NULL WHERE ?1 IS NULL OR name = ?1",
                arguments: [source?.description])
            if source == nil { try db.execute(sql: "UPDATE spool SET paused = NULL") }
        }
    }

    /// Whether the delivery of a source's alerts is paused, by itself or with all.
    package func isPaused(_ source: SourceName) throws(SpoolProblem) -> Bool {
        try read { db in
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM spool WHERE paused IS NOT NULL)
                        OR EXISTS (SELECT 1 FROM source WHERE name = ? AND paused IS NOT NULL)
                    """,
                arguments: [source.description]) ?? false
        }
    }
}
