import ArgusCore
import ArgusSQL
import ArgusTime

/// The tables `tag`, `incident_tag` and `open_incident_tag`, by which incidents are found by their
/// tags.
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

    /// The values of a key, each with the key of its tag in the table.
    func values(of key: String) throws -> [(id: Int64, value: String)] {
        try connection.rows("SELECT id, value FROM tag WHERE key = \(key)") {
            (id: $0.integer(), value: $0.text())
        }
    }

    private func findOrInsert(_ tag: Tag) throws -> Int64 {
        if let id = try find(tag) { return id }
        return try connection.first(
            "INSERT INTO tag (key, value) VALUES (\(tag.key), \(tag.value)) RETURNING id"
        ) { $0.integer() } ?? 0
    }

    /// Makes an incident known by a tag.
    func relate(_ tag: Tag, to incident: Incident.ID, start: Timestamp, isOpen: Bool) throws {
        if let gathering = connection as? GatheringConnection {
            return gathering.rows.relations.append((tag, incident, start, isOpen))
        }
        let id = try findOrInsert(tag)
        try connection.execute(
            """
            INSERT INTO incident_tag (tag_id, start_time, incident_id)
            VALUES (\(id), \(start), \(incident))
            """)
        guard isOpen else { return }
        try connection.execute(
            """
            INSERT INTO open_incident_tag (tag_id, start_time, incident_id)
            VALUES (\(id), \(start), \(incident))
            """)
    }

    /// Makes an incident no longer known by a tag.
    func unrelate(_ tag: Tag, from incident: Incident.ID, start: Timestamp) throws {
        guard let id = try find(tag) else { return }
        let row: SQL = "tag_id = \(id) AND start_time = \(start) AND incident_id = \(incident)"
        try connection.execute("DELETE FROM incident_tag WHERE \(row)")
        try connection.execute("DELETE FROM open_incident_tag WHERE \(row)")
    }

    /// Makes the tags of an incident known among those of open ones.
    func open(_ incident: Incident.ID) throws {
        try connection.execute(
            """
            INSERT INTO open_incident_tag (tag_id, start_time, incident_id)
            SELECT tag_id, start_time, incident_id
            FROM incident_tag
            WHERE incident_id = \(incident)
            ON CONFLICT DO NOTHING
            """)
    }

    /// Takes the tags of incidents from those of open ones; `incidents` is a condition on
    /// `incident_id`.
    func close(_ incidents: SQL) throws {
        try connection.execute(
            """
            DELETE FROM open_incident_tag
            WHERE (tag_id, start_time, incident_id) IN (
                SELECT tag_id, start_time, incident_id
                FROM incident_tag
                WHERE \(incidents)
            )
            """)
    }

    /// How many relations to incidents some tags have, or to open ones; `tags` is a query for their
    /// `id`, and what it finds is counted no further than `limit`.
    func count(of tags: SQL, ofOpen: Bool, upTo limit: Int) throws -> Int {
        try connection.first(
            """
            SELECT count(*)
            FROM (\(Self.incidents(of: tags, ofOpen: ofOpen)) LIMIT \(limit)) AS counted
            """
        ) { Int($0.integer()) } ?? 0
    }

    /// A query for the `incident_id` of all that have one of some tags, as often as they have one.
    static func incidents(of tags: SQL, ofOpen: Bool) -> SQL {
        let table: SQL = ofOpen ? "open_incident_tag" : "incident_tag"
        return """
            SELECT relation.incident_id
            FROM (\(tags)) AS chosen
            CROSS JOIN \(table) AS relation
            WHERE relation.tag_id = chosen.id
            """
    }

    /// How many incidents have a tag, or how many open ones; counts no further than `limit`.
    func count(_ tag: Int64, ofOpen: Bool, upTo limit: Int) throws -> Int {
        let table: SQL = ofOpen ? "open_incident_tag" : "incident_tag"
        return try connection.first(
            """
            SELECT count(*)
            FROM (SELECT 1 FROM \(table) WHERE tag_id = \(tag) LIMIT \(limit)) AS counted
            """
        ) { Int($0.integer()) } ?? 0
    }
}
