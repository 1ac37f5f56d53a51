import ArgusVocabulary

/// A date, or a date and time, as iCalendar writes it: `20261224`, `20261224T120000`, or
/// `20261224T110000Z` (RFC 5545, sections 3.3.4 and 3.3.5).
struct CalendarTime: Hashable, Sendable {
    let time: CivilTime
    /// It is the whole of a day.
    let isDate: Bool
    /// It is in UTC; otherwise as wall clocks show it.
    let isUTC: Bool

    /// Reads one; nil if the text is none.
    init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        isUTC = bytes.last == UInt8(ascii: "Z")
        isDate = bytes.count == 8
        let count = bytes.count - (isUTC ? 1 : 0)
        guard count == 8 && !isUTC || count == 15 && bytes[8] == UInt8(ascii: "T") else {
            return nil
        }
        func number(_ range: Range<Int>) -> Int? {
            var number = 0
            for byte in bytes[range] {
                guard (0x30...0x39).contains(byte) else { return nil }
                number = number * 10 + Int(byte - 0x30)
            }
            return number
        }
        guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8) else {
            return nil
        }
        var time = CivilTime(year: year, month: month, day: day)
        if !isDate {
            guard let hour = number(9..<11), let minute = number(11..<13),
                let second = number(13..<15)
            else { return nil }
            // A leap second is the last of its minute.
            (time.hour, time.minute, time.second) = (hour, minute, min(second, 59))
        }
        guard time.isValid else { return nil }
        self.time = time
    }

    /// The moment, where wall clocks of a zone show it.
    func moment(in zone: Zone) -> Timestamp {
        (isUTC ? Zone.utc : zone).moment(of: time)
    }
}
