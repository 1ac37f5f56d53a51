import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The tables `tag`, `incident_tag` and `open_incident_tag`, by which incidents are found by their
/// tags.
///
/// On PostgreSQL there is only the first: the column `incident.tag_list`, which the database derives
/// from `incident.tags`, does the work of the others.
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

    /// The values of a key that begin with a text and contain another, each with the key of its tag in
    /// the table, and no more than so many.
    func values(
        of key: String, from prefix: String = "", containing part: String = "", limit: Int = .max,
        where isWanted: (String) -> Bool = { _ in true }
    ) throws -> [(id: Int64, value: String)] {
        let isThere: SQL =
            part.isEmpty ? "" : "AND \(connection.dialect.contains("value", "\(part)"))"
        var values: [(id: Int64, value: String)] = []
        try connection.run(
            """
            SELECT id, value
            FROM tag
            WHERE key = \(key) \(Self.begins(with: prefix)) \(isThere)
            LIMIT \(limit)
            """
        ) { row in
            // Where nobody waits any longer, as after a hundred thousand of them, it ends here.
            try connection.check()
            let (id, value) = (row.integer(), row.text())
            if isWanted(value) { values.append((id, value)) }
        }
        return values
    }

    /// The keys in their alphabetical order, no more than so many: each is looked up behind the one
    /// before it, whatever number of values they have.
    func keys(upTo limit: Int) throws -> [String] {
        try connection.rows(
            """
            WITH RECURSIVE found (key, place) AS (
                SELECT min(key), 1
                FROM tag
                UNION ALL
                SELECT (SELECT min(tag.key) FROM tag WHERE tag.key > found.key), found.place + 1
                FROM found
                WHERE found.key IS NOT NULL AND found.place < \(limit)
            )
            SELECT key
            FROM found
            WHERE key IS NOT NULL
            """
        ) { $0.text() }
    }

    /// How many tags open incidents have in all, counted no further than a limit.
    func countOfOpen(upTo limit: Int) throws -> Int {
        try connection.first(
            "SELECT count(*) FROM (SELECT 1 FROM open_incident_tag LIMIT \(limit)) AS counted"
        ) { Int($0.integer()) } ?? 0
    }

    /// What else holds for tags whose value begins with a text.
    static func begins(with prefix: String) -> SQL {
        let end = prefix.endOfPrefix.map { "AND value < \($0)" as SQL } ?? ""
        return "AND value >= \(prefix) \(end)"
    }

    /// Whether incidents are found by the tables of relations.
    private var hasRelations: Bool { connection.dialect == .sqlite }

    private func findOrInsert(_ tag: Tag) throws -> Int64 {
        if let id = try find(tag) { return id }
        return try connection.first(
            "INSERT INTO tag (key, value) VALUES (\(tag.key), \(tag.value)) RETURNING id"
        ) { $0.integer() } ?? 0
    }

    /// Makes an incident known by a tag.
    func relate(_ tag: Tag, to incident: Incident.ID, start: Timestamp, isOpen: Bool) throws {
        if let gathering = connection as? GatheringConnection {
            return gathering.rows.tags[Array(tag.text.utf8)] = tag
        }
        let id = try findOrInsert(tag)
        guard hasRelations else { return }
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

    /// Makes incidents known by the tags that stand in their column; `incidents` are their keys.
    func relate(_ incidents: [SQLValue]) throws {
        guard hasRelations else { return }
        let found = try connection.rows(
            "SELECT id, start_time, is_open, tags FROM incident WHERE id IN \(list: incidents)"
        ) { (id: $0.id() as Incident.ID, start: $0.time(), isOpen: $0.bool(), tags: $0.text()) }
        for incident in found {
            for relation in TagColumn.read(incident.tags) {
                try relate(
                    relation.tag, to: incident.id, start: incident.start, isOpen: incident.isOpen)
            }
        }
    }

    /// Makes an incident no longer known by a tag.
    func unrelate(_ tag: Tag, from incident: Incident.ID, start: Timestamp) throws {
        guard hasRelations, let id = try find(tag) else { return }
        let row: SQL = "tag_id = \(id) AND start_time = \(start) AND incident_id = \(incident)"
        try connection.execute("DELETE FROM incident_tag WHERE \(row)")
        try connection.execute("DELETE FROM open_incident_tag WHERE \(row)")
    }

    /// Makes the tags of an incident known among those of open ones.
    func open(_ incident: Incident.ID) throws {
        guard hasRelations else { return }
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
        guard hasRelations else { return }
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

extension String {
    /// The first text after all that begin with this one, byte by byte; nil if there is none.
    fileprivate var endOfPrefix: String? {
        var scalars = Array(unicodeScalars)
        while let last = scalars.popLast() {
            // What lies between are no characters.
            let next: UInt32 = last.value == 0xd7ff ? 0xe000 : last.value + 1
            guard let scalar = Unicode.Scalar(next) else { continue }
            var end = String.UnicodeScalarView(scalars)
            end.append(scalar)
            return String(end)
        }
        return nil
    }
}
