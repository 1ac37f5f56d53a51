import ArgusVocabulary

/// The holidays of an iCalendar file (RFC 5545): its events of whole days and of some hours, once or
/// every year.
///
/// What a calendar has beyond events is left out. An event that recurs otherwise, or that has no start,
/// has the whole file refused: a holiday that is missing is found out at night.
package enum CalendarFile {
    /// A file has at most so many bytes.
    package static let largest = 262_144

    /// What is wrong with a file, in a sentence.
    package struct Wrong: Error, Hashable {
        package let message: String
    }

    /// Reads the holidays of a file; zones are looked up by a function.
    package static func holidays(
        _ text: String, zone: (String) -> Zone?
    ) throws(Wrong) -> [Holiday] {
        guard text.utf8.count <= largest else {
            throw Wrong(message: "The file has more than \(largest / 1024) KiB.")
        }
        let lines = CalendarLine.lines(of: text)
        guard let first = lines.first, first.name == "BEGIN", first.value == "VCALENDAR" else {
            throw Wrong(message: "It is no iCalendar file, which begins with BEGIN:VCALENDAR.")
        }
        var holidays: [Holiday] = []
        // What encloses the line; only what stands in an event itself counts, not in its alarms.
        var path: [String] = []
        var event: CalendarEvent?
        for line in lines {
            switch line.name {
            case "BEGIN":
                path.append(line.value.uppercased())
                guard path.count <= 8 else {
                    throw Wrong(message: "Line \(line.number): too much is in each other.")
                }
                if path == ["VCALENDAR", "VEVENT"] { event = CalendarEvent(line: line.number) }
            case "END":
                guard path.popLast() == line.value.uppercased() else {
                    throw Wrong(
                        message:
                            "Line \(line.number): END:\(line.value.cut) ends nothing that began.")
                }
                guard path.count == 1, let ended = event else { continue }
                event = nil
                if let holiday = try ended.holiday(zone: zone) { holidays.append(holiday) }
                try check(holidays)
            default:
                if path.count == 2 { try event?.read(line) }
            }
        }
        guard path.isEmpty else {
            throw Wrong(message: "The file ends before \(path.last ?? "it") does.")
        }
        let days = holidays.filter(\.isAllDay).reduce(0) {
            $0 + $1.end.dayNumber - $1.start.dayNumber
        }
        guard days <= Holiday.mostDaysInAll else {
            throw Wrong(
                message: "Its events last more than \(Holiday.mostDaysInAll) days together.")
        }
        return holidays
    }

    private static func check(_ holidays: [Holiday]) throws(Wrong) {
        guard holidays.count <= Holiday.most else {
            throw Wrong(message: "The file has more than \(Holiday.most) events.")
        }
        guard holidays.last?.isAllDay == false else { return }
        guard holidays.count(where: { !$0.isAllDay }) <= Holiday.mostTimed else {
            throw Wrong(
                message: "The file has more than \(Holiday.mostTimed) events that are some hours.")
        }
    }
}

extension String {
    /// So much of it as fits into a sentence.
    var cut: String { String(unicodeScalars.prefix(60).map(Character.init)) }
}

/// A line of an iCalendar file: `NAME;PARAMETER=VALUE:VALUE`.
struct CalendarLine {
    /// Where it stands, from 1.
    let number: Int
    let name: String
    let parameters: [String: String]
    let value: String

    /// The lines of a file, those that were folded in one (RFC 5545, section 3.1).
    static func lines(of text: String) -> [CalendarLine] {
        var unfolded: [(number: Int, bytes: [UInt8])] = []
        var number = 0
        for var line in text.utf8.split(separator: 0x0a, omittingEmptySubsequences: false) {
            number += 1
            if line.last == 0x0d { line = line.dropLast() }
            if let first = line.first, first == 0x20 || first == 0x09, !unfolded.isEmpty {
                unfolded[unfolded.count - 1].bytes += line.dropFirst()
            } else if !line.isEmpty {
                unfolded.append((number, Array(line)))
            }
        }
        return unfolded.map { CalendarLine(String(decoding: $0.bytes, as: UTF8.self), $0.number) }
    }

    private init(_ text: String, _ number: Int) {
        self.number = number
        var (parts, part, isQuoted) = ([String](), String.UnicodeScalarView(), false)
        var rest = Substring(text).unicodeScalars
        // Some programs put a mark of the byte order before the first line.
        if rest.first == "\u{feff}" { rest.removeFirst() }
        while let scalar = rest.first, isQuoted || scalar != ":" {
            rest.removeFirst()
            if scalar == "\"" {
                isQuoted.toggle()
            } else if scalar == ";", !isQuoted {
                parts.append(String(part))
                part = String.UnicodeScalarView()
            } else {
                part.append(scalar)
            }
        }
        parts.append(String(part))
        name = parts[0].uppercased()
        value = String(rest.dropFirst())
        parameters = Dictionary(
            parts.dropFirst().map { part in
                let halves = part.split(separator: "=", maxSplits: 1)
                return (
                    halves.first?.uppercased() ?? "", halves.count == 2 ? String(halves[1]) : ""
                )
            }
        ) { one, _ in one }
    }

    /// The value as people read it: without what escapes commas and line breaks.
    var text: String {
        var (text, isEscaped) = (String.UnicodeScalarView(), false)
        for scalar in value.unicodeScalars {
            if isEscaped {
                text.append(scalar == "n" || scalar == "N" ? " " : scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                text.append(scalar)
            }
        }
        return String(text)
    }
}
