import ArgusCore

/// Whether an asker can be given JSON, which is nearly all there is, or events.
enum Negotiation {
    /// Refuses an `Accept` header that leaves nothing to give, and an unknown `?format=`.
    static func check(accept: String?, format: String?, events: Bool) throws(Refusal) {
        if let format, format != "json", format != "api" { throw .notFound("Not found.") }
        guard let accept, !accept.isEmpty else { return }
        let json = ["application/json", "application/*", "*/*", "text/html"]
        let given = events ? json + [eventStream] : json
        guard types(accept).contains(where: given.contains) else {
            throw .notAcceptable("Could not satisfy the request Accept header.")
        }
    }

    /// Whether an `Accept` header names events, rather than taking anything.
    static func namesEvents(_ accept: String?) -> Bool {
        accept.map { types($0).contains(eventStream) } ?? false
    }

    private static let eventStream = "text/event-stream"

    private static func types(_ accept: String) -> [String] {
        accept.split(separator: ",").compactMap { range in
            range.split(separator: ";").first.map { $0.trimmingBlanks().lowercased() }
        }
    }
}
