import ArgusVocabulary

/// A span of time that is not as other days are: whole days, or some hours.
package struct Holiday: Hashable, Sendable {
    /// What it is called, in one line; may be empty.
    package let name: String
    /// When it begins, as wall clocks show it.
    package let start: CivilTime
    /// When it is over, as wall clocks show it; after the start.
    package let end: CivilTime
    /// Whether it is whole days, whatever the zone.
    package let isAllDay: Bool
    /// Whose clocks are meant, unless it is whole days; nil for those of whoever has the calendar.
    package let zone: Zone?
    /// The last year in which it comes again on the same date; nil if it does not.
    package let lastYear: Int?

    /// Puts a holiday together; line breaks in its name, and what else cannot be seen, become blanks.
    package init(
        name: String, start: CivilTime, end: CivilTime, isAllDay: Bool, zone: Zone? = nil,
        lastYear: Int? = nil
    ) {
        (self.name, self.start, self.end) = (name.withoutLineBreaks, start, end)
        (self.isAllDay, self.zone, self.lastYear) = (isAllDay, zone, lastYear)
    }

    /// One whole day, once or every year from then on.
    package init(_ name: String, on day: CivilTime, everyYear: Bool = false) {
        self.init(
            name: name, start: CivilTime(dayNumber: day.dayNumber),
            end: CivilTime(dayNumber: day.dayNumber + 1), isAllDay: true,
            lastYear: everyYear ? Self.endOfYears : nil)
    }

    /// Whether it comes again every year.
    package var isYearly: Bool { lastYear != nil }

    /// So many days it lasts at most.
    package static let mostDays = 366
    /// So many holidays somebody has at most.
    package static let most = 2000
    /// So many of them are some hours, at most.
    package static let mostTimed = 200
    /// And so many days are celebrated by all together.
    package static let mostDaysInAll = 10_000
    /// A name has no more characters than this.
    package static let longestName = 100
    /// What comes every year does so until then.
    static let endOfYears = 9999

    /// When it begins and ends after a moment, of what is some hours, within a year.
    fileprivate func edges(after moment: Timestamp, in usual: Zone) -> [Timestamp] {
        let zone = zone ?? usual
        let now = zone.civilTime(at: moment)
        let years = lastYear.map { last in
            (now.year - 1...now.year + 1).filter {
                (start.year...max(start.year, last)).contains($0)
            }
        }
        return (years ?? [start.year]).flatMap { year in
            var (begins, ends) = (start, end)
            (begins.year, ends.year) = (year, year + end.year - start.year)
            return begins.isValid ? [zone.moment(of: begins), zone.moment(of: ends)] : []
        }.filter { $0 > moment && $0 < moment + .seconds(367 * 86_400) }
    }

    /// Whether a moment lies in it, as wall clocks of its zone show that moment: of what is some hours.
    fileprivate func covers(_ time: CivilTime) -> Bool {
        let at = time.microsecondsSinceEpoch
        guard let lastYear else {
            return start.microsecondsSinceEpoch <= at && at < end.microsecondsSinceEpoch
        }
        return (time.year - 1...time.year).contains { year in
            guard (start.year...max(start.year, lastYear)).contains(year) else { return false }
            var (begins, ends) = (start, end)
            (begins.year, ends.year) = (year, year + end.year - start.year)
            return begins.isValid && begins.microsecondsSinceEpoch <= at
                && at < ends.microsecondsSinceEpoch
        }
    }
}

extension String {
    /// The text with a blank for each line break and control character (those of Unicode's categories Cc,
    /// Zl and Zp).
    fileprivate var withoutLineBreaks: String {
        let breaks: [Unicode.GeneralCategory] = [.control, .lineSeparator, .paragraphSeparator]
        let isBreak = { (scalar: Unicode.Scalar) in
            breaks.contains(scalar.properties.generalCategory)
        }
        guard unicodeScalars.contains(where: isBreak) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map { isBreak($0) ? " " : $0 }))
    }
}

/// Somebody's holidays, prepared so that a day is looked up at once.
package struct HolidayCalendar: Hashable, Sendable {
    private var days: [Int: String] = [:]
    private var yearly: [YearDay: [Yearly]] = [:]
    private var hours: [Holiday] = []

    private struct YearDay: Hashable {
        let month: Int
        let day: Int
    }

    private struct Yearly: Hashable {
        let name: String
        let years: ClosedRange<Int>
    }

    /// Without any holiday.
    package static let empty = HolidayCalendar([])

    /// Prepares holidays.
    package init(_ holidays: [Holiday]) {
        for holiday in holidays {
            guard holiday.isAllDay else {
                hours.append(holiday)
                continue
            }
            for number in holiday.start
                .dayNumber..<max(
                    holiday.start.dayNumber, holiday.end.dayNumber)
            {
                guard let last = holiday.lastYear else {
                    days[number] = days[number] ?? holiday.name
                    continue
                }
                let date = CivilTime(dayNumber: number)
                let end = max(date.year, last + date.year - holiday.start.year)
                yearly[YearDay(month: date.month, day: date.day), default: []].append(
                    Yearly(name: holiday.name, years: date.year...end))
            }
        }
    }

    /// When something that is some hours begins or ends next, in order; the first of many.
    func edges(after moment: Timestamp, in zone: Zone) -> [Timestamp] {
        hours.isEmpty
            ? [] : Array(hours.flatMap { $0.edges(after: moment, in: zone) }.sorted().prefix(50))
    }

    /// What is celebrated: on a whole day, by its number, or at a moment; nil if nothing is.
    package func holiday(onDay number: Int, at moment: Timestamp, in zone: Zone) -> String? {
        if days.isEmpty, yearly.isEmpty, hours.isEmpty { return nil }
        if let name = days[number] { return name }
        if !yearly.isEmpty {
            let date = CivilTime(dayNumber: number)
            let those = yearly[YearDay(month: date.month, day: date.day)] ?? []
            if let found = those.first(where: { $0.years.contains(date.year) }) {
                return found.name
            }
        }
        return hours.first { $0.covers(($0.zone ?? zone).civilTime(at: moment)) }?.name
    }
}
