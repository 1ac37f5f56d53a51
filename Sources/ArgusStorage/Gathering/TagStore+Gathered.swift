import ArgusCore
import ArgusSQL
import ArgusTime

extension TagStore {
    /// A relation that is yet to be written.
    typealias Gathered = (tag: Tag, incident: Incident.ID, start: Timestamp, isOpen: Bool)

    /// Makes incidents known by their tags.
    ///
    /// Everybody writes new tags in the same order, so that nobody waits for who waits for them.
    func relate(_ relations: [Gathered]) throws {
        try connection.execute(
            """
            INSERT INTO tag (key, value)
            SELECT DISTINCT new.key, new.value
            FROM unnest(
                \(column: relations.map(\.tag.key)), \(column: relations.map(\.tag.value))
            ) AS new (key, value)
            WHERE NOT EXISTS (
                SELECT 1 FROM tag WHERE tag.key = new.key AND tag.value = new.value
            )
            ORDER BY new.key, new.value
            ON CONFLICT DO NOTHING
            """)
        try connection.execute(
            """
            WITH related AS (
                SELECT tag.id AS tag_id, new.start_time, new.incident_id, new.is_open
                FROM unnest(
                    \(column: relations.map(\.tag.key)), \(column: relations.map(\.tag.value)),
                    \(column: relations.map(\.start)), \(column: relations.map(\.incident)),
                    \(column: relations.map(\.isOpen))
                ) AS new (key, value, start_time, incident_id, is_open)
                JOIN tag ON tag.key = new.key AND tag.value = new.value
            ), stored AS (
                INSERT INTO incident_tag (tag_id, start_time, incident_id)
                SELECT tag_id, start_time, incident_id FROM related
            )
            INSERT INTO open_incident_tag (tag_id, start_time, incident_id)
            SELECT tag_id, start_time, incident_id FROM related WHERE is_open = 1
            """)
    }
}
