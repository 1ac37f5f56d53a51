import ArgusCore
import ArgusVocabulary

/// What a service answered, as far as it was read.
struct OutgoingAnswer: Sendable {
    let status: Int
    let retryAfter: String?
    let text: String

    /// What was answered, if it is JSON and not cut off.
    var json: JSONValue? { try? JSONValue(parsing: text) }

    /// What the answer means for the message (RFC 9110, section 15).
    func outcome(at now: Timestamp) -> DeliveryOutcome {
        let said = text.withoutControls
        let detail = "It answered \(status)" + (said.isEmpty ? "." : ": \(said)")
        switch status {
        case 200..<300: return .sent("accepted with \(status)")
        case 300..<400:
            return .failed(.refused, "It answered \(status): redirects are not followed.")
        case 408, 425, 429:
            return .retry(.rateLimited, detail, after: retryAfter.flatMap { Self.pause($0, now) })
        case 401, 403: return .failed(.credentials, detail)
        case 404, 410: return .failed(.address, detail)
        case 413: return .failed(.tooLarge, detail)
        case 400..<500: return .failed(.refused, detail)
        case 500..<600:
            return .retry(.serverError, detail, after: retryAfter.flatMap { Self.pause($0, now) })
        default: return .failed(.refused, detail)
        }
    }

    /// What `Retry-After` says: seconds, or a date (RFC 9110, section 10.2.3); a day at most.
    static func pause(_ text: String, _ now: Timestamp) -> Duration? {
        let longest = Duration.seconds(86_400)
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return min(Int64(text).map { .seconds($0) } ?? longest, longest)
        }
        return Timestamp(httpDate: text).map { min(max(.zero, $0.since(now)), longest) }
    }
}

extension Timestamp {
    /// Reads a date such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
    fileprivate init?(httpDate text: String) {
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let parts = text.split { $0 == " " || $0 == ":" }
        guard parts.count == 8, parts[7] == "GMT",
            let month = months.firstIndex(of: String(parts[2]))
        else { return nil }
        let numbers = [1, 3, 4, 5, 6].compactMap { Int(parts[$0]) }
        guard numbers.count == 5 else { return nil }
        let civil = CivilTime(
            year: numbers[1], month: month + 1, day: numbers[0], hour: numbers[2],
            minute: numbers[3], second: min(numbers[4], 59))
        guard civil.isValid else { return nil }
        self.init(microseconds: civil.microsecondsSinceEpoch)
    }
}
