import ArgusCore
import ArgusOperations
import ArgusVocabulary
import ArgusWire

extension TimeslotJSON {
    /// A timeslot as it is answered.
    package init(_ timeslot: Timeslot) {
        self.init(
            pk: timeslot.id.rawValue, name: timeslot.name,
            recurrences: timeslot.recurrences.map { recurrence in
                Recurrence(
                    days: recurrence.days.map { Int64($0) }, start: recurrence.start.text,
                    end: recurrence.end.text)
            })
    }
}

extension MediumJSON {
    /// A medium as it is answered.
    package init(_ medium: Medium) {
        self.init(slug: medium.rawValue, name: medium.name, isInstalled: medium.isKnown)
    }
}

extension DestinationJSON {
    /// A destination as it is answered.
    package init(_ destination: Destination) {
        self.init(
            pk: destination.id.rawValue, medium: MediumJSON(destination.medium),
            label: destination.label, suggestedLabel: destination.suggestedLabel,
            settings: destination.shownSettings, managed: destination.managed)
    }
}

extension NotificationProfileJSON {
    /// A profile as it is answered.
    package init(_ detailed: DetailedProfile) {
        self.init(
            pk: detailed.profile.id.rawValue, name: detailed.profile.name,
            timeslot: TimeslotJSON(detailed.timeslot),
            filters: detailed.filters.map { FilterJSON($0) },
            destinations: detailed.destinations.map { DestinationJSON($0) },
            isActive: detailed.profile.isActive)
    }
}

extension PlannedMaintenanceJSON {
    /// A task as it is answered.
    package init(_ detailed: DetailedMaintenance) {
        let task = detailed.task
        self.init(
            pk: task.id.rawValue,
            createdBy: EventJSON.Actor(id: task.createdBy, username: task.creatorName),
            created: task.created, startTime: task.startTime, endTime: task.endTime,
            description: task.description, filters: detailed.filters.map { FilterJSON($0) })
    }
}
