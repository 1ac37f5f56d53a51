import ArgusVocabulary

/// What is told of the windows of planned maintenance.
package struct MaintenanceNotices: Hashable, Sendable {
    /// How long before the end of a window those are warned whom its end will tell something; nil for
    /// not at all.
    package var warning: Duration?
    /// Whether it is told at the end of a window what is still open, to whom it would have been told
    /// without the maintenance.
    package var tellsOfOpen: Bool

    /// Tells nothing unless it is asked to.
    package init(warning: Duration? = nil, tellsOfOpen: Bool = false) {
        (self.warning, self.tellsOfOpen) = (warning, tellsOfOpen)
    }

    /// How long before its end it may be warned of that.
    package static let warnings = Duration.seconds(60)...Duration.seconds(7 * 86_400)

    /// Refuses what is out of bounds.
    func check() throws(Refusal) {
        guard let warning else { return }
        if warning < Self.warnings.lowerBound {
            throw .invalid("warn_before_end", .lessThan(Self.warnings.lowerBound))
        }
        if warning > Self.warnings.upperBound {
            throw .invalid("warn_before_end", .moreThan(Self.warnings.upperBound))
        }
    }

    /// Which of them are to change; nil leaves one as it is.
    package struct Change: Hashable, Sendable {
        /// `.some(nil)` warns nobody any more.
        package var warning: Duration??
        package var tellsOfOpen: Bool?

        /// Changes nothing yet.
        package init() {}

        /// What is told after the change.
        package func merged(into old: MaintenanceNotices) -> MaintenanceNotices {
            MaintenanceNotices(
                warning: warning ?? old.warning, tellsOfOpen: tellsOfOpen ?? old.tellsOfOpen)
        }
    }
}

extension MaintenanceRecurrence {
    /// Refuses a first window that has no end, is too long, or that the rule does not describe.
    func check(_ first: MaintenanceWindow) throws(Refusal) {
        let name = "recurrence"
        guard first.end < .infinity, first.end - first.start <= MaintenanceWindows.longest else {
            throw .invalid(
                name, "A window that comes again has an end, no more than 31 days after its start.")
        }
        let start = zone.civilTime(at: first.start)
        let day = start.dayNumber
        guard RecurringDays(rule, from: day).first(notBefore: day, where: { _ in true }) == day
        else {
            throw .invalid(
                name,
                .text(
                    "In \(zone.name) it begins on \(start.dateText), which is no day of the rule."))
        }
        let windows = MaintenanceWindows(first, self)
        guard windows.covers(first.start) else {
            throw .invalid(name, "UNTIL lies before the start.")
        }
    }
}
