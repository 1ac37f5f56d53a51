import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The table `delivery`: the messages about events, those that are yet to be sent and those that were.
package struct DeliveryStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    private static let columns: SQL =
        """
        delivery.id, delivery.event_id, delivery.incident_id, delivery.account_id,
        delivery.destination_id, delivery.occasion, delivery.media, delivery.address,
        delivery.profiles, delivery.terms, delivery.state, delivery.due, delivery.attempts,
        delivery.reason, delivery.detail, delivery.thread, delivery.created, delivery.updated,
        delivery.note, delivery.notice_id, delivery.carrier_id,
        (SELECT count(*) FROM delivery AS other WHERE other.carrier_id = delivery.carrier_id)
        """

    /// Adds what was planned; a message that is there already stays as it is.
    package func insert(_ plans: [NotificationPlan], now: Timestamp) throws {
        for plan in plans {
            for delivery in plan.deliveries {
                var due = now.advanced(by: delivery.terms.wait ?? .zero)
                if case .digest(let moment) = delivery.terms.gathering { due = moment }
                try insert(
                    delivery, about: plan.event.event, occasion: 0, due: due, now: now)
            }
        }
    }

    /// Adds a message of a certain occasion; one that is there already stays as it is.
    package func insert(
        _ planned: PlannedDelivery, about event: Event, occasion: Int, due: Timestamp,
        now: Timestamp
    ) throws {
        let destination = planned.destination
        try connection.execute(
            """
            INSERT INTO delivery
                (event_id, incident_id, account_id, destination_id, occasion, media, address,
                 profiles, terms, state, due, created, updated, note, gathering)
            VALUES (\(event.id), \(event.incident), \(destination.user), \(destination.id),
                \(occasion), \(destination.medium.rawValue), \(destination.address),
                \(try JSONColumn.write(planned.profiles.map(\.rawValue))),
                \(try JSONColumn.write(DeliveryTermsColumn(planned.terms))), 'waiting', \(due), \(now),
                \(now), \(planned.note), \(planned.terms.gathering?.key))
            ON CONFLICT DO NOTHING
            """)
    }

    /// Gives up on messages that no medium but these could carry, and says how many.
    @discardableResult
    package func fail(besides media: [Medium], now: Timestamp) throws -> Int {
        try connection.execute(
            """
            UPDATE delivery
            SET state = 'failed', reason = \(DeliveryReason.notConfigured.rawValue),
                updated = \(now)
            WHERE state = 'waiting' AND due <= \(now)
                AND media NOT IN \(list: media.map(\.rawValue))
            """)
    }

    /// Adds a message that repeats another one.
    package func insertRepetition(of delivery: NotificationDelivery, due: Timestamp, now: Timestamp)
        throws
    {
        try connection.execute(
            """
            INSERT INTO delivery
                (event_id, incident_id, account_id, destination_id, occasion, media, address,
                 profiles, terms, state, due, created, updated, note, gathering)
            SELECT event_id, incident_id, account_id, destination_id, occasion + 1, media, address,
                profiles, terms, 'waiting', \(due), \(now), \(now), note, gathering
            FROM delivery
            WHERE id = \(delivery.id) AND destination_id IS NOT NULL
            ON CONFLICT DO NOTHING
            """)
    }

    /// Lists the messages about an incident, the first one first.
    package func list(of incident: Incident.ID) throws -> [NotificationDelivery] {
        try deliveries("incident_id = \(incident)", order: "id", limit: 10_000)
    }

    /// Lists messages, the last one first; those that belong to an account, went to a destination, are
    /// in a state, or have a reason, if these are named.
    package func list(
        of user: User.ID?, to destination: Destination.ID? = nil,
        _ state: NotificationDelivery.State?, _ reason: DeliveryReason?,
        before id: NotificationDelivery.ID?, limit: Int
    ) throws -> [NotificationDelivery] {
        var conditions: [SQL] = ["1 = 1"]
        if let user { conditions.append("account_id = \(user)") }
        if let destination { conditions.append("destination_id = \(destination)") }
        if let state { conditions.append("state = \(state.rawValue)") }
        if let reason { conditions.append("reason = \(reason.rawValue)") }
        if let id { conditions.append("id < \(id)") }
        return try deliveries(SQL(conditions, joined: " AND "), order: "id DESC", limit: limit)
    }

    /// The messages of which something became since a moment, the last ones first and no more than so
    /// many.
    package func touched(since moment: Timestamp, limit: Int) throws -> [TouchedDelivery] {
        try connection.rows(
            """
            SELECT id, incident_id, account_id, state, attempts, updated
            FROM delivery
            WHERE updated >= \(moment)
            ORDER BY updated DESC
            LIMIT \(limit)
            """
        ) { row in
            TouchedDelivery(
                id: row.id(), incident: row.id(), user: row.id(), state: row.text(),
                attempts: Int(row.integer()), updated: row.time())
        }
    }

    /// Reads the messages for which a condition holds.
    func deliveries(
        _ condition: SQL, order: SQL, limit: Int
    ) throws -> [NotificationDelivery] {
        try connection.rows(
            """
            SELECT \(Self.columns)
            FROM delivery
            WHERE \(condition)
            ORDER BY \(order)
            LIMIT \(limit)
            """
        ) { try NotificationDelivery(row: &$0) }
    }

    /// Lets messages that failed be tried again at once: one, or all; those of a reason, to a destination
    /// and of an account, if these are named; says how many.
    package func revive(
        _ id: NotificationDelivery.ID?, _ reason: DeliveryReason?,
        to destination: Destination.ID? = nil, of user: User.ID?, now: Timestamp
    ) throws -> Int {
        var conditions: [SQL] = ["state = 'failed'", "destination_id IS NOT NULL"]
        if let id { conditions.append(Self.together(with: id)) }
        if let reason { conditions.append("reason = \(reason.rawValue)") }
        if let destination { conditions.append("destination_id = \(destination)") }
        if let user { conditions.append("account_id = \(user)") }
        return try connection.execute(
            """
            UPDATE delivery
            SET state = 'waiting', due = \(now), attempts = 0, created = \(now), updated = \(now),
                reason = NULL, detail = '', lease = NULL, lease_until = NULL,
                carrier_id = CASE WHEN notice_id IS NULL THEN NULL ELSE carrier_id END
            WHERE \(SQL(conditions, joined: " AND "))
            """)
    }

    /// Forgets messages that became what they are before a moment, no more than so many.
    @discardableResult
    package func delete(before moment: Timestamp, limit: Int) throws -> Int {
        try connection.execute(
            """
            DELETE FROM delivery
            WHERE id IN (
                SELECT id
                FROM delivery
                WHERE updated < \(moment) AND state <> 'waiting'
                ORDER BY updated
                LIMIT \(limit)
            )
            """)
    }
}

extension NotificationDelivery {
    fileprivate init(row: inout SQLRow) throws {
        self.init(
            id: row.id(), event: row.id(), incident: row.id(), user: row.id(),
            destination: row.optionalID(), occasion: Int(row.integer()),
            medium: Medium(stored: row.text()), address: row.text(),
            profiles: try (row.json() as [Int64]).map { NotificationProfile.ID($0) },
            terms: try (row.json() as DeliveryTermsColumn).terms, state: try row.word(),
            due: row.time(),
            attempts: Int(row.integer()),
            reason: try row.optionalText().map { try DeliveryReason(stored: $0) },
            detail: row.text(), thread: row.optionalText(), created: row.time(),
            updated: row.time(), note: row.text(), notice: row.optionalID(),
            carrier: row.optionalID(),
            carried: Int(row.integer()))
    }
}
