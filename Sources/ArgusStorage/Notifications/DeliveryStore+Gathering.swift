import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// Messages that become one.
extension DeliveryStore {
    /// The most messages that become one.
    package static let mostGathered = 1000

    /// The messages to a destination that are due, may become one with another, and belong to none yet,
    /// nor to anybody who holds another lease.
    package func ungathered(
        _ key: String, to destination: Destination.ID, besides id: NotificationDelivery.ID,
        lease: String, now: Timestamp
    ) throws -> [NotificationDelivery] {
        try deliveries(
            """
            destination_id = \(destination) AND gathering = \(key) AND state = 'waiting'
                AND due <= \(now) AND carrier_id IS NULL AND id <> \(id)
                AND (coalesce(lease_until, 0) <= \(now) OR lease = \(lease))
            """, order: "id", limit: Self.mostGathered)
    }

    /// The messages that another one tells and that are yet to be told.
    package func carried(
        by id: NotificationDelivery.ID, limit: Int = mostGathered
    ) throws -> [NotificationDelivery] {
        try deliveries(
            "carrier_id = \(id) AND state = 'waiting' AND id <> \(id)", order: "id",
            limit: limit)
    }

    /// All messages that another one told, itself among them.
    package func toldTogether(with id: NotificationDelivery.ID) throws -> [NotificationDelivery] {
        try deliveries(
            "carrier_id = \(id) AND state = 'sent'", order: "id", limit: Self.mostGathered + 1)
    }

    /// Has one message tell others, whoever holds them.
    package func gather(
        _ ids: [NotificationDelivery.ID], into carrier: NotificationDelivery.ID
    ) throws {
        guard !ids.isEmpty else { return }
        try connection.execute(
            """
            UPDATE delivery
            SET carrier_id = \(carrier), lease = NULL, lease_until = NULL
            WHERE id IN \(list: ids)
            """)
    }

    /// Marks a message as one that tells others, or may.
    package func markCarrier(_ id: NotificationDelivery.ID) throws {
        try connection.execute("UPDATE delivery SET carrier_id = id WHERE id = \(id)")
    }

    /// Puts messages away that are not to be sent after all, whoever holds them.
    package func drop(
        _ ids: [NotificationDelivery.ID], _ reason: DeliveryReason, now: Timestamp
    ) throws {
        guard !ids.isEmpty else { return }
        try connection.execute(
            """
            UPDATE delivery
            SET state = 'dropped', reason = \(reason.rawValue), updated = \(now), lease = NULL,
                lease_until = NULL, carrier_id = NULL
            WHERE id IN \(list: ids)
            """)
    }

    /// What is known of a storm at a destination since a moment.
    package func storm(
        _ key: String, at destination: Destination.ID, since moment: Timestamp,
        besides id: NotificationDelivery.ID
    ) throws -> Storm {
        let incidents =
            try connection.first(
                """
                SELECT count(DISTINCT incident_id)
                FROM delivery
                WHERE destination_id = \(destination) AND gathering = \(key)
                    AND created > \(moment)
                """
            ) { Int($0.integer()) } ?? 0
        let told = try connection.first(
            """
            SELECT max(updated)
            FROM delivery
            WHERE destination_id = \(destination) AND gathering = \(key) AND state = 'sent'
                AND carrier_id = id AND updated > \(moment)
            """
        ) { $0.optionalTime() }
        let held = try connection.first(
            """
            SELECT min(id)
            FROM delivery
            WHERE destination_id = \(destination) AND gathering = \(key) AND state = 'waiting'
                AND carrier_id = id AND reason = 'storm' AND id <> \(id)
            """
        ) { $0.optionalID() as NotificationDelivery.ID? }
        return Storm(incidents: incidents, told: told ?? nil, held: held ?? nil)
    }

    /// What is known of a storm.
    package struct Storm: Sendable {
        /// How many incidents there are.
        package let incidents: Int
        /// When a message told of many.
        package let told: Timestamp?
        /// A message that waits until it may tell how many more there are.
        package let held: NotificationDelivery.ID?
    }

    /// The last level at which each destination was told of an event by a profile.
    package func levels(
        of event: Event.ID, by profile: NotificationProfile.ID
    ) throws -> [Destination.ID: Int] {
        let told = try deliveries(
            """
            event_id = \(event) AND occasion >= \(Escalation.occasions) AND notice_id IS NULL
                AND destination_id IS NOT NULL
            """, order: "id", limit: 10_000)
        return told.filter { $0.profiles.contains(profile) }.reduce(into: [:]) { levels, delivery in
            guard let destination = delivery.destination, let level = delivery.level else { return }
            levels[destination] = max(levels[destination] ?? 0, level)
        }
    }

    /// The destinations that an escalation told of incidents, or is about to, and by which profiles.
    package func escalated(
        of incidents: [Incident.ID]
    ) throws -> [Incident.ID: [Destination.ID: [NotificationProfile.ID]]] {
        let told = try deliveries(
            """
            incident_id IN \(list: incidents) AND occasion >= \(Escalation.occasions)
                AND notice_id IS NULL AND state IN ('waiting', 'sent')
                AND destination_id IS NOT NULL
            """, order: "id", limit: 10_000)
        return Dictionary(grouping: told, by: \.incident).mapValues { told in
            Dictionary(
                told.compactMap { delivery in delivery.destination.map { ($0, delivery.profiles) } }
            ) { ($0 + $1).withoutRepetitions() }
        }
    }
}
