/// The yearly change between standard and summer time: the footer of a zone file, which is a
/// POSIX `TZ` string such as `CET-1CEST,M3.5.0,M10.5.0/3` (RFC 8536, section 3.3).
struct ZoneRule: Hashable, Sendable {
    let standard: Int
    let summer: Summer?

    struct Summer: Hashable, Sendable {
        let offset: Int
        let begins: Transition
        let ends: Transition
    }

    /// When a change takes place: a day of the year, and seconds after its midnight.
    struct Transition: Hashable, Sendable {
        enum Day: Hashable, Sendable {
            /// `Mm.w.d`: weekday d (0 is Sunday) of week w (5 is the last) of month m.
            case weekday(month: Int, week: Int, day: Int)
            /// `Jn`: day n of the year, 1 to 365, never counting 29 February.
            case julian(Int)
            /// `n`: day n of the year, 0 to 365.
            case ordinal(Int)
        }
        let day: Day
        let seconds: Int
    }

    func offset(at seconds: Int64) -> Int {
        guard let summer else { return standard }
        let year = CivilTime(microsecondsSinceEpoch: (seconds + Int64(standard)) * 1_000_000).year
        let begins = summer.begins.moment(in: year) - Int64(standard)
        let ends = summer.ends.moment(in: year) - Int64(summer.offset)
        let isSummer =
            begins < ends
            ? (begins..<ends).contains(seconds) : !(ends..<begins).contains(seconds)
        return isSummer ? summer.offset : standard
    }
}

extension ZoneRule.Transition {
    /// Seconds since 1970 on the wall clock of the zone.
    func moment(in year: Int) -> Int64 {
        Int64(dayNumber(in: year)) * 86_400 + Int64(seconds)
    }

    private func dayNumber(in year: Int) -> Int {
        let newYear = CivilTime.daysSinceEpoch(year: year, month: 1, day: 1)
        switch day {
        case .ordinal(let days): return newYear + days
        case .julian(let days):
            return newYear + days - (CivilTime.isLeap(year) && days >= 60 ? 0 : 1)
        case .weekday(let month, let week, let weekday):
            let first = CivilTime.daysSinceEpoch(year: year, month: month, day: 1)
            let firstWeekday = ((first + 4) % 7 + 7) % 7
            var number = first + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            if number - first >= CivilTime.days(inMonth: month, of: year) { number -= 7 }
            return number
        }
    }
}

extension ZoneRule {
    /// Reads a POSIX `TZ` string; nil if it is not one.
    init?(posix: some StringProtocol) {
        var text = Substring(posix)
        guard Self.skipName(&text), let standard = Self.time(&text) else { return nil }
        self.standard = -standard
        guard !text.isEmpty else {
            summer = nil
            return
        }
        guard Self.skipName(&text) else { return nil }
        let offset = text.first == "," ? -standard + 3600 : Self.time(&text).map { -$0 }
        guard let offset, text.first == "," else { return nil }
        let parts = text.dropFirst().split(separator: ",")
        guard parts.count == 2, let begins = Transition(parts[0]), let ends = Transition(parts[1])
        else {
            return nil
        }
        summer = Summer(offset: offset, begins: begins, ends: ends)
    }

    private static func skipName(_ text: inout Substring) -> Bool {
        if text.first == "<" {
            guard let end = text.firstIndex(of: ">") else { return false }
            text = text[text.index(after: end)...]
            return true
        }
        let rest = text.drop { $0.isLetter }
        defer { text = rest }
        return rest.startIndex != text.startIndex
    }

    /// Reads `[+-]hh[:mm[:ss]]` as seconds.
    fileprivate static func time(_ text: inout Substring) -> Int? {
        let sign = text.first == "-" ? -1 : 1
        if text.first == "-" || text.first == "+" { text.removeFirst() }
        let digits = text.prefix { $0.isNumber || $0 == ":" }
        text = text[digits.endIndex...]
        let parts = digits.split(separator: ":").map { Int($0) }
        guard (1...3).contains(parts.count), !parts.contains(nil) else { return nil }
        let numbers = parts.compactMap { $0 } + [0, 0]
        return sign * (numbers[0] * 3600 + numbers[1] * 60 + numbers[2])
    }
}

extension ZoneRule.Transition {
    init?(_ text: Substring) {
        let parts = text.split(separator: "/", maxSplits: 1)
        var time = parts.count == 2 ? parts[1] : "2"
        guard let date = parts.first, let seconds = ZoneRule.time(&time), let day = Day(date)
        else { return nil }
        (self.day, self.seconds) = (day, seconds)
    }
}

extension ZoneRule.Transition.Day {
    fileprivate init?(_ text: Substring) {
        switch text.first {
        case "M":
            let numbers = text.dropFirst().split(separator: ".").compactMap { Int($0) }
            guard numbers.count == 3, (1...12).contains(numbers[0]) else { return nil }
            self = .weekday(month: numbers[0], week: numbers[1], day: numbers[2])
        case "J":
            guard let days = Int(text.dropFirst()) else { return nil }
            self = .julian(days)
        default:
            guard let days = Int(text) else { return nil }
            self = .ordinal(days)
        }
    }
}
