import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// Messages that somebody takes to send, and what becomes of them.
extension DeliveryStore {
    /// So many messages to one destination are taken at once at most.
    private static let atOnce = 4

    /// Takes messages of a medium that are due, for whoever holds the lease until a moment, to no more
    /// than so many destinations.
    ///
    /// About one incident, a destination gets one message after the other, and nobody else sends to a
    /// destination as long as somebody does; what is only told again, or in a digest, holds up nothing
    /// before it is due.
    package func claim(
        _ medium: Medium, lease: String, until: Timestamp, now: Timestamp, limit: Int,
        besides waiting: Set<Destination.ID> = []
    ) throws -> [NotificationDelivery] {
        let others: SQL =
            waiting.isEmpty ? "" : "AND destination_id NOT IN \(list: waiting.sorted())"
        let locking: SQL = connection.dialect == .postgresql ? "FOR UPDATE SKIP LOCKED" : ""
        let due = try connection.rows(
            """
            SELECT id, destination_id
            FROM delivery
            WHERE state = 'waiting' AND media = \(medium.rawValue) AND due <= \(now)
                AND coalesce(lease_until, 0) <= \(now)
                AND (carrier_id IS NULL OR carrier_id = id)
                \(others)
                AND NOT EXISTS (
                    SELECT 1
                    FROM delivery AS other
                    WHERE other.state = 'waiting'
                        AND other.destination_id = delivery.destination_id
                        AND (other.lease_until > \(now)
                            OR other.incident_id = delivery.incident_id
                                AND other.id < delivery.id
                                AND (other.due <= \(now) OR other.occasion = 0
                                    AND coalesce(other.gathering, '') <> \(Gathering.digestKey)))
                )
            ORDER BY due, id
            LIMIT \(limit * 10)
            \(locking)
            """
        ) {
            (
                id: $0.id() as NotificationDelivery.ID,
                destination: $0.optionalID() as Destination.ID?
            )
        }
        var counts: [Destination.ID?: Int] = [:]
        let ids = due.filter { delivery in
            // One that does not answer holds up a few messages, and not those to others.
            let count = counts[delivery.destination, default: 0]
            guard count < Self.atOnce, count > 0 || counts.count < limit else { return false }
            counts[delivery.destination] = count + 1
            return true
        }.map(\.id)
        guard !ids.isEmpty else { return [] }
        try connection.execute(
            """
            UPDATE delivery
            SET lease = \(lease), lease_until = \(until)
            WHERE id IN \(list: ids)
            """)
        return try deliveries("id IN \(list: ids)", order: "due, id", limit: ids.count)
    }

    /// Writes down what became of a message that somebody holds; false if it is no longer theirs.
    package func settle(_ delivery: NotificationDelivery, lease: String) throws -> Bool {
        let isOwn =
            try connection.execute(
                """
                UPDATE delivery
                SET state = \(delivery.state.rawValue), due = \(delivery.due),
                    attempts = \(delivery.attempts), reason = \(delivery.reason?.rawValue),
                    detail = \(delivery.detail), thread = \(delivery.thread),
                    updated = \(delivery.updated), carrier_id = \(delivery.carrier),
                    lease = NULL, lease_until = NULL
                WHERE id = \(delivery.id) AND lease = \(lease)
                """) == 1
        guard isOwn, delivery.carrier == delivery.id else { return isOwn }
        // What it carries becomes what it becomes.
        try connection.execute(
            """
            UPDATE delivery
            SET state = \(delivery.state.rawValue), due = \(delivery.due),
                attempts = \(delivery.attempts), reason = \(delivery.reason?.rawValue),
                detail = \(delivery.detail), updated = \(delivery.updated)
            WHERE carrier_id = \(delivery.id) AND id <> \(delivery.id) AND state = 'waiting'
            """)
        return true
    }

    /// Lets messages go that somebody holds, as they were.
    package func release(_ ids: [NotificationDelivery.ID], lease: String) throws {
        guard !ids.isEmpty else { return }
        try connection.execute(
            """
            UPDATE delivery
            SET lease = NULL, lease_until = NULL
            WHERE id IN \(list: ids) AND lease = \(lease)
            """)
    }

    /// When the next message is due, or could be taken from whoever holds it; nil if none waits.
    package func nextDue() throws -> Timestamp? {
        try connection.first(
            """
            SELECT due
            FROM delivery
            WHERE state = 'waiting' AND (carrier_id IS NULL OR carrier_id = id)
            ORDER BY due, id
            LIMIT 1
            """
        ) { $0.time() }
    }
}
