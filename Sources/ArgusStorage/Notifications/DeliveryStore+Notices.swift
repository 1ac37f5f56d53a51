import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// Messages that tell of several incidents: the first carries the others, which become what it becomes.
extension DeliveryStore {
    /// Adds a message of a notice about maintenance to a destination, about the first of these events
    /// and all others.
    package func insert(
        _ planned: PlannedDelivery, about events: [Event], of notice: MaintenanceNotice.ID,
        now: Timestamp
    ) throws {
        var carrier: NotificationDelivery.ID?
        let destination = planned.destination
        // Repetitions and escalations of the usual messages about an event have the numbers before.
        let occasion = Int64(1_000_000) + notice.rawValue
        let profiles = try JSONColumn.write(planned.profiles.map(\.rawValue))
        let terms = try JSONColumn.write(DeliveryTermsColumn(planned.terms))
        for event in events {
            let id: NotificationDelivery.ID? = try connection.first(
                """
                INSERT INTO delivery
                    (event_id, incident_id, account_id, destination_id, occasion, media, address,
                     profiles, terms, state, due, created, updated, notice_id, carrier_id)
                VALUES (\(event.id), \(event.incident), \(destination.user), \(destination.id),
                    \(occasion), \(destination.medium.rawValue), \(destination.address),
                    \(profiles), \(terms), 'waiting', \(now), \(now), \(now), \(notice),
                    \(carrier))
                RETURNING id
                """
            ) { $0.id() }
            carrier = carrier ?? id
        }
        if let carrier { try markCarrier(carrier) }
    }

    /// Which destinations were told of openings, or of later ones of the same incidents, or are about to
    /// be; that maintenance is about to end does not count.
    package func told(of events: [Event.ID]) throws -> [Event.ID: Set<Destination.ID>] {
        let rows = try connection.rows(
            """
            SELECT DISTINCT hidden.id, delivery.destination_id
            FROM event AS hidden
            JOIN delivery ON delivery.incident_id = hidden.incident_id
                AND delivery.event_id >= hidden.id
            JOIN event AS told ON told.id = delivery.event_id
            LEFT JOIN maintenance_notice ON maintenance_notice.id = delivery.notice_id
            WHERE hidden.id IN \(list: events) AND delivery.destination_id IS NOT NULL
                AND told.type IN ('STA', 'RES', 'REO')
                AND delivery.state IN ('waiting', 'sent')
                AND coalesce(maintenance_notice.kind, 'end') = 'end'
            """
        ) { (event: $0.id() as Event.ID, destination: $0.id() as Destination.ID) }
        return Dictionary(grouping: rows, by: \.event).mapValues { Set($0.map(\.destination)) }
    }

    /// A message with those that are told by it, or with it.
    static func together(with id: NotificationDelivery.ID) -> SQL {
        """
        (id = \(id) OR carrier_id = \(id)
            OR id = (SELECT carrier_id FROM delivery AS other WHERE other.id = \(id)))
        """
    }
}
