import ArgusCore
import ArgusSQL
import ArgusVocabulary

extension DeliveryStore {
    /// The last message in vain to each destination that keeps failing: one has been tried three times
    /// and for ten minutes while nothing else arrived there, or the last three have failed.
    ///
    /// What no medium of this server could carry says nothing about the destination.
    package func failing(now: Timestamp) throws -> [Destination.ID: NotificationDelivery] {
        let start = now.advanced(by: .seconds(-600))
        let tried = try deliveries(
            """
            state = 'waiting' AND destination_id IS NOT NULL AND attempts >= 3
                AND created <= \(start)
                AND NOT EXISTS (
                    SELECT 1
                    FROM delivery AS arrived
                    WHERE arrived.destination_id = delivery.destination_id
                        AND arrived.state = 'sent' AND arrived.updated >= delivery.created
                )
            """, order: "id", limit: 10_000)
        let failed = try lastThreeFailed(since: now.advanced(by: .seconds(-3600)))
        return Dictionary(
            (tried.filter { $0.firstDue <= start } + failed).compactMap { delivery in
                delivery.destination.map { ($0, delivery) }
            }
        ) { $0.updated < $1.updated ? $1 : $0 }
    }

    /// The last message that was tried to each destination, where that has failed or was tried three
    /// times without success.
    package func inVain() throws -> [Destination.ID: NotificationDelivery] {
        let last = try deliveries(
            """
            (state = 'failed' OR state = 'waiting' AND attempts >= 3)
                AND id = (
                    SELECT max(last.id)
                    FROM delivery AS last
                    WHERE last.destination_id = delivery.destination_id
                        AND (last.state IN ('sent', 'failed') OR last.attempts > 0)
                )
            """, order: "id", limit: 100_000)
        return Dictionary(
            last.compactMap { delivery in delivery.destination.map { ($0, delivery) } }
        ) { $1 }
    }

    /// The last message to each destination where that and the two before have failed, the last one
    /// since a moment.
    private func lastThreeFailed(since moment: Timestamp) throws -> [NotificationDelivery] {
        try deliveries(
            """
            state = 'failed' AND destination_id IS NOT NULL AND updated > \(moment)
                AND reason <> \(DeliveryReason.notConfigured.rawValue)
                AND id = (
                    SELECT max(last.id)
                    FROM delivery AS last
                    WHERE last.destination_id = delivery.destination_id
                        AND last.state IN ('sent', 'failed')
                )
                AND 3 = (
                    SELECT count(*)
                    FROM (
                        SELECT last.state
                        FROM delivery AS last
                        WHERE last.destination_id = delivery.destination_id
                            AND last.state IN ('sent', 'failed')
                        ORDER BY last.id DESC
                        LIMIT 3
                    ) AS three
                    WHERE three.state = 'failed'
                )
                AND NOT EXISTS (
                    SELECT 1
                    FROM delivery AS arrived
                    WHERE arrived.destination_id = delivery.destination_id
                        AND arrived.state = 'sent' AND arrived.updated >= delivery.updated
                )
            """, order: "id", limit: 10_000)
    }

    /// When the last message arrived at each of these destinations since a moment.
    package func lastSent(
        to destinations: [Destination.ID], since moment: Timestamp
    ) throws -> [Destination.ID: Timestamp] {
        guard !destinations.isEmpty else { return [:] }
        let found = try connection.rows(
            """
            SELECT destination_id, max(updated)
            FROM delivery
            WHERE destination_id IN \(list: destinations) AND state = 'sent'
                AND updated > \(moment)
            GROUP BY destination_id
            """
        ) { ($0.id() as Destination.ID, $0.time()) }
        return Dictionary(found) { $1 }
    }

    /// Since when a message is due that could be sent, which is one that does not follow another one
    /// about the same incident; nil if there is none.
    package func oldestDue(now: Timestamp) throws -> Timestamp? {
        try connection.first(
            """
            SELECT due
            FROM delivery
            WHERE state = 'waiting' AND due <= \(now)
                AND NOT EXISTS (
                    SELECT 1
                    FROM delivery AS earlier
                    WHERE earlier.state = 'waiting'
                        AND earlier.destination_id = delivery.destination_id
                        AND earlier.incident_id = delivery.incident_id
                        AND earlier.id < delivery.id
                )
            ORDER BY due, id
            LIMIT 1
            """
        ) { $0.time() }
    }
}

extension NotificationDelivery {
    /// When it was to be sent for the first time.
    fileprivate var firstDue: Timestamp {
        let delay = occasion > 0 ? terms.repetition?.interval : terms.wait
        return created.advanced(by: delay ?? .zero)
    }
}
