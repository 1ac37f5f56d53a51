import ArgusVocabulary

/// When planned maintenance comes again, by the wall clocks of a zone.
package struct MaintenanceRecurrence: Hashable, Sendable {
    package let rule: RecurrenceRule
    package let zone: Zone

    /// Says when it comes again.
    package init(_ rule: RecurrenceRule, in zone: Zone) {
        (self.rule, self.zone) = (rule, zone)
    }

    /// What somebody says of it, who may leave the zone as it is.
    package struct Said: Hashable, Sendable {
        private let rule: RecurrenceRule
        private let zone: Zone?
        private let usual: Zone

        /// Says the rule, and the zone or else the one that is usual.
        package init(_ rule: RecurrenceRule, in zone: Zone?, usually usual: Zone) {
            (self.rule, self.zone, self.usual) = (rule, zone, usual)
        }

        /// What is meant where there was another, or none, before.
        package func recurrence(instead old: MaintenanceRecurrence? = nil) -> MaintenanceRecurrence
        {
            MaintenanceRecurrence(rule, in: zone ?? old?.zone ?? usual)
        }
    }
}

/// A span of time during which maintenance is done; both ends lie in it.
package struct MaintenanceWindow: Hashable, Sendable {
    package let start: Timestamp
    /// ``Timestamp/infinity`` if it has no end.
    package let end: Timestamp

    /// Spans the time between two moments.
    package init(start: Timestamp, end: Timestamp) {
        (self.start, self.end) = (start, end)
    }

    /// Whether a moment lies in it.
    package func covers(_ moment: Timestamp) -> Bool { start <= moment && moment <= end }
}

/// All windows of planned maintenance: the one that it has, or those in which it comes again, each as
/// long as the first (RFC 5545, section 3.8.5.3), beginning when wall clocks show the same.
package struct MaintenanceWindows: Sendable {
    private let first: MaintenanceWindow
    private let stopped: Timestamp
    private let series: Series?

    private struct Series {
        let days: RecurringDays
        let zone: Zone
        /// What wall clocks show at each start, the day aside.
        let start: CivilTime
        /// No window begins after this moment.
        let last: Timestamp
    }

    /// The longest that a window may be that comes again.
    package static let longest = Duration.seconds(31 * 86_400)

    /// The windows of a first one, until it is stopped.
    package init(
        _ first: MaintenanceWindow, _ recurrence: MaintenanceRecurrence?,
        stopped: Timestamp? = nil
    ) {
        (self.first, self.stopped) = (first, stopped ?? .infinity)
        guard let recurrence else {
            series = nil
            return
        }
        let (rule, zone) = (recurrence.rule, recurrence.zone)
        let start = zone.civilTime(at: first.start)
        let days = RecurringDays(rule, from: start.dayNumber)
        var last = Timestamp.infinity
        if let until = rule.until {
            let end = until.isDate ? CivilTime(dayNumber: until.time.dayNumber + 1) : until.time
            last = until.isUTC ? Zone.utc.moment(of: end) : zone.moment(of: end)
            if until.isDate { last -= .microseconds(1) }
        }
        if let count = rule.count {
            var left = count
            let day = days.first(notBefore: start.dayNumber) { _ in
                left -= 1
                return left == 0
            }
            last = day.map { zone.moment(of: start.onDay($0)) } ?? .infinity
        }
        series = Series(days: days, zone: zone, start: start, last: last)
    }

    /// The first window that is not over before a moment; nil if all are.
    package func window(notOverBefore moment: Timestamp) -> MaintenanceWindow? {
        guard let series else { return first.end >= moment ? first : nil }
        // Nobody maintains anything after the year 9999.
        guard moment <= Zone.utc.moment(of: .maximum), stopped >= moment else { return nil }
        let length = first.end - first.start
        let day = series.zone.civilTime(at: max(first.start, moment - length)).dayNumber - 1
        var found: MaintenanceWindow?
        _ = series.days.first(notBefore: day) { day in
            let start = series.zone.moment(of: series.start.onDay(day))
            if start > series.last || start >= stopped { return true }
            let window = MaintenanceWindow(start: start, end: min(start + length, stopped))
            guard window.end >= moment else { return false }
            found = window
            return true
        }
        return found
    }

    /// Whether a moment lies in one of them.
    package func covers(_ moment: Timestamp) -> Bool {
        window(notOverBefore: moment).map { $0.start <= moment } ?? false
    }

    /// The window that a moment lies in, or else the next, or else the last: what those are shown who
    /// know of one window only.
    package func window(at moment: Timestamp) -> MaintenanceWindow {
        guard series != nil else { return first }
        return window(notOverBefore: moment) ?? last ?? first
    }

    /// The windows that end after one moment and not after another, in order, no more than so many.
    package func ending(
        after start: Timestamp, upTo end: Timestamp, atMost limit: Int = 100
    ) -> [MaintenanceWindow] {
        guard series != nil else {
            return start < first.end && first.end <= end && first.end < .infinity ? [first] : []
        }
        var windows: [MaintenanceWindow] = []
        var moment = start + .microseconds(1)
        while windows.count < limit, let window = window(notOverBefore: moment),
            window.end <= end
        {
            windows.append(window)
            moment = window.end + .microseconds(1)
        }
        return windows
    }

    /// When the last of them ends; ``Timestamp/infinity`` if none is the last.
    package var end: Timestamp {
        guard let series else { return first.end }
        if min(series.last, stopped) == .infinity { return .infinity }
        return last?.end ?? first.end
    }

    /// The last of them, if it comes again so many times or until a moment.
    private var last: MaintenanceWindow? {
        guard let series else { return first }
        let bound = min(series.last, stopped)
        guard bound < .infinity else { return nil }
        let length = first.end - first.start
        // It begins a little before the bound, or a long time if it comes rarely.
        var back = Duration.seconds(40 * 86_400)
        while true {
            let from = max(first.start, bound - back)
            var found: MaintenanceWindow?
            let day = series.zone.civilTime(at: from).dayNumber - 1
            _ = series.days.first(notBefore: day) { day in
                let start = series.zone.moment(of: series.start.onDay(day))
                if start > series.last || start >= stopped { return true }
                found = MaintenanceWindow(start: start, end: min(start + length, stopped))
                return false
            }
            if let found { return found }
            if from == first.start { return nil }
            back = back * 8
        }
    }
}

extension CivilTime {
    /// The same time of another day.
    fileprivate func onDay(_ number: Int) -> CivilTime {
        var time = CivilTime(dayNumber: number)
        (time.hour, time.minute, time.second) = (hour, minute, second)
        time.microsecond = microsecond
        return time
    }
}
