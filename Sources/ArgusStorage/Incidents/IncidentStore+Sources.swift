import ArgusCore
import ArgusSQL
import ArgusVocabulary

extension IncidentStore {
    /// How many incidents each source system has, open and in all; of those in all no more than
    /// ``IncidentCounts/limit`` are counted.
    ///
    /// Open ones are few and counted in their own index; the others are counted source by source, so
    /// that none costs more than its share.
    package func counts(
        openAt now: Timestamp
    ) throws -> [SourceSystem.ID: (open: Int, all: Int)] {
        let counts = try connection.rows(
            """
            SELECT source_system.id, coalesce(ongoing.many, 0), (
                SELECT count(*)
                FROM (
                    SELECT 1
                    FROM incident
                    WHERE incident.source_id = source_system.id
                    LIMIT \(IncidentCounts.limit)
                ) AS counted
            )
            FROM source_system
            LEFT JOIN (
                SELECT source_id, count(*) AS many
                FROM incident
                WHERE is_open = 1 AND end_time > \(now)
                GROUP BY source_id
            ) AS ongoing ON ongoing.source_id = source_system.id
            """
        ) { row in
            (row.id() as SourceSystem.ID, (open: Int(row.integer()), all: Int(row.integer())))
        }
        return Dictionary(counts) { $1 }
    }
}
