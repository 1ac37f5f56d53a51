import ArgusCore
import ArgusOperations
import ArgusVocabulary
import ArgusWire

extension TimeslotJSON {
    /// A timeslot as a version answers it: only version 3 knows of nights in one row, and of holidays.
    package init(_ timeslot: Timeslot, _ version: APIVersion) {
        let rows =
            version == .v3 ? timeslot.recurrences : timeslot.recurrences.flatMap(\.simple)
        self.init(
            pk: timeslot.id.rawValue, name: timeslot.name,
            recurrences: rows.map { recurrence in
                Recurrence(
                    days: recurrence.days.map { Int64($0) }, start: recurrence.start.text,
                    end: recurrence.end.text, holidays: recurrence.holidays.rawValue)
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
    /// A profile as a version answers it.
    package init(_ detailed: DetailedProfile, _ version: APIVersion) {
        self.init(
            pk: detailed.profile.id.rawValue, name: detailed.profile.name,
            timeslot: TimeslotJSON(detailed.timeslot, version),
            filters: detailed.filters.map { FilterJSON($0) },
            destinations: detailed.destinations.map { DestinationJSON($0) },
            isActive: detailed.profile.isActive)
    }
}

extension PlannedMaintenanceJSON {
    /// A task as a version answers it: version 3 tells of the first window, the others of the one that
    /// goes on or comes next.
    package init(_ detailed: DetailedMaintenance, _ version: APIVersion, at now: Timestamp) {
        let task = detailed.task
        let shown =
            version == .v3
            ? MaintenanceWindow(start: task.startTime, end: task.endTime)
            : task.windows.window(at: now)
        self.init(
            pk: task.id.rawValue,
            createdBy: EventJSON.Actor(id: task.createdBy, username: task.creatorName),
            created: task.created, startTime: shown.start, endTime: shown.end,
            description: task.description, filters: detailed.filters.map { FilterJSON($0) })
    }
}
