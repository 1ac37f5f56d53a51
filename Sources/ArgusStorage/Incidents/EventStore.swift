import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The table `event`: the logs of all incidents, which only grow.
package struct EventStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    static let columns: SQL =
        """
        event.id, event.incident_id, event.actor_id, account.username, event.timestamp,
        event.received, event.type, event.description
        """

    /// Adds an entry to an incident's log, and to what is to be told, with the incident as it is now:
    /// what the event changes about it has been written before.
    package func insert(_ event: NewEvent, of incident: Incident.ID) throws -> Event.ID {
        if let gathering = connection as? GatheringConnection {
            let id: Event.ID = try gathering.nextKey(of: "event")
            gathering.rows.events.append((id, event, incident))
            return id
        }
        let id: Event.ID =
            try connection.first(
                """
                INSERT INTO event (incident_id, actor_id, timestamp, received, type, description)
                VALUES (\(incident), \(event.actor), \(event.timestamp), \(event.received),
                    \(event.type.rawValue), \(event.description))
                RETURNING id
                """
            ) { $0.id() } ?? Event.ID(0)
        try OutboxStore(connection).insert(id, event.noted, of: incident)
        return id
    }

    /// Lists an incident's log, newest first.
    package func list(of incident: Incident.ID) throws -> [Event] {
        try connection.rows(
            """
            SELECT \(Self.columns)
            FROM event
            JOIN account ON account.id = event.actor_id
            WHERE event.incident_id = \(incident)
            ORDER BY event.timestamp DESC, event.id DESC
            """
        ) { try Event(row: &$0) }
    }

    /// Lists a page of the log of an incident, or of the logs of all, newest entry first.
    package func list(
        _ page: PageRequest, of incident: Incident.ID? = nil
    ) throws -> Page<Event> {
        let ofIncident: SQL = incident.map { "event.incident_id = \($0)" } ?? "1 = 1"
        let found = try connection.rows(
            """
            SELECT \(Self.columns)
            FROM event
            JOIN account ON account.id = event.actor_id
            WHERE \(ofIncident)
                AND \(page.beyond(time: "event.timestamp", id: "event.id"))
            ORDER BY \(page.order(time: "event.timestamp", id: "event.id"))
            LIMIT \(page.size + 1)
            """
        ) { try Event(row: &$0) }
        return Page(found, for: page) { ($0.timestamp, $0.id.rawValue) }
    }

    /// The incidents whose logs have an entry of one of these types since a moment, each once for each
    /// type; no more than so many.
    package func incidents(
        with types: [EventType], since moment: Timestamp, upTo limit: Int
    ) throws -> [(incident: Incident.ID, type: EventType)] {
        try connection.rows(
            """
            SELECT DISTINCT incident_id, type
            FROM event \(connection.dialect.indexed(by: "event_timestamp"))
            WHERE timestamp >= \(moment) AND type IN \(list: types.map(\.rawValue))
            LIMIT \(limit)
            """
        ) { (incident: $0.id(), type: try $0.word()) }
    }

    /// The last entry that was written into each of these incidents' logs.
    package func last(of incidents: Set<Incident.ID>) throws -> [Incident.ID: Event.ID] {
        let last = try connection.rows(
            """
            SELECT incident_id, max(id)
            FROM event
            WHERE incident_id IN \(list: Array(incidents))
            GROUP BY incident_id
            """
        ) { ($0.id() as Incident.ID, $0.id() as Event.ID) }
        return Dictionary(last) { $1 }
    }

    /// When each of these incidents was opened, or opened again, for the last time.
    package func lastOpenings(of incidents: Set<Incident.ID>) throws -> [Incident.ID: Timestamp] {
        let types: [EventType] = [.start, .restart, .reopen]
        let openings = try connection.rows(
            """
            SELECT incident_id, max(received)
            FROM event
            WHERE incident_id IN \(list: Array(incidents))
                AND type IN \(list: types.map(\.rawValue))
            GROUP BY incident_id
            """
        ) { ($0.id() as Incident.ID, $0.time()) }
        return Dictionary(openings) { $1 }
    }

    /// Which types of entries the logs of incidents have.
    func types(of incidents: Set<Incident.ID>) throws -> [Incident.ID: Set<EventType>] {
        let types = try connection.rows(
            """
            SELECT DISTINCT incident_id, type
            FROM event
            WHERE incident_id IN \(list: Array(incidents))
            """
        ) { ($0.id() as Incident.ID, Set([try $0.word() as EventType])) }
        return Dictionary(types) { $0.union($1) }
    }

    /// Finds an entry of an incident's log.
    package func find(_ id: Event.ID, of incident: Incident.ID) throws -> Event? {
        try connection.first(
            """
            SELECT \(Self.columns)
            FROM event
            JOIN account ON account.id = event.actor_id
            WHERE event.id = \(id) AND event.incident_id = \(incident)
            """
        ) { try Event(row: &$0) }
    }
}

/// The table `acknowledgement`, each row of which belongs to an event.
package struct AcknowledgementStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// Makes an event an acknowledgement.
    package func insert(
        _ event: Event.ID, of incident: Incident.ID, expiration: Timestamp?
    ) throws {
        try connection.execute(
            """
            INSERT INTO acknowledgement (event_id, incident_id, expiration)
            VALUES (\(event), \(incident), \(expiration))
            """)
    }

    /// Lets an acknowledgement hold for another time.
    package func setExpiration(_ expiration: Timestamp?, of event: Event.ID) throws {
        try connection.execute(
            "UPDATE acknowledgement SET expiration = \(expiration) WHERE event_id = \(event)")
    }

    /// Lists the acknowledgements of an incident, newest first.
    package func list(of incident: Incident.ID) throws -> [Acknowledgement] {
        let expirations = try connection.rows(
            "SELECT event_id, expiration FROM acknowledgement WHERE incident_id = \(incident)"
        ) { ($0.id() as Event.ID, $0.optionalTime()) }
        let byEvent = Dictionary(expirations) { $1 }
        return try EventStore(connection).list(of: incident).compactMap { event in
            byEvent[event.id].map { Acknowledgement(event: event, expiration: $0) }
        }
    }

    /// Until when entries of logs acknowledge, nil for good; those that do not are left out.
    package func expirations(of events: [Event.ID]) throws -> [Event.ID: Timestamp?] {
        let expirations = try connection.rows(
            """
            SELECT event_id, expiration
            FROM acknowledgement
            WHERE event_id IN \(list: events)
            """
        ) { ($0.id() as Event.ID, $0.optionalTime()) }
        return Dictionary(expirations) { $1 }
    }

    /// The last of each of these incidents' acknowledgements that hold at a moment.
    package func last(
        of incidents: Set<Incident.ID>, holdingAt moment: Timestamp
    ) throws -> [Incident.ID: Acknowledgement] {
        let found = try connection.rows(
            """
            SELECT \(EventStore.columns), acknowledgement.expiration
            FROM acknowledgement
            JOIN event ON event.id = acknowledgement.event_id
            JOIN account ON account.id = event.actor_id
            WHERE acknowledgement.incident_id IN \(list: Array(incidents))
                AND event.timestamp <= \(moment)
                AND coalesce(acknowledgement.expiration, \(Timestamp.infinity)) > \(moment)
            ORDER BY event.timestamp, event.id
            """
        ) { Acknowledgement(event: try Event(row: &$0), expiration: $0.optionalTime()) }
        return Dictionary(found.map { ($0.event.incident, $0) }) { $1 }
    }

    /// Finds an acknowledgement of an incident.
    package func find(_ id: Event.ID, of incident: Incident.ID) throws -> Acknowledgement? {
        try list(of: incident).first { $0.event.id == id }
    }
}

extension Event {
    /// Reads the columns of ``EventStore``.
    init(row: inout SQLRow) throws {
        self.init(
            id: row.id(), incident: row.id(), actor: row.id(), actorName: row.text(),
            timestamp: row.time(), received: row.time(), type: try row.word(),
            description: row.text())
    }
}

extension EventStore {
    /// The condition of the index of what not every log has.
    static let isDeed: SQL = "type NOT IN ('STA', 'END')"
}

extension EventType {
    /// Whether it is none of those that nearly every log has.
    var isDeed: Bool { self != .start && self != .end }
}
