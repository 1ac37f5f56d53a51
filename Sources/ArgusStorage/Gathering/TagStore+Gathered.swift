import ArgusCore
import ArgusSQL

extension TagStore {
    /// Adds those of some tags that are not there yet; each is given once.
    ///
    /// Everybody writes new tags in the same order, so that nobody waits for who waits for them.
    func insert(_ tags: [Tag]) throws {
        try connection.execute(
            """
            INSERT INTO tag (key, value)
            SELECT new.key, new.value
            FROM unnest(\(column: tags.map(\.key)), \(column: tags.map(\.value)))
                AS new (key, value)
            WHERE NOT EXISTS (
                SELECT 1 FROM tag WHERE tag.key = new.key AND tag.value = new.value
            )
            ORDER BY new.key, new.value
            ON CONFLICT DO NOTHING
            """)
    }
}
