import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The tables `maintenance_notice` and `maintenance_decision`: what was told of windows of planned
/// maintenance, and what was decided then of each event that it had hidden.
package struct MaintenanceNoticeStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// Those that nobody has told yet.
    package func untold(_ due: [DueMaintenanceNotice]) throws -> [DueMaintenanceNotice] {
        let tasks = due.map(\.task.id).withoutRepetitions()
        let oldest = due.map(\.windowEnd).min() ?? .infinity
        let told = Set(
            try connection.rows(
                """
                SELECT planned_maintenance_id, window_end, kind
                FROM maintenance_notice
                WHERE planned_maintenance_id IN \(list: tasks) AND window_end >= \(oldest)
                """
            ) { "\($0.integer()) \($0.integer()) \($0.text())" })
        return due.filter {
            !told.contains("\($0.task.id) \($0.windowEnd.microseconds) \($0.kind.rawValue)")
        }
    }

    /// Takes it upon whoever asks to tell something; nil if somebody else has.
    package func insert(
        _ due: DueMaintenanceNotice, now: Timestamp
    ) throws -> MaintenanceNotice.ID? {
        try connection.first(
            """
            INSERT INTO maintenance_notice (planned_maintenance_id, kind, window_end, created)
            VALUES (\(due.task.id), \(due.kind.rawValue), \(due.windowEnd), \(now))
            ON CONFLICT DO NOTHING
            RETURNING id
            """
        ) { $0.id() }
    }

    /// Finds notices by their primary keys.
    package func find(
        _ ids: [MaintenanceNotice.ID]
    ) throws -> [MaintenanceNotice.ID: MaintenanceNotice] {
        guard !ids.isEmpty else { return [:] }
        let found = try connection.rows(
            """
            SELECT maintenance_notice.id, kind, planned_maintenance_id, description, window_end,
                maintenance_notice.created
            FROM maintenance_notice
            JOIN planned_maintenance
                ON planned_maintenance.id = maintenance_notice.planned_maintenance_id
            WHERE maintenance_notice.id IN \(list: ids)
            """
        ) { row in
            MaintenanceNotice(
                id: row.id(), kind: try row.word(), task: row.id(), description: row.text(),
                windowEnd: row.time(), created: row.time())
        }
        return Dictionary(found.map { ($0.id, $0) }) { $1 }
    }

    /// Writes down what was decided of events when a notice was told.
    package func insert(_ plans: [NotificationPlan], of notice: MaintenanceNotice.ID) throws {
        guard !plans.isEmpty else { return }
        let rows: [SQL] = plans.map { plan in
            let text = VerdictsColumn(plan.verdicts).text
            return "(\(notice), \(plan.event.event.id), \(text))"
        }
        try connection.execute(
            """
            INSERT INTO maintenance_decision (notice_id, event_id, verdicts)
            VALUES \(SQL(rows, joined: ", "))
            """)
    }

    /// What was decided of events, and of which window; the first notice first.
    package func decisions(of events: [Event.ID]) throws -> [Decision] {
        try connection.rows(
            """
            SELECT event_id, kind, window_end, planned_maintenance_id, verdicts
            FROM maintenance_decision
            JOIN maintenance_notice ON maintenance_notice.id = maintenance_decision.notice_id
            WHERE event_id IN \(list: events)
            ORDER BY notice_id
            """
        ) { row in
            Decision(
                event: row.id(), kind: try row.word(), windowEnd: row.time(), task: row.id(),
                verdicts: try (row.json() as VerdictsColumn).verdicts)
        }
    }

    /// What was decided of an event when a notice was told.
    package struct Decision: Sendable {
        package let event: Event.ID
        package let kind: MaintenanceNotice.Kind
        package let windowEnd: Timestamp
        package let task: PlannedMaintenance.ID
        package let verdicts: [NotificationVerdict: [NotificationProfile.ID]]
    }

    /// Forgets what was told before a moment, no more than so many.
    @discardableResult
    package func delete(before moment: Timestamp, limit: Int) throws -> Int {
        try connection.execute(
            """
            DELETE FROM maintenance_notice
            WHERE id IN (
                SELECT id
                FROM maintenance_notice
                WHERE created < \(moment)
                    AND NOT EXISTS (
                        SELECT 1
                        FROM delivery
                        WHERE delivery.notice_id = maintenance_notice.id
                    )
                ORDER BY created
                LIMIT \(limit)
            )
            """)
    }
}
