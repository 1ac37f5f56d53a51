import ArgusCore
import HTTPTypes

/// Which of the media types and encodings that are offered an asker is given.
package enum Negotiation {
    /// The type to answer in: the one that `?format=` names, else the first that `Accept` takes.
    ///
    /// Refuses an `Accept` header that leaves nothing to give, and an unknown `?format=`. Browsers
    /// get JSON where there is no page.
    static func type(
        of offers: [String], accept: String?, format: String?
    ) throws(Refusal) -> String {
        let offers = try named(format, in: offers)
        let fallback = offers.first ?? "application/json"
        guard let accept, !accept.isEmpty, accept != "*/*" else { return fallback }
        for range in ranges(accept) {
            if let offer = offers.first(where: { matches(range, $0) }) { return offer }
            if range == "text/html", fallback == "application/json" { return fallback }
        }
        throw .notAcceptable("Could not satisfy the request Accept header.")
    }

    /// Whether the asker takes what is packed by gzip.
    package static func takesGzip(_ headers: HTTPFields) -> Bool {
        ranges(headers[.acceptEncoding] ?? "").contains("gzip")
    }

    /// What is left of the offers when a format is asked for by its name.
    private static func named(
        _ format: String?, in offers: [String]
    ) throws(Refusal) -> [String] {
        guard let format else { return offers }
        let ending = format == "api" ? "json" : format
        let found = offers.filter { $0.hasSuffix("/\(ending)") }
        if found.isEmpty { throw .notFound("Not found.") }
        return found
    }

    /// The ranges of an `Accept…` header, those with the greatest weight first.
    private static func ranges(_ accept: String) -> [String] {
        let ranges = accept.split(separator: ",").map { range in
            let parts = range.split(separator: ";").map { $0.trimmingBlanks().lowercased() }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }
            return (
                type: parts.first ?? "", weight: weight.flatMap { Double($0.dropFirst(2)) } ?? 1
            )
        }
        let weighed = ranges.filter { $0.weight > 0 }.enumerated().sorted {
            ($0.element.weight, $1.offset) > ($1.element.weight, $0.offset)
        }
        return weighed.map(\.element.type)
    }

    private static func matches(_ range: String, _ type: String) -> Bool {
        if range == "*/*" || range == type { return true }
        return range.hasSuffix("/*") && type.hasPrefix(range.dropLast())
    }
}
