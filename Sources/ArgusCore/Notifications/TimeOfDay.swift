import ArgusVocabulary

/// A time that a wall clock shows, to the microsecond.
package struct TimeOfDay: Hashable, Comparable, Sendable {
    /// Microseconds since midnight, less than a day.
    package let microseconds: Int64

    /// Takes what is known to lie within a day.
    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The time of day of a date and time.
    package init(_ time: CivilTime) {
        let seconds = (time.hour * 60 + time.minute) * 60 + time.second
        microseconds = Int64(seconds) * 1_000_000 + Int64(time.microsecond)
    }

    /// Reads `hh:mm[:ss[.uuuuuu]]`; nil if the text is not such a time.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let hour = Self.number(parts[0], below: 24),
            let minute = Self.number(parts[1], below: 60)
        else { return nil }
        var microseconds = Int64(hour * 60 + minute) * 60_000_000
        if parts.count == 3 {
            guard let ofMinute = Self.secondsAsMicroseconds(parts[2]) else { return nil }
            microseconds += ofMinute
        }
        self.init(microseconds: microseconds)
    }

    /// Reads `hh:mm`, also with seconds that are zero; nil if the text is not such a time.
    package init?(toTheMinute text: String) {
        guard let time = TimeOfDay(text), time.microseconds % 60_000_000 == 0 else { return nil }
        self = time
    }

    private static func number(_ text: Substring, below limit: Int) -> Int? {
        guard (1...2).contains(text.utf8.count), let number = digits(text), number < limit else {
            return nil
        }
        return number
    }

    private static func secondsAsMicroseconds(_ text: Substring) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let second = number(parts[0], below: 60) else {
            return nil
        }
        guard parts.count == 2 else { return Int64(second) * 1_000_000 }
        guard (1...12).contains(parts[1].utf8.count), digits(parts[1]) != nil else { return nil }
        let fraction = (parts[1] + "00000").prefix(6)
        return Int64(second) * 1_000_000 + Int64(digits(fraction) ?? 0)
    }

    private static func digits(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    /// The time as `hh:mm:ss`, with microseconds only where there are some.
    package var text: String {
        let seconds = microseconds / 1_000_000
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60]
            .map { Self.padded($0, to: 2) }.joined(separator: ":")
        let fraction = microseconds % 1_000_000
        return fraction == 0 ? clock : "\(clock).\(Self.padded(fraction, to: 6))"
    }

    private static func padded(_ number: Int64, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    package static func < (one: TimeOfDay, other: TimeOfDay) -> Bool {
        one.microseconds < other.microseconds
    }

    /// 00:00:00.
    package static let midnight = TimeOfDay(microseconds: 0)
    /// 23:59:59.999999.
    package static let lastOfDay = TimeOfDay(microseconds: 86_399_999_999)
}
