import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The tables `planned_maintenance` and `planned_maintenance_filter`.
package struct PlannedMaintenanceStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// Stores a task.
    package func insert(
        _ new: NewPlannedMaintenance, by user: User.ID, created: Timestamp
    ) throws -> PlannedMaintenance.ID {
        try RuleChangeStore(connection).note()
        let id: PlannedMaintenance.ID =
            try connection.first(
                """
                INSERT INTO planned_maintenance
                    (created_by, created, start_time, end_time, description, rule, time_zone,
                     warning, tells_of_open)
                VALUES (\(user), \(created), \(new.startTime), \(new.endTime), \(new.description),
                    \(new.recurrence?.rule.text), \(new.recurrence?.zone.name),
                    \(new.notices.warning?.microseconds), \(new.notices.tellsOfOpen))
                RETURNING id
                """
            ) { $0.id() } ?? PlannedMaintenance.ID(0)
        try link(new.filters, to: id)
        return id
    }

    private func link(_ filters: [StoredFilter.ID], to id: PlannedMaintenance.ID) throws {
        guard !filters.isEmpty else { return }
        let rows: [SQL] = filters.map { "(\(id), \($0))" }
        try connection.execute(
            """
            INSERT INTO planned_maintenance_filter (planned_maintenance_id, filter_id)
            VALUES \(SQL(rows, joined: ", "))
            """)
    }

    /// Finds a task by its primary key.
    package func find(_ id: PlannedMaintenance.ID) throws -> PlannedMaintenance? {
        try tasks("planned_maintenance.id = \(id)").first
    }

    /// Lists all tasks, the latest start first.
    package func list() throws -> [PlannedMaintenance] {
        try tasks("1 = 1")
    }

    /// Lists the tasks that use a filter and are not over at a moment.
    package func list(
        using filter: StoredFilter.ID, notOverAt now: Timestamp
    ) throws -> [PlannedMaintenance] {
        try tasks(
            """
            (planned_maintenance.end_time >= \(now) OR planned_maintenance.rule IS NOT NULL)
                AND planned_maintenance.id IN (
                SELECT planned_maintenance_id
                FROM planned_maintenance_filter
                WHERE filter_id = \(filter)
            )
            """
        ).filter { $0.windows.end >= now }
    }

    /// Lists the tasks that cover a moment, the latest start first.
    package func list(coveringAt moment: Timestamp) throws -> [PlannedMaintenance] {
        try tasks(
            """
            planned_maintenance.start_time <= \(moment)
                AND (planned_maintenance.end_time >= \(moment)
                    OR planned_maintenance.rule IS NOT NULL)
            """
        ).filter { $0.covers(moment) }
    }

    private func tasks(_ condition: SQL) throws -> [PlannedMaintenance] {
        let links = try connection.rows(
            """
            SELECT planned_maintenance_id, filter_id
            FROM planned_maintenance_filter
            WHERE planned_maintenance_id IN (
                SELECT planned_maintenance.id FROM planned_maintenance WHERE \(condition)
            )
            ORDER BY planned_maintenance_id, filter_id
            """
        ) { (task: $0.id() as PlannedMaintenance.ID, filter: $0.id() as StoredFilter.ID) }
        let filters = Dictionary(grouping: links, by: \.task)
        return try connection.rows(
            """
            SELECT planned_maintenance.id, created_by, account.username, created, start_time,
                end_time, description, rule, time_zone, stopped, warning, tells_of_open
            FROM planned_maintenance
            JOIN account ON account.id = created_by
            WHERE \(condition)
            ORDER BY start_time DESC, planned_maintenance.id DESC
            """
        ) { row in
            let id: PlannedMaintenance.ID = row.id()
            var task = PlannedMaintenance(
                id: id, createdBy: row.id(), creatorName: row.text(), created: row.time(),
                startTime: row.time(), endTime: row.time(), description: row.text(),
                filters: filters[id]?.map(\.filter) ?? [])
            let (rule, zone) = (row.optionalText(), row.optionalText())
            if let rule, let zone { task.recurrence = try MaintenanceRecurrence(rule, zone) }
            task.stopped = row.optionalTime()
            task.notices = MaintenanceNotices(
                warning: row.optionalInteger().map { .microseconds($0) },
                tellsOfOpen: row.bool())
            return task
        }
    }

    /// Stores a changed task.
    package func update(_ task: PlannedMaintenance) throws {
        try RuleChangeStore(connection).note()
        try connection.execute(
            """
            UPDATE planned_maintenance
            SET start_time = \(task.startTime), end_time = \(task.endTime),
                description = \(task.description), rule = \(task.recurrence?.rule.text),
                time_zone = \(task.recurrence?.zone.name), stopped = \(task.stopped),
                warning = \(task.notices.warning?.microseconds),
                tells_of_open = \(task.notices.tellsOfOpen)
            WHERE id = \(task.id)
            """)
        try connection.execute(
            "DELETE FROM planned_maintenance_filter WHERE planned_maintenance_id = \(task.id)")
        try link(task.filters, to: task.id)
    }

    /// Removes a task.
    package func delete(_ id: PlannedMaintenance.ID) throws {
        try RuleChangeStore(connection).note()
        try connection.execute("DELETE FROM planned_maintenance WHERE id = \(id)")
    }
}

extension MaintenanceRecurrence {
    /// What is stored; a zone that the system no longer knows is taken for UTC.
    fileprivate init(_ rule: String, _ zone: String) throws {
        do throws(RecurrenceRule.Wrong) {
            self.init(try RecurrenceRule(rule), in: Zone(named: zone) ?? .utc)
        } catch {
            throw SQLError.unavailable(
                "Planned maintenance has a rule that cannot be read: \(rule)")
        }
    }
}
