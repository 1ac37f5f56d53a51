import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The table `escalation`: openings that others are told of if nobody acknowledges.
package struct EscalationStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    private static let columns: SQL =
        "id, event_id, incident_id, profile_id, level, due, ended"

    /// Begins what was planned; what a profile still did about the incident ends.
    package func insert(_ plans: [NotificationPlan], now: Timestamp) throws {
        for plan in plans {
            let event = plan.event.event
            for (profile, after) in plan.escalations.sorted(by: { $0.key < $1.key }) {
                try connection.execute(
                    """
                    UPDATE escalation
                    SET ended = \(Escalation.End.closed.rawValue), updated = \(now)
                    WHERE incident_id = \(event.incident) AND profile_id = \(profile)
                        AND ended IS NULL
                    """)
                try connection.execute(
                    """
                    INSERT INTO escalation
                        (event_id, incident_id, profile_id, level, due, updated)
                    VALUES (\(event.id), \(event.incident), \(profile), 1,
                        \(now.advanced(by: after)), \(now))
                    ON CONFLICT DO NOTHING
                    """)
            }
        }
    }

    /// Takes those whose next level is due, the first ones and no more than so many.
    package func due(_ now: Timestamp, limit: Int) throws -> [Escalation] {
        let locking: SQL = connection.dialect == .postgresql ? "FOR UPDATE SKIP LOCKED" : ""
        return try connection.rows(
            """
            SELECT \(Self.columns)
            FROM escalation
            WHERE ended IS NULL AND due <= \(now)
            ORDER BY due, id
            LIMIT \(limit)
            \(locking)
            """
        ) { try Escalation(row: &$0) }
    }

    /// When the next level is due; nil if none is.
    package func nextDue() throws -> Timestamp? {
        try connection.first(
            """
            SELECT due
            FROM escalation
            WHERE ended IS NULL
            ORDER BY due, id
            LIMIT 1
            """
        ) { $0.time() }
    }

    /// Writes down how far one has gone.
    package func update(_ escalation: Escalation, now: Timestamp) throws {
        try connection.execute(
            """
            UPDATE escalation
            SET level = \(escalation.level), due = \(escalation.due),
                ended = \(escalation.end?.rawValue), updated = \(now)
            WHERE id = \(escalation.id)
            """)
    }

    /// Has those of a profile go on with whoever is next, when they would have been told, where levels of
    /// it are dropped; the last ones come first.
    package func drop(_ levels: [DroppedLevel], of profile: NotificationProfile.ID) throws {
        for level in levels {
            try connection.execute(
                """
                UPDATE escalation
                SET due = due + \(level.wait.microseconds)
                WHERE profile_id = \(profile) AND ended IS NULL AND level = \(level.number)
                """)
            try connection.execute(
                """
                UPDATE escalation
                SET level = level - 1
                WHERE profile_id = \(profile) AND ended IS NULL AND level > \(level.number)
                """)
        }
    }

    /// Whether one that goes on was written down after a moment.
    package func isAhead(writtenAfter moment: Timestamp) throws -> Bool {
        try connection.first(
            "SELECT 1 FROM escalation WHERE ended IS NULL AND updated > \(moment) LIMIT 1"
        ) { $0.integer() } != nil
    }

    /// Has what was written down after a moment wait from now on as long as it did from then; says how
    /// many do.
    package func followClock(now: Timestamp, writtenAfter moment: Timestamp) throws -> Int {
        try connection.execute(
            """
            UPDATE escalation
            SET due = due - (updated - \(now)), updated = \(now)
            WHERE ended IS NULL AND updated > \(moment)
            """)
    }

    /// Lists those of an incident, the first one first.
    package func list(of incident: Incident.ID) throws -> [Escalation] {
        try connection.rows(
            """
            SELECT \(Self.columns)
            FROM escalation
            WHERE incident_id = \(incident)
            ORDER BY id
            """
        ) { try Escalation(row: &$0) }
    }

    /// Forgets those that ended before a moment, no more than so many.
    @discardableResult
    package func delete(before moment: Timestamp, limit: Int) throws -> Int {
        try connection.execute(
            """
            DELETE FROM escalation
            WHERE id IN (
                SELECT id
                FROM escalation
                WHERE updated < \(moment) AND ended IS NOT NULL
                ORDER BY updated
                LIMIT \(limit)
            )
            """)
    }
}

extension Escalation {
    fileprivate init(row: inout SQLRow) throws {
        self.init(
            id: row.id(), event: row.id(), incident: row.id(), profile: row.id(),
            level: Int(row.integer()), due: row.time(),
            end: try row.optionalText().map { try End(stored: $0) })
    }
}
