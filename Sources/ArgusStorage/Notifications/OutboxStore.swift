import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The table `outbox`: the events of which it is yet to be decided who is told, and those that somebody
/// is being told of, each with the incident as it was when that happened.
package struct OutboxStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// What of an incident may be another thing later; metadata, which may be long and which nobody's
    /// rules look at, is not copied.
    private static let members = IncidentMember.all.filter { $0.kind != .json }.map(\.name)

    static let copied = SQL(
        unsafe: (["end_time"] + members + ["tags", "acked_until"]).joined(separator: ", "))

    static let ofIncident = SQL(
        unsafe: (["end_time"] + members + ["tags", "acked_until"]).map { "incident.\($0)" }
            .joined(separator: ", "))

    /// What ``Incident/init(row:)`` reads: what was copied, and of the incident what stays the same.
    static let incidentColumns = SQL(
        unsafe: ([
            "incident.id", "incident.start_time", "outbox.end_time", "incident.source_id",
            "incident.source_incident_id",
        ]
            + IncidentMember.all.map {
                $0.kind == .json ? "incident.\($0.name)" : "outbox.\($0.name)"
            }
            + ["outbox.tags", "outbox.acked_until"]).joined(separator: ", "))

    /// Adds an event, with its incident as it is now.
    func insert(_ event: Event.ID, _ noted: NotedChange?, of incident: Incident.ID) throws {
        try connection.execute(
            """
            INSERT INTO outbox (event_id, \(Self.copied), noted, former_level)
            SELECT \(event), \(Self.copied), \(noted?.field), \(noted?.formerLevel?.rawValue)
            FROM incident
            WHERE id = \(incident)
            """)
    }

    /// Keeps events that are to be told later than usual, with their incidents as they are now.
    package func keep(_ events: [Event.ID], now: Timestamp) throws {
        guard !events.isEmpty else { return }
        try connection.execute(
            """
            INSERT INTO outbox (event_id, \(Self.copied), planned)
            SELECT event.id, \(Self.ofIncident), \(now)
            FROM event
            JOIN incident ON incident.id = event.incident_id
            WHERE event.id IN \(list: events)
            ON CONFLICT DO NOTHING
            """)
    }

    /// The events of which it is yet to be decided who is told, in the order in which they were written,
    /// no more than so many.
    ///
    /// Unless it is `withText`, what a search in texts would find is left out.
    package func unplanned(withText: Bool, limit: Int) throws -> [NotifiableEvent] {
        try events("outbox.planned IS NULL", withText: withText, limit: limit)
    }

    /// Events of which somebody is being told; ``unplanned(withText:limit:)`` says what `withText` is.
    package func events(_ ids: [Event.ID], withText: Bool) throws -> [NotifiableEvent] {
        try events("outbox.event_id IN \(list: ids)", withText: withText, limit: ids.count)
    }

    private func events(
        _ condition: SQL, withText: Bool, limit: Int
    ) throws -> [NotifiableEvent] {
        let found = try connection.rows(
            """
            SELECT \(EventStore.columns), outbox.noted, outbox.former_level,
                \(Self.incidentColumns)
            FROM outbox
            JOIN event ON event.id = outbox.event_id
            JOIN account ON account.id = event.actor_id
            JOIN incident ON incident.id = event.incident_id
            WHERE \(condition)
            ORDER BY outbox.id
            LIMIT \(limit)
            """
        ) { row in
            let event = try Event(row: &row)
            let (field, level) = (row.optionalText(), row.optionalInteger())
            let noted = field.map { field in
                NotedChange(field: field, formerLevel: level.flatMap { Level(rawValue: Int($0)) })
            }
            return (event: event, noted: noted, incident: try Incident(row: &row))
        }
        let sources = try SourceSystemStore(connection).find(Set(found.map(\.incident.source)))
        return try found.compactMap { found in
            guard let source = sources[found.incident.source] else { return nil }
            let text =
                withText ? try searchText(of: found.incident, upTo: found.event.id) : SearchText("")
            return NotifiableEvent(
                found.event, noted: found.noted, of: found.incident, source: source,
                searchText: text)
        }
    }

    /// What an incident could be found by once an event was written.
    func searchText(of incident: Incident, upTo event: Event.ID) throws -> SearchText {
        var text = SearchText(incident.description)
        try connection.run(
            """
            SELECT description
            FROM event
            WHERE incident_id = \(incident.id) AND id <= \(event)
            ORDER BY id
            """
        ) { text.add(SearchText($0.text())) }
        return text
    }

    /// Writes down that it was decided who is told of events, and says of which it was not before; those
    /// of which nobody is told are forgotten.
    package func settle(
        _ events: [Event.ID], told: Set<Event.ID>, now: Timestamp
    ) throws -> Set<Event.ID> {
        let locking: SQL = connection.dialect == .postgresql ? "FOR UPDATE" : ""
        let open = Set(
            try connection.rows(
                """
                SELECT event_id
                FROM outbox
                WHERE event_id IN \(list: events) AND planned IS NULL
                \(locking)
                """
            ) { $0.id() as Event.ID })
        let (kept, gone) = (open.intersection(told), open.subtracting(told))
        if !kept.isEmpty {
            try connection.execute(
                "UPDATE outbox SET planned = \(now) WHERE event_id IN \(list: Array(kept))")
        }
        if !gone.isEmpty {
            try connection.execute("DELETE FROM outbox WHERE event_id IN \(list: Array(gone))")
        }
        return open
    }

    /// When the first event was learnt of that waits for it to be decided who is told; nil if none does.
    package func oldestUnplanned() throws -> Timestamp? {
        try connection.first(
            """
            SELECT event.received
            FROM outbox
            JOIN event ON event.id = outbox.event_id
            WHERE outbox.planned IS NULL
            ORDER BY outbox.id
            LIMIT 1
            """
        ) { $0.time() }
    }

    /// Forgets what was decided before a moment, of which nothing waits to be sent; no more than so many.
    @discardableResult
    package func delete(before moment: Timestamp, limit: Int) throws -> Int {
        try connection.execute(
            """
            DELETE FROM outbox
            WHERE id IN (
                SELECT id
                FROM outbox
                WHERE planned < \(moment) AND planned IS NOT NULL
                    AND NOT EXISTS (
                        SELECT 1
                        FROM delivery
                        WHERE delivery.event_id = outbox.event_id
                    )
                ORDER BY planned
                LIMIT \(limit)
            )
            """)
    }
}
