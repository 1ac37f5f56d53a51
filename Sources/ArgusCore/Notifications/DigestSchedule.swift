import ArgusVocabulary

/// When what happened is told together.
package enum DigestSchedule: Hashable, Sendable {
    /// At these times of every day.
    case times([TimeOfDay])
    /// Every so long from midnight on.
    case every(Duration)
    /// What happens outside the timeslot, when that begins again; the rest at once.
    case timeslotStart

    /// How many times a day may have.
    package static let times = 1...24
    /// How long it may be between two.
    package static let intervals = Duration.seconds(300)...Duration.seconds(86_400)

    /// When something is told that is decided at a moment, by the clocks of a zone; nil for at once.
    func due(
        after moment: Timestamp, _ timeslot: Timeslot, in zone: Zone, _ holidays: HolidayCalendar
    ) -> Timestamp? {
        switch self {
        case .times(let times):
            return Self.next(of: times, after: moment, in: zone)
        case .every(let interval):
            let step = Int(max(interval.microseconds, 60_000_000))
            let times = stride(from: 0 as Int64, to: 86_400_000_000, by: step)
                .map { TimeOfDay(microseconds: $0) }
            return Self.next(of: times, after: moment, in: zone)
        case .timeslotStart:
            return timeslot.nextStart(after: moment, in: zone, holidays)
        }
    }

    /// The first of these times of day after a moment.
    private static func next(
        of times: [TimeOfDay], after moment: Timestamp, in zone: Zone
    ) -> Timestamp? {
        let today = zone.civilTime(at: moment)
        return (0...2).flatMap { day in times.map { zone.moment(of: today.at($0, plus: day)) } }
            .filter { $0 > moment }.min()
    }
}

extension Timeslot {
    /// When it covers something again that it does not cover; nil while it does, and if it never will
    /// within a year.
    package func nextStart(
        after moment: Timestamp, in zone: Zone, _ holidays: HolidayCalendar = .empty
    ) -> Timestamp? {
        guard !covers(moment, in: zone, holidays) else { return nil }
        let today = zone.civilTime(at: moment)
        // What holidays of some hours leave out begins again in the middle of a row.
        let edge = holidays.edges(after: moment, in: zone).first {
            covers($0, in: zone, holidays)
        }
        for day in 0...366 {
            let number = today.dayNumber + day
            let weekday = CivilTime(dayNumber: number).weekday
            let starts = recurrences.filter { $0.days.contains(weekday) }
                .compactMap { row -> Timestamp? in
                    let start = zone.moment(of: today.at(row.start, plus: day))
                    guard start > moment else { return nil }
                    if row.holidays == .any { return start }
                    let holiday = holidays.holiday(onDay: number, at: start, in: zone)
                    return (holiday != nil) == (row.holidays == .only) ? start : nil
                }
            let next = starts.sorted().first { covers($0, in: zone, holidays) }
            if let next { return min(next, edge ?? next) }
        }
        return edge
    }
}

extension CivilTime {
    /// A time of the day so many days after this one.
    fileprivate func at(_ time: TimeOfDay, plus days: Int) -> CivilTime {
        let midnight = CivilTime(year: year, month: month, day: day).microsecondsSinceEpoch
        return CivilTime(
            microsecondsSinceEpoch: midnight + Int64(days) * 86_400_000_000 + time.microseconds)
    }
}
