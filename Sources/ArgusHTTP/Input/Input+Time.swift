import ArgusCore
import ArgusVocabulary
import ArgusWire

extension Input {
    /// What is said of every text that is no time, in the API's words.
    package static let timeFormat =
        "Datetime has wrong format. Use one of these formats instead: "
        + "YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z], or 'infinity'."

    /// A time that must be there.
    package mutating func requiredTime(_ name: String) -> Timestamp {
        required(name).flatMap { time(name, $0) } ?? .distantPast
    }

    /// A time that may be missing, but not be null.
    package mutating func time(_ name: String) -> Timestamp? {
        given(name).flatMap { time(name, $0) }
    }

    /// A time that may be missing or null.
    package mutating func nullableTime(_ name: String) -> Timestamp? {
        nullable(name).flatMap { time(name, $0) }
    }

    private mutating func time(_ name: String, _ value: JSONValue) -> Timestamp? {
        guard case .string(let text) = value else {
            refuse(name, .text(Self.timeFormat))
            return nil
        }
        do {
            return try TimestampText(text).moments(in: zone, receivedAt: received)[0]
        } catch {
            refuse(
                name,
                error == .malformed ? .text(Self.timeFormat) : "Datetime value out of range.")
            return nil
        }
    }

    /// The other moment that a member which is a time may stand for, where clocks show it twice.
    package func otherMoment(_ name: String) -> Timestamp? { moments(name).dropFirst().first }

    /// What a member that is a time may stand for, the likelier moment first.
    private func moments(_ name: String) -> [Timestamp] {
        let text = object[name]?.string
        let moments = try? text.map {
            try TimestampText($0).moments(in: zone, receivedAt: received)
        }
        return moments ?? []
    }

    /// A start and an end time; where the clocks show one of them twice, it is read so that the end
    /// is not before the start, if it can be.
    package mutating func span(
        _ startName: String, _ endName: String, absent: EndTime
    ) -> (start: Timestamp, end: EndTime) {
        let (start, endTime) = (requiredTime(startName), endTime(endName, absent: absent))
        guard case .ended(let end) = endTime, end < start else { return (start, endTime) }
        if let later = moments(endName).first(where: { $0 >= start }) {
            return (start, .ended(later))
        }
        return (moments(startName).first { $0 <= end } ?? start, .ended(end))
    }

    /// An end time: null, `infinity`, or a time; what Python calls the last moment means open too.
    package mutating func endTime(_ name: String, absent: EndTime) -> EndTime {
        guard object[name] != nil else { return absent }
        guard let value = nullable(name) else { return .stateless }
        switch value {
        case "infinity": return .open
        case "-infinity": return .ended(.distantPast)
        default:
            if let text = value.string, let written = try? TimestampText(text),
                isMaximum(written)
            {
                return .open
            }
            return time(name, value).map { .ended($0) } ?? absent
        }
    }

    /// A time that may be missing, null, or what is written for "never": the last moment that Python
    /// knows.
    package mutating func nullableEnd(_ name: String) -> Timestamp {
        let written = object[name]?.string.flatMap { try? TimestampText($0) }
        if let written, isMaximum(written) { return .infinity }
        return nullableTime(name) ?? .infinity
    }

    /// Whether a time is the last one that can be written in the server's zone.
    private func isMaximum(_ written: TimestampText) -> Bool {
        guard let offset = written.offset else { return written.civil == .maximum }
        let moment = Timestamp(
            microseconds: written.civil.microsecondsSinceEpoch - Int64(offset) * 1_000_000)
        return zone.civilTime(at: moment) == .maximum
    }
}
