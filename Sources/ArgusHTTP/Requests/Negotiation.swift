import ArgusCore

/// Whether an asker can be given JSON, which is all there is.
enum Negotiation {
    /// Refuses an `Accept` header that leaves nothing to give, and an unknown `?format=`.
    static func check(accept: String?, format: String?) throws(Refusal) {
        if let format, format != "json", format != "api" { throw .notFound("Not found.") }
        guard let accept, !accept.isEmpty else { return }
        let acceptable = accept.split(separator: ",").contains { range in
            let type = range.split(separator: ";").first.map { $0.trimmingBlanks().lowercased() }
            return ["application/json", "application/*", "*/*", "text/html"].contains(type ?? "")
        }
        if !acceptable { throw .notAcceptable("Could not satisfy the request Accept header.") }
    }
}
