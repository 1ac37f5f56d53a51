import ArgusClient
import GRDB

extension Spool {
    /// Counts alerts that the conventions of sources have left out.
    package func note(leftOut counts: [SourceName: Int]) throws(SpoolProblem) {
        guard !counts.isEmpty else { return }
        try write { db in
            for (source, count) in counts {
                try db.execute(
                    sql: """
                        INSERT INTO source (name, left_out)
                        VALUES (?, ?)
                        ON CONFLICT (name) DO UPDATE SET left_out = left_out + excluded.left_out
                        """,
                    arguments: [source.description, count])
            }
        }
    }

    /// Notes why a source cannot be compared with the server, or with nil that it can.
    func note(comparisonTrouble trouble: String?, of source: SourceName) throws(SpoolProblem) {
        let since = trouble == nil ? nil : clock().microseconds
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO source (name, comparison_trouble, comparison_trouble_since)
                    VALUES (?1, ?2, ?3)
                    ON CONFLICT (name) DO UPDATE SET
                        comparison_trouble_since = CASE
                            WHEN comparison_trouble IS NULL OR ?2 IS NULL THEN ?3
                            ELSE comparison_trouble_since
                        END,
                        comparison_trouble = ?2
                    """,
                arguments: [source.description, trouble, since])
        }
    }
}
