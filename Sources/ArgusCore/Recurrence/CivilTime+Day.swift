import ArgusVocabulary

/// Days of the calendar as numbers, so that one can count with them.
extension CivilTime {
    /// Days since 1970-01-01 on the wall clock.
    package var dayNumber: Int {
        let day: Int64 = 86_400_000_000
        let (whole, rest) = microsecondsSinceEpoch.quotientAndRemainder(dividingBy: day)
        return Int(rest < 0 ? whole - 1 : whole)
    }

    /// The first moment of a day.
    package init(dayNumber: Int) {
        self.init(microsecondsSinceEpoch: Int64(dayNumber) * 86_400_000_000)
    }

    /// The weekday of a day, 1 for Monday to 7 for Sunday.
    package static func weekday(ofDay number: Int) -> Int {
        (number % 7 + 7 + 3) % 7 + 1
    }

    /// The day in `yyyy-mm-dd`, as the API writes dates.
    package var dateText: String {
        "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    }

    /// The time of day, as `hh:mm`.
    package var clockText: String { "\(Self.padded(hour, 2)):\(Self.padded(minute, 2))" }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Reads `yyyy-mm-dd`; nil if that is no day of the calendar.
    package init?(date text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let digits = parts.map { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int($0) : nil }
        guard parts.map({ $0.utf8.count }) == [4, 2, 2], let year = digits[0],
            let month = digits[1], let day = digits[2]
        else { return nil }
        self.init(year: year, month: month, day: day)
        guard isValid else { return nil }
    }
}
