/// Why a text is no time.
public enum TimestampTextProblem: Error, Hashable, Sendable {
    /// It does not have one of the forms of ISO 8601 that are read.
    case malformed
    /// It has, but lies before the year 1 or after the year 9999, in UTC or in the zone.
    case outOfRange
}

/// A time as it was written: a date and a time of day, with an offset from UTC or without.
public struct TimestampText: Hashable, Sendable {
    /// What was written before the offset.
    public let civil: CivilTime
    /// Seconds east of UTC; nil if none was written ("naive").
    public let offset: Int?

    /// Reads the forms of ISO 8601 that Python's `datetime.fromisoformat` and Django read:
    /// extended and basic, with weeks, date only, down to nanoseconds (cut to microseconds),
    /// with `T` or a blank between, and blanks before the offset.
    public init(_ text: some StringProtocol) throws(TimestampTextProblem) {
        var text = Substring(text)
        let read: TimestampText? = text.withUTF8 { bytes in
            var reader = Reader(bytes: bytes)
            return reader.read()
        }
        guard let read else { throw .malformed }
        self = read
    }

    fileprivate init(civil: CivilTime, offset: Int?) {
        (self.civil, self.offset) = (civil, offset)
    }

    /// The moment it stands for; without an offset it is read in `zone`.
    public func moment(in zone: Zone) throws(TimestampTextProblem) -> Timestamp {
        try checked(writtenMoment ?? zone.moment(of: civil), zone)
    }

    /// The moments it may stand for, the likelier first: without an offset there are two where the
    /// clocks of `zone` are put back, and one everywhere else.
    ///
    /// The nearer one to its receipt is the likelier, if that was within a day. A receipt long
    /// after tells nothing, and the first is as good as the second.
    public func moments(
        in zone: Zone, receivedAt receipt: Timestamp
    ) throws(TimestampTextProblem) -> [Timestamp] {
        var moments: [Timestamp] = []
        for moment in writtenMoment.map({ [$0] }) ?? zone.moments(of: civil) {
            moments.append(try checked(moment, zone))
        }
        guard moments.count == 2 else { return moments }
        let distances = moments.map { max($0, receipt).since(min($0, receipt)) }
        guard distances[1] < .seconds(86_400) else { return moments }
        return distances[1] < distances[0] ? moments.reversed() : moments
    }

    /// The moment, if an offset was written.
    private var writtenMoment: Timestamp? {
        offset.map { Timestamp(microseconds: civil.microsecondsSinceEpoch - Int64($0) * 1_000_000) }
    }

    private func checked(
        _ moment: Timestamp, _ zone: Zone
    ) throws(TimestampTextProblem) -> Timestamp {
        guard Self.writable.contains(moment.microseconds),
            (1...9999).contains(zone.civilTime(at: moment).year)
        else { throw .outOfRange }
        return moment
    }

    private static let writable =
        CivilTime(year: 1, month: 1, day: 2)
        .microsecondsSinceEpoch...CivilTime.maximum
        .microsecondsSinceEpoch
}

extension Timestamp {
    /// Reads a time in ISO 8601; without an offset it is read in `zone`.
    public init(_ text: some StringProtocol, in zone: Zone) throws(TimestampTextProblem) {
        self = try TimestampText(text).moment(in: zone)
    }
}

/// Walks over the bytes of a time; every step is nil when the text does not fit.
private struct Reader {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    /// Exactly so many digits.
    mutating func number(_ digits: Int) -> Int? {
        guard position + digits <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + digits] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        position += digits
        return value
    }

    mutating func read() -> TimestampText? {
        guard var civil = date() else { return nil }
        if next == nil { return civil.isValid ? TimestampText(civil: civil, offset: nil) : nil }
        guard skip(0x54) || skip(0x20), time(&civil), civil.isValid else { return nil }
        while skip(0x20) {}
        if next == nil { return TimestampText(civil: civil, offset: nil) }
        guard let offset = offset(), next == nil else { return nil }
        return TimestampText(civil: civil, offset: offset)
    }

    /// `YYYY-MM-DD`, `YYYYMMDD`, `YYYY-Www[-D]` or `YYYYWww[D]`.
    mutating func date() -> CivilTime? {
        guard let year = number(4) else { return nil }
        let isExtended = skip(0x2d)
        if skip(0x57) { return week(of: year, isExtended: isExtended) }
        guard let month = number(2), skip(0x2d) == isExtended, let day = number(2) else {
            return nil
        }
        return CivilTime(year: year, month: month, day: day)
    }

    mutating func week(of year: Int, isExtended: Bool) -> CivilTime? {
        guard year >= 1, let week = number(2), (1...53).contains(week) else { return nil }
        var weekday = 1
        if isExtended ? skip(0x2d) : next.map({ (0x30...0x39).contains($0) }) ?? false {
            guard let day = number(1), (1...7).contains(day) else { return nil }
            weekday = day
        }
        let fourth = CivilTime(year: year, month: 1, day: 4)
        let firstMonday = fourth.microsecondsSinceEpoch - Int64(fourth.weekday - 1) * 86_400_000_000
        let days = Int64((week - 1) * 7 + weekday - 1)
        let civil = CivilTime(microsecondsSinceEpoch: firstMonday + days * 86_400_000_000)
        let isOfYear = week < 53 || Self.hasLongYear(year)
        return isOfYear ? civil : nil
    }

    /// Whether a year has 53 weeks: it begins on a Thursday, or on a Wednesday and is a leap year.
    static func hasLongYear(_ year: Int) -> Bool {
        let newYear = CivilTime(year: year, month: 1, day: 1).weekday
        return newYear == 4 || (newYear == 3 && CivilTime.isLeap(year))
    }

    /// `HH[:MM[:SS[.f]]]` or `HH[MM[SS[.f]]]`.
    mutating func time(_ civil: inout CivilTime) -> Bool {
        guard let hour = number(2) else { return false }
        civil.hour = hour
        let isExtended = next == 0x3a
        guard part(isExtended, into: &civil.minute) else { return next.map(Self.endsTime) ?? true }
        guard part(isExtended, into: &civil.second) else { return next.map(Self.endsTime) ?? true }
        if skip(0x2e) || skip(0x2c) { return fraction(into: &civil.microsecond) }
        return true
    }

    /// One more part of a time; false if there is none.
    private mutating func part(_ isExtended: Bool, into value: inout Int) -> Bool {
        let start = position
        if isExtended, !skip(0x3a) { return false }
        guard let number = number(2) else {
            position = start
            return false
        }
        value = number
        return true
    }

    static func endsTime(_ byte: UInt8) -> Bool {
        byte == 0x5a || byte == 0x2b || byte == 0x2d || byte == 0x20
    }

    mutating func fraction(into microseconds: inout Int) -> Bool {
        var digits = 0
        while let byte = next, (0x30...0x39).contains(byte) {
            if digits < 6 { microseconds = microseconds * 10 + Int(byte - 0x30) }
            digits += 1
            position += 1
        }
        guard digits > 0 else { return false }
        for _ in 0..<max(0, 6 - digits) { microseconds *= 10 }
        return true
    }

    /// `Z`, `±HH`, `±HHMM`, `±HH:MM` or `±HH:MM:SS`, as seconds.
    mutating func offset() -> Int? {
        if skip(0x5a) { return 0 }
        let isWest = next == 0x2d
        guard skip(0x2b) || skip(0x2d), let hours = number(2), hours < 24 else { return nil }
        let isExtended = next == 0x3a
        var minutes = 0
        var seconds = 0
        if part(isExtended, into: &minutes) { _ = part(isExtended, into: &seconds) }
        guard minutes < 60, seconds < 60 else { return nil }
        let offset = hours * 3600 + minutes * 60 + seconds
        return isWest ? -offset : offset
    }
}
