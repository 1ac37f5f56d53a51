import ArgusClient
import ArgusVocabulary

/// A time as devices write it: `Nov  5 09:00:00`, with a fraction, a year or a zone, after `*` or `.`;
/// by ISO 8601; or how long the device has been up, which is no time.
struct SyslogStamp {
    let zone: Zone
    let receipt: Timestamp
    /// Nil if it is none that can be relied on.
    private(set) var time: Timestamp?
    /// Whether what follows is the text, without the name of a host.
    private(set) var endsInColon = false

    init(zone: Zone, receipt: Timestamp) {
        (self.zone, self.receipt) = (zone, receipt)
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Takes a time, or an uptime; false if there is neither.
    mutating func read(_ cursor: inout SyslogCursor) -> Bool {
        var isUnset = false
        if let first = cursor.rest.first, first == 0x2a || first == 0x2e {
            // `*`: the clock was never set; `.`: it has lost its source.
            isUnset = first == 0x2a
            cursor.rest = cursor.rest.dropFirst()
            cursor.skipBlanks()
        }
        var word = cursor.takeWord()
        if isUptime(word) {
            endsInColon = true
            return true
        }
        var year: Int?
        if let number = Int(word), (1970...9999).contains(number) {
            (year, word) = (number, cursor.takeWord())
        }
        guard let month = Self.months.firstIndex(of: word.lowercased()) else {
            guard year == nil, word.utf8.count > 9, word.utf8.first.map(isDigit) ?? false
            else { return false }
            endsInColon = word.hasSuffix(":")
            let text = endsInColon ? String(word.dropLast()) : word
            time = Timestamp(said: text, in: zone)
            return time != nil
        }
        guard let day = Int(cursor.takeWord()), (1...31).contains(day) else { return false }
        var clock = cursor.takeWord()
        if let number = Int(clock), number > 1900 {
            (year, clock) = (number, cursor.takeWord())
        }
        takeColon(&clock)
        guard clock.utf8.first.map(isDigit) ?? false, clock.utf8.contains(0x3a) else {
            return false
        }
        var offset = ""
        takeYearAndZone(&cursor, &year, &offset)
        let (date, zone) = (Date(year: year, month: month + 1, day: day, clock: clock), zone)
        time = isUnset ? nil : date.moment(near: receipt, offset, in: zone)
        return true
    }

    private mutating func takeColon(_ word: inout String) {
        guard word.hasSuffix(":") else { return }
        word.removeLast()
        endsInColon = true
    }

    /// Takes a year after the time, and the name of a zone that ends in a colon.
    private mutating func takeYearAndZone(
        _ cursor: inout SyslogCursor, _ year: inout Int?, _ offset: inout String
    ) {
        guard !endsInColon else { return }
        var word = cursor.word
        if year == nil, let number = Int(word.prefix(4)), number > 1900,
            word.count == 4 || word.count == 5 && word.hasSuffix(":")
        {
            year = number
            word = cursor.takeWord()
            takeColon(&word)
            guard !endsInColon else { return }
            word = cursor.word
        }
        let name = word.hasSuffix(":") ? word.dropLast() : word[...]
        let isName = (1...5).contains(name.count) && name.allSatisfy { ("A"..."Z").contains($0) }
        guard isName, word.hasSuffix(":") || name == "UTC" || name == "GMT" else { return }
        var taken = cursor.takeWord()
        takeColon(&taken)
        // Other names of zones are not clear: the source's own is meant.
        if ["UTC", "GMT", "Z"].contains(taken) { offset = "Z" }
    }

    private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// Whether a word is how long a device has been up: `00:01:23:`, `1w2d:`, `3d04h:`.
    private func isUptime(_ word: String) -> Bool {
        guard word.hasSuffix(":"), word.utf8.first.map(isDigit) ?? false else { return false }
        let inner = word.utf8.dropLast()
        let parts = inner.split(separator: 0x3a)
        if parts.count == 3, parts.allSatisfy({ $0.allSatisfy(isDigit) && $0.count <= 4 }) {
            return true
        }
        return inner.count >= 4 && inner.contains { !isDigit($0) }
            && inner.allSatisfy { isDigit($0) || "ywdhms".utf8.contains($0) }
    }

    /// A date that may lack its year.
    private struct Date {
        let year: Int?
        let month: Int
        let day: Int
        let clock: String

        /// The moment; without a year that which is nearest to another.
        func moment(near receipt: Timestamp, _ offset: String, in zone: Zone) -> Timestamp? {
            func moment(_ year: Int) -> Timestamp? {
                func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
                let clock =
                    self.clock.utf8.firstIndex(of: 0x3a)
                        == self.clock.utf8.index(
                            after: self.clock.utf8.startIndex) ? "0\(self.clock)" : self.clock
                return Timestamp(
                    said: "\(year)-\(two(month))-\(two(day))T\(clock)\(offset)", in: zone)
            }
            if let year { return moment(year) }
            let now = Int(receipt.text().prefix(4)) ?? 1970
            return [now, now - 1, now + 1].compactMap { moment($0) }.min {
                distance($0, receipt) < distance($1, receipt)
            }
        }

        private func distance(_ one: Timestamp, _ other: Timestamp) -> Duration {
            max(one, other).since(min(one, other))
        }
    }
}
