import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// What happened in a time that is over, each event with its incident as it was right after it, as far
/// as the logs tell.
///
/// They tell whether it was open, acknowledged, and of which level. The rest is as it is now.
extension EventStore {
    /// An entry of a log among all that there are, in the order of the times that they tell.
    package struct Place: Sendable {
        let moment: Timestamp
        let id: Event.ID

        /// The place of an event.
        package init(_ event: Event) {
            (moment, id) = (event.timestamp, event.id)
        }

        /// The place before all that happened since a moment.
        package init(before moment: Timestamp) {
            (self.moment, id) = (moment, Event.ID(0))
        }

        fileprivate init(_ moment: Timestamp, _ id: Event.ID) {
            (self.moment, self.id) = (moment, id)
        }
    }

    /// The place before the last so many events until a moment; nil if there are no more than that
    /// after another place.
    package func place(
        beforeLast count: Int, until end: Timestamp, after start: Place
    ) throws -> Place? {
        try connection.first(
            """
            SELECT timestamp, id
            FROM event
            WHERE timestamp <= \(end) AND (timestamp, id) > (\(start.moment), \(start.id))
            ORDER BY timestamp DESC, id DESC
            LIMIT 1 OFFSET \(count)
            """
        ) { Place($0.time(), $0.id()) }
    }

    /// The events after a place until a moment, in their order and no more than so many.
    ///
    /// Unless it is `withText`, what a search in texts would find is left out.
    package func past(
        after start: Place, until end: Timestamp, withText: Bool, limit: Int
    ) throws -> [NotifiableEvent] {
        try past(
            "event.timestamp <= \(end) AND (event.timestamp, event.id) > (\(start.moment), \(start.id))",
            withText: withText, limit: limit)
    }

    /// The events by which incidents began.
    package func openings(
        of incidents: Set<Incident.ID>, withText: Bool
    ) throws -> [NotifiableEvent] {
        guard !incidents.isEmpty else { return [] }
        return try past(
            """
            event.incident_id IN \(list: incidents.sorted()) AND event.type IN ('STA', 'LES')
            """, withText: withText, limit: incidents.count * 2)
    }

    private func past(
        _ condition: SQL, withText: Bool, limit: Int
    ) throws -> [NotifiableEvent] {
        let found = try connection.rows(
            """
            SELECT \(Self.columns), \(Self.pastIncident)
            FROM event
            JOIN account ON account.id = event.actor_id
            JOIN incident ON incident.id = event.incident_id
            WHERE \(condition)
            ORDER BY event.timestamp, event.id
            LIMIT \(limit)
            """
        ) { (event: try Event(row: &$0), incident: try Incident(row: &$0)) }
        let sources = try SourceSystemStore(connection).find(Set(found.map(\.incident.source)))
        return try found.compactMap { found in
            guard let source = sources[found.incident.source] else { return nil }
            let text =
                withText
                ? try OutboxStore(connection).searchText(of: found.incident, upTo: found.event.id)
                : SearchText("")
            return NotifiableEvent(
                found.event, noted: NotedChange(found.event), of: found.incident, source: source,
                searchText: text)
        }
    }

    /// What ``Incident/init(row:)`` reads.
    private static let pastIncident: SQL =
        """
        incident.id, incident.start_time, \(pastEnd), incident.source_id,
        incident.source_incident_id, \(pastDetails), incident.tags, \(pastAck)
        """

    /// No end where the last that the log says by then is that it began, or began again; one that the
    /// log never tells of was there from the beginning.
    private static let pastEnd: SQL =
        """
        CASE WHEN incident.end_time IS NULL THEN NULL ELSE coalesce(
            (
                SELECT CASE WHEN earlier.type IN ('END', 'CLO') THEN earlier.timestamp
                    ELSE \(Timestamp.infinity) END
                FROM event AS earlier
                WHERE earlier.incident_id = event.incident_id
                    AND earlier.type IN ('END', 'CLO', 'RES', 'REO')
                    AND (earlier.timestamp, earlier.id) <= (event.timestamp, event.id)
                ORDER BY earlier.timestamp DESC, earlier.id DESC
                LIMIT 1
            ),
            CASE WHEN EXISTS (
                SELECT 1
                FROM event AS later
                WHERE later.incident_id = event.incident_id
                    AND later.type IN ('END', 'CLO', 'RES', 'REO')
            ) THEN \(Timestamp.infinity) ELSE incident.end_time END
        ) END
        """

    private static let pastDetails = SQL(
        IncidentMember.all.map { member -> SQL in
            member == .level ? pastLevel : SQL(unsafe: "incident.\(member.name)")
        }, joined: ", ")

    /// The old level that the first change after the event names (see `ChangeLog`).
    private static let pastLevel: SQL =
        """
        coalesce((
            SELECT CASE substr(later.description, 18, 1)
                WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 ELSE 5
            END
            FROM event AS later
            WHERE later.incident_id = event.incident_id AND later.type = 'CHI'
                AND (later.timestamp, later.id) > (event.timestamp, event.id)
                AND substr(later.description, 1, 17) = 'Change: "level": '
                AND substr(later.description, 18, 1) IN ('1', '2', '3', '4', '5')
            ORDER BY later.timestamp, later.id
            LIMIT 1
        ), incident.level)
        """

    /// The longest of the acknowledgements until then.
    private static let pastAck: SQL =
        """
        (
            SELECT max(coalesce(acknowledgement.expiration, \(Timestamp.infinity)))
            FROM acknowledgement
            JOIN event AS earlier ON earlier.id = acknowledgement.event_id
            WHERE acknowledgement.incident_id = event.incident_id
                AND (earlier.timestamp, earlier.id) <= (event.timestamp, event.id)
        )
        """
}
