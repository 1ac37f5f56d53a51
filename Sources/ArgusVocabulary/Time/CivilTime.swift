/// A date and a time of day on a calendar, without a zone: what a wall clock shows.
public struct CivilTime: Hashable, Sendable {
    public var year: Int
    /// 1 to 12.
    public var month: Int
    /// 1 to 31.
    public var day: Int
    public var hour = 0
    public var minute = 0
    public var second = 0
    public var microsecond = 0

    /// Puts a date and a time of day together; see ``isValid``.
    public init(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
        microsecond: Int = 0
    ) {
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
        self.microsecond = microsecond
    }

    /// The last moment that Python's `datetime` can hold, which its programs send for "never ends".
    public static let maximum = CivilTime(
        year: 9999, month: 12, day: 31, hour: 23, minute: 59, second: 59, microsecond: 999_999)

    /// Whether there is such a day in the proleptic Gregorian calendar, in the years 1 to 9999.
    public var isValid: Bool {
        (1...9999).contains(year) && (1...12).contains(month)
            && (1...Self.days(inMonth: month, of: year)).contains(day)
            && (0...23).contains(hour) && (0...59).contains(minute) && (0...59).contains(second)
            && (0...999_999).contains(microsecond)
    }

    /// Microseconds since 1970 as if this were a time in UTC.
    public var microsecondsSinceEpoch: Int64 {
        let days = Self.daysSinceEpoch(year: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second
        return Int64(seconds) * 1_000_000 + Int64(microsecond)
    }

    /// The calendar's reading so many microseconds after 1970, as if in UTC.
    @inlinable
    public init(microsecondsSinceEpoch value: Int64) {
        var seconds = value / 1_000_000
        var fraction = value % 1_000_000
        if fraction < 0 { (fraction, seconds) = (fraction + 1_000_000, seconds - 1) }
        var days = seconds / 86_400
        var ofDay = Int(seconds % 86_400)
        if ofDay < 0 { (ofDay, days) = (ofDay + 86_400, days - 1) }
        let (year, month, day) = Self.date(daysSinceEpoch: Int(days))
        self.init(
            year: year, month: month, day: day, hour: ofDay / 3600, minute: ofDay / 60 % 60,
            second: ofDay % 60, microsecond: Int(fraction))
    }

    static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func isLeap(_ year: Int) -> Bool {
        (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    }

    /// Days from 1970-01-01, counted in eras of 400 years that begin in March.
    static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    @usableFromInline
    static func date(daysSinceEpoch: Int) -> (year: Int, month: Int, day: Int) {
        let days = daysSinceEpoch + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The weekday, 1 for Monday to 7 for Sunday (ISO 8601).
    public var weekday: Int {
        let days = Self.daysSinceEpoch(year: year, month: month, day: day)
        return (days % 7 + 7 + 3) % 7 + 1
    }
}
