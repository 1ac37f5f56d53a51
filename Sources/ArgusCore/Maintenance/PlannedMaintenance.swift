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

    /// Puts a task together from what is stored.
    package init(
        id: ID, createdBy: User.ID, creatorName: String, created: Timestamp, startTime: Timestamp,
        endTime: Timestamp, description: String, filters: [StoredFilter.ID]
    ) {
        (self.id, self.createdBy, self.creatorName) = (id, createdBy, creatorName)
        (self.created, self.startTime, self.endTime) = (created, startTime, endTime)
        (self.description, self.filters) = (description, filters)
    }

    /// For so long after its end it can still be changed.
    package static var afterglow: Duration { .seconds(12 * 3600) }

    /// Whether a moment lies in it; both ends do.
    package func covers(_ moment: Timestamp) -> Bool {
        startTime <= moment && moment <= endTime
    }

    /// The task after a change at a moment.
    ///
    /// Refuses another start once it has begun, an end that is not after the start, and any change
    /// once it is long over.
    package func changed(
        _ change: PlannedMaintenanceChange, at now: Timestamp
    ) throws(Refusal) -> PlannedMaintenance {
        var changed = self
        changed.startTime = change.startTime ?? startTime
        changed.endTime = change.endTime ?? endTime
        changed.description = change.description ?? description
        changed.filters = change.filters ?? filters
        var problems: [Problem] = []
        if endTime.advanced(by: Self.afterglow) < now {
            problems.append(.maintenance(.longOver))
        }
        if startTime <= now, changed.startTime != startTime {
            problems.append(.maintenance(.begun))
        }
        if changed.endTime <= changed.startTime { problems.append(.order(.maintenance)) }
        guard problems.isEmpty else {
            throw .invalid(.fields([Problems.Field(Problems.whole, .messages(problems))]))
        }
        return changed
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

    /// Refuses an end that is not after the start; drops filters that are there already.
    package init(
        startTime: Timestamp, endTime: Timestamp = .infinity, description: String = "",
        filters: [StoredFilter.ID]
    ) throws(Refusal) {
        guard endTime > startTime else {
            throw .invalid(Problems.whole, .order(.maintenance))
        }
        (self.startTime, self.endTime, self.description) = (startTime, endTime, description)
        self.filters = filters.withoutRepetitions()
    }
}

/// Which fields of a planned maintenance task are to change; nil leaves one as it is.
package struct PlannedMaintenanceChange: Hashable, Sendable {
    package var startTime: Timestamp?
    package var endTime: Timestamp?
    package var description: String?
    package var filters: [StoredFilter.ID]?

    /// Changes nothing yet.
    package init() {}
}
