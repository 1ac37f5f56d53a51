import ArgusCore
import ArgusSQL
import ArgusTime

/// The tables `tag` and `incident_tag`, by which incidents are found by their tags.
package struct TagStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// Finds the key of a tag in the table; nil if no incident ever had it.
    func find(_ tag: Tag) throws -> Int64? {
        try connection.first(
            "SELECT id FROM tag WHERE key = \(tag.key) AND value = \(tag.value)"
        ) { $0.integer() }
    }

    private func findOrInsert(_ tag: Tag) throws -> Int64 {
        if let id = try find(tag) { return id }
        return try connection.first(
            "INSERT INTO tag (key, value) VALUES (\(tag.key), \(tag.value)) RETURNING id"
        ) { $0.integer() } ?? 0
    }

    /// Makes an incident known by a tag.
    func relate(_ tag: Tag, to incident: Incident.ID, start: Timestamp) throws {
        try connection.execute(
            """
            INSERT INTO incident_tag (tag_id, start_time, incident_id)
            VALUES (\(try findOrInsert(tag)), \(start), \(incident))
            """)
    }

    /// Makes an incident no longer known by a tag.
    func unrelate(_ tag: Tag, from incident: Incident.ID) throws {
        guard let id = try find(tag) else { return }
        try connection.execute(
            "DELETE FROM incident_tag WHERE incident_id = \(incident) AND tag_id = \(id)")
    }

    /// How many incidents have a tag; counts no further than `limit`.
    func count(_ tag: Int64, upTo limit: Int) throws -> Int {
        try connection.first(
            """
            SELECT count(*)
            FROM (SELECT 1 FROM incident_tag WHERE tag_id = \(tag) LIMIT \(limit))
            """
        ) { Int($0.integer()) } ?? 0
    }
}
