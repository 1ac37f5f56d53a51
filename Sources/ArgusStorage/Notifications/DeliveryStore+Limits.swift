import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// What destinations were told already, by which it is decided whether they are told more.
extension DeliveryStore {
    /// Whether a message waits to tell how many a destination did not get.
    package func hasCarrier(_ destination: Destination.ID, besides id: NotificationDelivery.ID)
        throws -> Bool
    {
        try connection.exists(
            """
            SELECT 1
            FROM delivery
            WHERE destination_id = \(destination) AND state = 'waiting' AND reason = 'limited'
                AND id <> \(id)
            """)
    }

    /// Which destinations were told that an incident began, or unless `onlySent` are about to be.
    package func toldOpening(
        of incident: Incident.ID, onlySent: Bool = false
    ) throws -> Set<Destination.ID> {
        let states: SQL = onlySent ? "('sent')" : "('waiting', 'sent')"
        return Set(
            try connection.rows(
                """
                SELECT delivery.destination_id
                FROM delivery
                JOIN event ON event.id = delivery.event_id
                WHERE delivery.incident_id = \(incident) AND delivery.destination_id IS NOT NULL
                    AND delivery.state IN \(states)
                    AND (event.type IN ('STA', 'LES')
                        OR delivery.occasion >= \(Escalation.occasions))
                """
            ) { $0.id() })
    }

    /// The profiles that waited with telling a destination that an incident began, which was over or taken
    /// care of by the time.
    package func droppedOpening(
        of incident: Incident.ID, to destination: Destination.ID
    ) throws -> Set<NotificationProfile.ID> {
        let dropped = try deliveries(
            """
            incident_id = \(incident) AND destination_id = \(destination) AND occasion = 0
                AND notice_id IS NULL AND state = 'dropped'
                AND reason IN ('closed', 'acknowledged', 'maintenance')
                AND event_id IN (SELECT id FROM event WHERE type IN ('STA', 'LES'))
            """, order: "id", limit: 100)
        return Set(dropped.flatMap(\.profiles))
    }

    /// Whether a destination was told anything of an incident.
    package func hasSent(of incident: Incident.ID, to destination: Destination.ID) throws -> Bool {
        try connection.exists(
            """
            SELECT 1
            FROM delivery
            WHERE incident_id = \(incident) AND destination_id = \(destination)
                AND state = 'sent'
            """)
    }

    /// How many messages a destination was sent since a moment, and when the first of these was.
    package func sent(
        to destination: Destination.ID, since moment: Timestamp
    ) throws -> (count: Int, first: Timestamp?) {
        try connection.first(
            """
            SELECT count(*), min(updated)
            FROM delivery
            WHERE destination_id = \(destination) AND state = 'sent' AND updated > \(moment)
                AND (carrier_id IS NULL OR carrier_id = id)
            """
        ) { (Int($0.integer()), $0.optionalTime()) } ?? (0, nil)
    }

    /// The messages that a destination did not get since a moment as it gets no more in an hour.
    package func limited(
        to destination: Destination.ID, since moment: Timestamp
    ) throws -> (count: Int, worst: String?) {
        let count =
            try connection.first(
                """
                SELECT count(*)
                FROM delivery
                WHERE destination_id = \(destination) AND state = 'dropped' AND reason = 'limited'
                    AND updated >= \(moment)
                """
            ) { Int($0.integer()) } ?? 0
        guard count > 0 else { return (0, nil) }
        let worst = try connection.first(
            """
            SELECT incident.description
            FROM delivery
            JOIN incident ON incident.id = delivery.incident_id
            WHERE delivery.destination_id = \(destination) AND delivery.state = 'dropped'
                AND delivery.reason = 'limited' AND delivery.updated >= \(moment)
            ORDER BY incident.level, delivery.id
            LIMIT 1
            """
        ) { $0.text() }
        return (count, worst)
    }
}
