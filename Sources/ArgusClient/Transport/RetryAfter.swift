extension Duration {
    /// Reads the header `Retry-After`: seconds, or a date (RFC 9110, section 10.2.3).
    ///
    /// A date that is past means now, and more than an hour means an hour: no server knows for
    /// longer than that, and who believed one that says so would be deaf for days. Nil if the text
    /// is neither.
    init?(retryAfter text: String, clock: WallClock) {
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            let longest = Self.longestRetryAfter
            self = min(Int64(text).map { .seconds($0) } ?? longest, longest)
            return
        }
        guard let moment = Timestamp(httpDate: text) else { return nil }
        self = min(max(.zero, moment - clock()), Self.longestRetryAfter)
    }

    private static let longestRetryAfter: Duration = .seconds(3600)
}

extension Timestamp {
    /// Reads a date such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
    init?(httpDate text: String) {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == ":" })
        guard parts.count == 8, parts[0].hasSuffix(","), parts[7] == "GMT",
            let month = Self.months.firstIndex(of: String(parts[2]))
        else { return nil }
        let numbers = [1, 3, 4, 5, 6].compactMap { Int(parts[$0]) }
        guard numbers.count == 5 else { return nil }
        let civil = CivilTime(
            year: numbers[1],
            month: month + 1,
            day: numbers[0],
            hour: numbers[2],
            minute: numbers[3],
            second: min(numbers[4], 59)
        )
        guard civil.isValid else { return nil }
        self.init(microseconds: civil.microsecondsSinceEpoch)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
