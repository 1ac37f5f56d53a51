import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The table `incident`.
package struct IncidentStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    static let columns: SQL =
        """
        incident.id, incident.start_time, incident.end_time, incident.source_id,
        incident.source_incident_id, \(IncidentDetails.columns), incident.tags,
        incident.acked_until
        """

    /// Adds an incident with its tags; nil if its source has one with the same identifier.
    package func insert(
        _ new: NewIncident, of source: SourceSystem.ID, tagsAddedBy user: User.ID, now: Timestamp
    ) throws -> Incident? {
        let tags = new.tags.map { Incident.TagRelation(tag: $0, addedBy: user, addedTime: now) }
        let column = TagColumn.write(tags)
        let id =
            try gathering.map { try gather(new, of: source, tags: column, now: now, in: $0) }
            ?? insert(new, of: source, tags: column, now: now)
        guard let id else { return nil }
        let store = TagStore(connection)
        let isOpen = new.endTime.isOpen(at: now)
        for tag in new.tags { try store.relate(tag, to: id, start: new.startTime, isOpen: isOpen) }
        return Incident(
            id: id, startTime: new.startTime, endTime: new.endTime, source: source,
            sourceIncidentID: new.sourceIncidentID, details: new.details, tags: tags)
    }

    private func insert(
        _ new: NewIncident, of source: SourceSystem.ID, tags: String, now: Timestamp
    ) throws -> Incident.ID? {
        try connection.first(
            """
            INSERT INTO incident
                (start_time, end_time, is_open, source_id, source_incident_id,
                 \(IncidentDetails.names), tags, search_text)
            VALUES (\(new.startTime), \(new.endTime.microseconds), \(new.endTime.isOpen(at: now)),
                \(source), \(new.sourceIncidentID), \(values: new.details.values), \(tags),
                \(SearchText(new.description).text))
            ON CONFLICT DO NOTHING
            RETURNING id
            """
        ) { $0.id() }
    }

    /// Where rows are gathered, if they are.
    var gathering: GatheringConnection? { connection as? GatheringConnection }

    /// Finds incidents by their primary keys, in no order.
    package func find(_ ids: Set<Incident.ID>) throws -> [Incident] {
        try connection.rows(
            """
            SELECT \(Self.columns)
            FROM incident
            WHERE id IN \(list: Array(ids))
            """
        ) { try Incident(row: &$0) }
    }

    /// Keeps others from changing incidents until the transaction is over, waiting for those who do,
    /// and says which were there; if it `skips`, it passes over those that others are changing.
    ///
    /// They are locked in the order of their keys, so that nobody waits for who waits for them. SQLite
    /// has one writer, who has everything for himself.
    @discardableResult
    package func lock(_ ids: Set<Incident.ID>, skips: Bool = false) throws -> Set<Incident.ID> {
        if ids.isEmpty || connection.dialect == .sqlite { return ids }
        let skipping: SQL = skips ? "SKIP LOCKED" : ""
        return Set(
            try connection.rows(
                """
                SELECT id
                FROM incident
                WHERE id IN \(list: Array(ids))
                ORDER BY id
                FOR NO KEY UPDATE \(skipping)
                """
            ) { $0.id() })
    }

    /// Finds an incident by its primary key.
    package func find(_ id: Incident.ID) throws -> Incident? {
        try connection.first(
            """
            SELECT \(Self.columns)
            FROM incident
            WHERE id = \(id)
            """
        ) { try Incident(row: &$0) }
    }

    /// Finds those of a source's incidents that have one of these identifiers, in no order.
    package func find(
        _ identifiers: Set<ExactText>, of source: SourceSystem.ID
    ) throws -> [Incident] {
        let found = try connection.rows(
            """
            SELECT \(Self.columns)
            FROM \(identified(by: identifiers, of: source))
            """
        ) { try Incident(row: &$0) }
        if let gathering {
            for identifier in identifiers {
                gathering.known.free.insert(KnownRows.Identity(identifier.wrappedValue, of: source))
            }
            for incident in found {
                let identity = KnownRows.Identity(incident.sourceIncidentID, of: source)
                gathering.known.free.remove(identity)
            }
        }
        return found
    }

    /// The rows of a source with one of these identifiers.
    ///
    /// Each is looked up in the index of identities, which a planner would not see to: for many
    /// identifiers, and as long as it has no statistics, PostgreSQL walks through all of the source.
    private func identified(by identifiers: Set<ExactText>, of source: SourceSystem.ID) -> SQL {
        switch connection.dialect {
        case .sqlite:
            """
            incident INDEXED BY incident_identity
            WHERE source_id = \(source) AND source_incident_id IN \(list: Array(identifiers))
                AND source_incident_id <> ''
            """
        case .postgresql:
            """
            unnest(\(column: Array(identifiers))) AS wanted (identifier)
            CROSS JOIN LATERAL (
                SELECT *
                FROM incident
                WHERE source_id = \(source) AND source_incident_id = wanted.identifier
                    AND source_incident_id <> ''
                LIMIT 1
            ) AS incident
            """
        }
    }

    /// Finds those of a source's incidents that are open and have an identifier, oldest first.
    package func findOpen(of source: SourceSystem.ID, now: Timestamp) throws -> [Incident] {
        try connection.rows(
            """
            SELECT \(Self.columns)
            FROM incident \(connection.dialect.indexed(by: "incident_open_source"))
            WHERE is_open = 1 AND source_id = \(source) AND end_time > \(now)
                AND source_incident_id <> ''
            ORDER BY start_time, id
            """
        ) { try Incident(row: &$0) }
    }

    /// Lets a source know an incident by its own primary key.
    package func identifyByKey(_ id: Incident.ID) throws {
        try connection.execute(
            "UPDATE incident SET source_incident_id = \(id.description) WHERE id = \(id)")
    }

    /// Gives an incident another end.
    package func setEndTime(_ end: EndTime, of id: Incident.ID, now: Timestamp) throws {
        let tags = TagStore(connection)
        if end.isOpen(at: now) { try tags.open(id) } else { try tags.close("incident_id = \(id)") }
        try connection.execute(
            """
            UPDATE incident
            SET end_time = \(end.microseconds), is_open = \(end.isOpen(at: now))
            WHERE id = \(id)
            """)
    }

    /// Writes down until when an incident is acknowledged.
    package func setAckedUntil(_ moment: Timestamp?, of id: Incident.ID) throws {
        try connection.execute(
            "UPDATE incident SET acked_until = \(moment) WHERE id = \(id)")
    }

    /// Stores the fields that may change, and the tags.
    package func update(_ incident: Incident, from old: Incident) throws {
        if incident.tags != old.tags { try updateTags(of: incident, from: old) }
        try connection.execute(
            """
            UPDATE incident
            SET \(incident.details.assignments)
            WHERE id = \(incident.id)
            """)
        if !incident.description.isIdentical(to: old.description) {
            try addSearchText(incident.description, to: incident.id)
        }
    }

    /// Stores the tags of an incident.
    package func updateTags(of incident: Incident, from old: Incident) throws {
        let store = TagStore(connection)
        let before = Set(old.tags.map(\.tag))
        let after = Set(incident.tags.map(\.tag))
        for tag in before.subtracting(after) {
            try store.unrelate(tag, from: incident.id, start: incident.startTime)
        }
        let added = after.subtracting(before)
        if !added.isEmpty {
            let isOpen = try isOpen(incident.id)
            for tag in added {
                try store.relate(
                    tag, to: incident.id, start: incident.startTime, isOpen: isOpen)
            }
        }
        try connection.execute(
            "UPDATE incident SET tags = \(TagColumn.write(incident.tags)) WHERE id = \(incident.id)"
        )
    }

    /// Whether an incident counted as open when last looked at.
    private func isOpen(_ id: Incident.ID) throws -> Bool {
        try connection.first("SELECT is_open FROM incident WHERE id = \(id)") { $0.bool() } ?? false
    }

    /// Makes an incident findable by a text, if it is not yet.
    package func addSearchText(_ text: String, to id: Incident.ID) throws {
        let more = SearchText(text).text
        guard !more.isEmpty else { return }
        if let gathering {
            if gathering.rows.searchTexts[id] != nil { try gathering.flush() }
            return gathering.rows.searchTexts[id] = more
        }
        let isNew: SQL = "NOT \(connection.dialect.contains("search_text", "\(more)"))"
        let isRoom: SQL = "length(search_text) + \(more.unicodeScalars.count) < \(Self.searchRoom)"
        let count = try connection.execute(
            """
            UPDATE incident
            SET search_text = search_text || \("\n" + more)
            WHERE id = \(id) AND \(isRoom) AND \(isNew)
            """)
        guard count == 0 else { return }
        try connection.execute(
            """
            INSERT INTO log_text (incident_id, text)
            SELECT id, \(more)
            FROM incident
            WHERE id = \(id) AND NOT \(isRoom) AND \(isNew)
            """)
    }

    /// So many characters of what an incident is found by stand in its own row, which is written anew
    /// for each; what comes after them has rows of its own.
    static let searchRoom = 8000

    /// The keys that tags have, in their alphabetical order, and no more than so many.
    package func tagKeys(upTo limit: Int) throws -> [String] {
        try TagStore(connection).keys(upTo: limit)
    }

    /// Removes an incident with everything that belongs to it.
    package func delete(_ id: Incident.ID) throws {
        try connection.execute("DELETE FROM incident WHERE id = \(id)")
    }

    /// The incidents whose ticket's address contains a text, no more than so many.
    package func ids(withTicket text: String, limit: Int) throws -> [(id: Incident.ID, url: String)]
    {
        try connection.rows(
            """
            SELECT id, ticket_url
            FROM incident \(connection.dialect.indexed(by: "incident_ticket"))
            WHERE ticket_url <> '' AND \(connection.dialect.contains("ticket_url", "\(text)"))
            LIMIT \(limit)
            """
        ) { (id: $0.id(), url: $0.text()) }
    }
}

extension Incident {
    /// Reads the columns of ``IncidentStore``.
    init(row: inout SQLRow) throws {
        self.init(
            id: row.id(), startTime: row.time(),
            endTime: EndTime(microseconds: row.optionalInteger()), source: row.id(),
            sourceIncidentID: row.text(), details: try IncidentDetails(row: &row),
            tags: TagColumn.read(row.text()),
            ackedUntil: row.optionalTime())
    }
}
