import ArgusVocabulary

/// A time during which nobody is to be notified of incidents that some filters describe.
package struct PlannedMaintenance: Hashable, Sendable {
    package typealias ID = Identifier<PlannedMaintenance>

    package let id: ID
    package let createdBy: User.ID
    package let creatorName: String
    package let created: Timestamp
    package var startTime: Timestamp
    /// ``Timestamp/infinity`` if it has no end.
    package var endTime: Timestamp
    package var description: String
    /// All of them must hold for an incident.
    package var filters: [StoredFilter.ID]
    /// When it comes again, nil if it does not; start and end are those of the first window then.
    package var recurrence: MaintenanceRecurrence?
    /// When it was ended for good, though it would have come again.
    package var stopped: Timestamp?
    /// What is told of its windows.
    package var notices: MaintenanceNotices

    /// Puts a task together from what is stored.
    package init(
        id: ID, createdBy: User.ID, creatorName: String, created: Timestamp, startTime: Timestamp,
        endTime: Timestamp, description: String, filters: [StoredFilter.ID],
        recurrence: MaintenanceRecurrence? = nil, stopped: Timestamp? = nil,
        notices: MaintenanceNotices = MaintenanceNotices()
    ) {
        (self.id, self.createdBy, self.creatorName) = (id, createdBy, creatorName)
        (self.created, self.startTime, self.endTime) = (created, startTime, endTime)
        (self.description, self.filters) = (description, filters)
        (self.recurrence, self.stopped, self.notices) = (recurrence, stopped, notices)
    }

    /// For so long after its end it can still be changed.
    package static var afterglow: Duration { .seconds(12 * 3600) }

    /// All its windows.
    package var windows: MaintenanceWindows {
        MaintenanceWindows(
            MaintenanceWindow(start: startTime, end: endTime), recurrence, stopped: stopped)
    }

    /// Whether a moment lies in it; both ends do.
    package func covers(_ moment: Timestamp) -> Bool {
        recurrence == nil
            ? startTime <= moment && moment <= endTime : windows.covers(moment)
    }

    /// The task after a change at a moment.
    ///
    /// Refuses another start once it has begun, an end that is not after the start, a rule that does
    /// not describe the start, and any change once it is long over.
    package func changed(
        _ change: PlannedMaintenanceChange, at now: Timestamp
    ) throws(Refusal) -> PlannedMaintenance {
        let change = try meant(by: change, at: now)
        var changed = self
        changed.startTime = change.startTime ?? startTime
        changed.endTime = change.endTime ?? endTime
        changed.description = change.description ?? description
        changed.filters = change.filters ?? filters
        if let said = change.recurrence {
            changed.recurrence = said?.recurrence(instead: recurrence)
        }
        if changed.recurrence == nil { changed.stopped = nil }
        changed.notices = change.notices.merged(into: notices)
        var problems: [Problem] = []
        if windows.end.advanced(by: Self.afterglow) < now {
            problems.append(.maintenance(.longOver))
        }
        if startTime <= now, changed.startTime != startTime {
            problems.append(.maintenance(.begun))
        }
        if changed.endTime <= changed.startTime { problems.append(.order(.maintenance)) }
        guard problems.isEmpty else {
            throw .invalid(.fields([Problems.Field(Problems.whole, .messages(problems))]))
        }
        try changed.recurrence?.check(
            MaintenanceWindow(start: changed.startTime, end: changed.endTime))
        try changed.notices.check()
        return changed
    }

    /// What somebody means who knows of one window only: what they were shown stays as it is, and
    /// other times are refused.
    private func meant(
        by change: PlannedMaintenanceChange, at now: Timestamp
    ) throws(Refusal) -> PlannedMaintenanceChange {
        guard recurrence != nil, change.isOfOneWindow else { return change }
        let shown = windows.window(at: now)
        for (name, moment, known) in [
            ("start_time", change.startTime, shown.start), ("end_time", change.endTime, shown.end),
        ] {
            guard let moment, moment != known else { continue }
            throw .invalid(name, "It comes again, so its times are changed over version 3.")
        }
        var meant = change
        (meant.startTime, meant.endTime) = (nil, nil)
        return meant
    }

    /// The task as it is once it was ended at a moment: no window goes on, and none comes.
    package func ended(at now: Timestamp) throws(Refusal) -> PlannedMaintenance {
        guard recurrence != nil else {
            var change = PlannedMaintenanceChange()
            change.endTime = now
            return try changed(change, at: now)
        }
        guard windows.end > now else {
            throw .invalid(Problems.whole, "It is over already.")
        }
        var ended = self
        ended.stopped = now
        return ended
    }

    /// Refuses to be deleted once it has begun.
    package func checkDeletable(at now: Timestamp) throws(Refusal) {
        guard startTime > now else { throw .because(.maintenanceBegan) }
    }
}

/// What is needed to plan maintenance.
package struct NewPlannedMaintenance: Hashable, Sendable {
    package let startTime: Timestamp
    /// ``Timestamp/infinity`` if it has no end.
    package let endTime: Timestamp
    package let description: String
    package let filters: [StoredFilter.ID]
    package let recurrence: MaintenanceRecurrence?
    package let notices: MaintenanceNotices

    /// Refuses an end that is not after the start, and a rule that does not describe the start; drops
    /// filters that are there already.
    package init(
        startTime: Timestamp, endTime: Timestamp = .infinity, description: String = "",
        filters: [StoredFilter.ID], recurrence: MaintenanceRecurrence? = nil,
        notices: MaintenanceNotices = MaintenanceNotices()
    ) throws(Refusal) {
        guard endTime > startTime else {
            throw .invalid(Problems.whole, .order(.maintenance))
        }
        try recurrence?.check(MaintenanceWindow(start: startTime, end: endTime))
        try notices.check()
        (self.startTime, self.endTime, self.description) = (startTime, endTime, description)
        self.filters = filters.withoutRepetitions()
        (self.recurrence, self.notices) = (recurrence, notices)
    }
}

/// Which fields of a planned maintenance task are to change; nil leaves one as it is.
package struct PlannedMaintenanceChange: Hashable, Sendable {
    package var startTime: Timestamp?
    package var endTime: Timestamp?
    package var description: String?
    package var filters: [StoredFilter.ID]?
    /// `.some(nil)` has it come no more than once.
    package var recurrence: MaintenanceRecurrence.Said??
    package var notices = MaintenanceNotices.Change()
    /// Whether whoever says this knows of one window only, and means that by its times.
    package var isOfOneWindow = false

    /// Changes nothing yet.
    package init() {}
}
