import ArgusVocabulary

/// The days that a rule describes from a first one on, as numbers (``CivilTime/dayNumber``).
struct RecurringDays: Sendable {
    private let rule: RecurrenceRule
    private let first: Int
    /// What the periods are counted from: the first day, its Monday, or the number of its month.
    private let origin: Int

    /// No day lies after this one: 9999-12-31.
    private static let end = CivilTime.maximum.dayNumber

    init(_ rule: RecurrenceRule, from first: Int) {
        (self.rule, self.first) = (rule, first)
        switch rule.frequency {
        case .daily: origin = first
        case .weekly: origin = first - CivilTime.weekday(ofDay: first) + 1
        case .monthly: origin = Self.month(ofDay: first)
        }
    }

    /// The first of these days that a condition holds for, not before the period of a day; nil if
    /// there is none.
    ///
    /// A condition that throws ends the search.
    func first(
        notBefore day: Int, where condition: (Int) throws -> Bool
    ) rethrows -> Int? {
        var period = max(0, period(of: day))
        while let days = days(of: period) {
            for day in days where day >= first && day <= Self.end {
                if try condition(day) { return day }
            }
            period += 1
        }
        return nil
    }

    /// The days of a period in order; nil after the last period of all.
    private func days(of period: Int) -> [Int]? {
        let steps = period * rule.interval
        switch rule.frequency {
        case .daily:
            let day = origin + steps
            return day > Self.end ? nil : [day]
        case .weekly(let weekdays):
            let monday = origin + steps * 7
            if monday > Self.end { return nil }
            return weekdays.isEmpty
                ? [monday + CivilTime.weekday(ofDay: first) - 1]
                : weekdays.map { monday + $0 - 1 }
        case .monthly(let places):
            let month = origin + steps
            guard Self.day(ofMonth: month) <= Self.end else { return nil }
            return Set(places.compactMap { Self.day(of: $0, in: month) }).sorted()
        }
    }

    private func period(of day: Int) -> Int {
        let day = max(first, min(day, Self.end))
        switch rule.frequency {
        case .daily: return (day - origin) / rule.interval
        case .weekly: return (day - origin) / (7 * rule.interval)
        case .monthly: return (Self.month(ofDay: day) - origin) / rule.interval
        }
    }

    /// Months since the year 0.
    private static func month(ofDay day: Int) -> Int {
        let time = CivilTime(dayNumber: day)
        return time.year * 12 + time.month - 1
    }

    /// The first day of a month.
    private static func day(ofMonth month: Int) -> Int {
        CivilTime(year: month / 12, month: month % 12 + 1, day: 1).dayNumber
    }

    private static func day(of place: RecurrenceRule.Place, in month: Int) -> Int? {
        let (start, next) = (day(ofMonth: month), day(ofMonth: month + 1))
        let day: Int
        if place.ordinal > 0 {
            let offset = (place.weekday - CivilTime.weekday(ofDay: start) + 7) % 7
            day = start + offset + (place.ordinal - 1) * 7
        } else {
            let offset = (CivilTime.weekday(ofDay: next - 1) - place.weekday + 7) % 7
            day = next - 1 - offset + (place.ordinal + 1) * 7
        }
        return (start..<next).contains(day) ? day : nil
    }
}
