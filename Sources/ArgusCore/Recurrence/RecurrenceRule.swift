import ArgusVocabulary

/// On which days something happens again: the part of iCalendar's recurrence rules (RFC 5545, section
/// 3.3.10) that maintenance needs.
///
/// Daily, weekly on weekdays, or monthly on such as the second Sunday, each or every so many; for ever,
/// until a moment, or so many times.
package struct RecurrenceRule: Hashable, Sendable {
    /// How often, and on which days.
    package enum Frequency: Hashable, Sendable {
        case daily
        /// On weekdays, 1 for Monday, in order; on that of the first if there are none.
        case weekly([Int])
        /// On these days of a month, at least one.
        case monthly([Place])
    }

    /// Such as the second Sunday of a month, or the last Friday.
    package struct Place: Hashable, Sendable {
        /// 1 for the first, -1 for the last, no further than 5.
        let ordinal: Int
        /// 1 for Monday to 7 for Sunday.
        let weekday: Int
    }

    package let frequency: Frequency
    /// 1 for each day, week or month, 2 for every other.
    package let interval: Int
    /// The last moment at which it may begin, as it was written.
    let until: CalendarTime?
    /// How often it happens in all.
    package let count: Int?
    /// The rule as it is written: upper case, without `RRULE:`.
    package let text: String

    /// What is wrong with a rule, in a sentence.
    package struct Wrong: Error, Hashable {
        package let message: String

        /// Says what is wrong.
        package init(message: String) {
            self.message = message
        }
    }

    /// Every how many days, weeks or months it may be at most.
    package static let intervals = 1...1000
    /// How often it may happen in all, if that is said.
    package static let counts = 1...1000

    private static let weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

    /// Reads a rule such as `FREQ=MONTHLY;BYDAY=2SU`; what it does not know is refused.
    package init(_ written: String) throws(Wrong) {
        guard written.utf8.count <= 255 else {
            throw Wrong(message: "A rule has at most 255 characters.")
        }
        var text = written.trimmingBlanks().uppercased()
        if text.hasPrefix("RRULE:") { text.removeFirst(6) }
        var parts: [String: String] = [:]
        for part in text.split(separator: ";") {
            let halves = part.split(separator: "=", omittingEmptySubsequences: false)
            let name = String(halves[0])
            guard halves.count == 2, !halves[1].isEmpty else {
                throw Wrong(message: "\"\(part)\" is no part of a rule, such as INTERVAL=2.")
            }
            guard parts.updateValue(String(halves[1]), forKey: name) == nil else {
                throw Wrong(message: "\(name) is there twice.")
            }
        }
        let known = ["FREQ", "INTERVAL", "BYDAY", "UNTIL", "COUNT", "WKST"]
        if let unknown = parts.keys.sorted().first(where: { !known.contains($0) }) {
            throw Wrong(
                message:
                    "\(unknown) cannot be used; these can: FREQ, INTERVAL, BYDAY, UNTIL, COUNT.")
        }
        if let start = parts["WKST"], start != "MO" {
            throw Wrong(message: "Weeks begin on Mondays, so WKST can only be MO.")
        }
        interval = try Self.number(parts["INTERVAL"], "INTERVAL", in: Self.intervals) ?? 1
        count = try Self.number(parts["COUNT"], "COUNT", in: Self.counts)
        until = try Self.until(parts["UNTIL"])
        if until != nil, count != nil {
            throw Wrong(message: "It ends by UNTIL or by COUNT, not by both.")
        }
        frequency = try Self.frequency(parts["FREQ"], parts["BYDAY"])
        self.text = text
    }

    private static func number(
        _ text: String?, _ name: String, in range: ClosedRange<Int>
    ) throws(Wrong) -> Int? {
        guard let text else { return nil }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
            range.contains(number)
        else {
            throw Wrong(
                message: "\(name) is a number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    private static func until(_ text: String?) throws(Wrong) -> CalendarTime? {
        guard let text else { return nil }
        guard let time = CalendarTime(text) else {
            throw Wrong(
                message: "UNTIL is a date such as 20271231, or a time such as 20271231T220000Z.")
        }
        return time
    }

    private static func frequency(
        _ word: String?, _ days: String?
    ) throws(Wrong) -> Frequency {
        let places = try days.map { text throws(Wrong) in try Self.places(text) } ?? []
        switch word {
        case "DAILY":
            guard places.isEmpty else {
                throw Wrong(message: "BYDAY goes with FREQ=WEEKLY or FREQ=MONTHLY.")
            }
            return .daily
        case "WEEKLY":
            guard places.allSatisfy({ $0.ordinal == 0 }) else {
                throw Wrong(message: "With FREQ=WEEKLY, BYDAY names weekdays, such as MO,TH.")
            }
            return .weekly(Set(places.map(\.weekday)).sorted())
        case "MONTHLY":
            guard !places.isEmpty, places.allSatisfy({ $0.ordinal != 0 }) else {
                throw Wrong(
                    message:
                        "With FREQ=MONTHLY, BYDAY says which, such as 2SU for the second Sunday "
                        + "or -1FR for the last Friday.")
            }
            return .monthly(places)
        default:
            throw Wrong(message: "FREQ is DAILY, WEEKLY or MONTHLY.")
        }
    }

    private static func places(_ text: String) throws(Wrong) -> [Place] {
        var places: [Place] = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let weekday = weekdays.firstIndex(of: String(word.suffix(2))) else {
                throw Wrong(
                    message: "BYDAY has no \"\(word)\"; days are MO, TU, WE, TH, FR, SA, SU.")
            }
            let digits = word.dropLast(2)
            let ordinal = digits.isEmpty ? 0 : Int(digits)
            guard let ordinal, (-5...5).contains(ordinal), digits.isEmpty || ordinal != 0 else {
                throw Wrong(
                    message: "BYDAY has no \"\(word)\"; a month has the 1st to the 5th of a day.")
            }
            places.append(Place(ordinal: ordinal, weekday: weekday + 1))
        }
        return places.withoutRepetitions()
    }
}
