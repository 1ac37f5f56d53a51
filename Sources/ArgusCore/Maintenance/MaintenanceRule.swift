import ArgusVocabulary

/// A planned maintenance task, prepared so that it is decided without asking a database what it covers.
struct MaintenanceRule: Sendable {
    let task: PlannedMaintenance
    let windows: MaintenanceWindows
    let filter: IncidentFilter

    init(_ task: PlannedMaintenance, _ filter: IncidentFilter) {
        (self.task, self.filter, windows) = (task, filter, task.windows)
    }

    /// Whether it was told what is open at the end of the window before an opening in that was learnt:
    /// nobody would be told of it any more.
    fileprivate func isToldOver(before event: NotifiableEvent) -> Bool {
        guard task.notices.tellsOfOpen, event.kind.isOpening else { return false }
        let (end, received) = (windows.window(at: event.event.timestamp).end, event.event.received)
        // In the next window it is hidden like all others, and told at the end of that.
        return received > end + NotificationRules.grace && !windows.covers(received)
    }

    func covers(_ facts: IncidentFacts, at moment: Timestamp) -> Bool {
        windows.covers(moment) && filter.matches(facts, now: moment)
    }
}

extension NotificationRules {
    /// The first task that covers an event, if one does.
    package func maintenance(covering event: NotifiableEvent) -> PlannedMaintenance? {
        let moment = event.event.timestamp
        return maintenance.first { rule in
            rule.covers(event.facts, at: moment) && !rule.isToldOver(before: event)
        }?.task
    }

    /// Whether planned maintenance covers an incident at a moment.
    package func isMaintained(_ facts: IncidentFacts, at moment: Timestamp) -> Bool {
        maintenance.contains { $0.covers(facts, at: moment) }
    }

    /// Whether a task but not a window of it is about an incident, and no other maintenance covers that
    /// at a moment.
    package func leavesOpen(
        _ facts: IncidentFacts, by task: PlannedMaintenance.ID, at moment: Timestamp
    ) -> Bool {
        let isAbout = maintenance.contains { rule in
            rule.task.id == task && rule.filter.matches(facts, now: moment)
        }
        return isAbout
            && !maintenance.contains { $0.task.id != task && $0.covers(facts, at: moment) }
    }

    /// So long after a window it is told what is open, so that what is learnt late is in it.
    package static let grace = Duration.seconds(30)

    /// What is to be told of windows of maintenance whose moment for that lies after one moment and not
    /// after another, in that order.
    package func maintenanceNotices(
        after start: Timestamp, upTo end: Timestamp
    ) -> [DueMaintenanceNotice] {
        maintenance.flatMap { rule in
            let notices = rule.task.notices
            var due: [DueMaintenanceNotice] = []
            if notices.tellsOfOpen {
                let ended = rule.windows.ending(
                    after: start - Self.grace, upTo: end - Self.grace)
                // What another window of it covers by now is told at the end of that.
                for window in ended where !rule.windows.covers(end) {
                    due.append(DueMaintenanceNotice(.end, of: rule.task, window.end))
                }
            }
            if let warning = notices.warning {
                let ending = rule.windows.ending(after: end, upTo: end + warning)
                for window in ending where window.start <= end {
                    due.append(DueMaintenanceNotice(.warning, of: rule.task, window.end))
                }
            }
            return due
        }.sorted { ($0.windowEnd, $0.task.id) < ($1.windowEnd, $1.task.id) }
    }
}

/// Something that is to be told of a window of planned maintenance.
package struct DueMaintenanceNotice: Hashable, Sendable {
    package let kind: MaintenanceNotice.Kind
    package let task: PlannedMaintenance
    /// When the window ends that it is about.
    package let windowEnd: Timestamp

    init(_ kind: MaintenanceNotice.Kind, of task: PlannedMaintenance, _ windowEnd: Timestamp) {
        (self.kind, self.task, self.windowEnd) = (kind, task, windowEnd)
    }
}

/// Something that was told of a window of planned maintenance, once for all servers.
package struct MaintenanceNotice: Hashable, Sendable {
    package typealias ID = Identifier<MaintenanceNotice>

    package let id: ID
    package let kind: Kind
    package let task: PlannedMaintenance.ID
    /// What the task says of itself.
    package let description: String
    package let windowEnd: Timestamp
    /// When it was decided whom it is told.
    package let created: Timestamp

    /// What is told.
    package enum Kind: String, CaseIterable, Sendable {
        /// That the window ends soon, and what is open.
        case warning
        /// That it has ended, and what is still open.
        case end
    }

    /// Puts a notice together from what is stored.
    package init(
        id: ID, kind: Kind, task: PlannedMaintenance.ID, description: String,
        windowEnd: Timestamp, created: Timestamp
    ) {
        (self.id, self.kind, self.task, self.description) = (id, kind, task, description)
        (self.windowEnd, self.created) = (windowEnd, created)
    }
}
