/// Why a client did not do what it should: what is wrong, and where.
///
/// It is all that the client throws.
public struct ArgusError: Error, Hashable, Sendable {
    /// What is wrong, in kinds that call for different reactions.
    public let kind: Kind
    /// The request: method and URL, without the query; empty if it is about none.
    public let request: String
    /// How often it was sent, or tried to be.
    public internal(set) var attempts: Int
    /// The status of the answer that says so; nil if there was none.
    public internal(set) var status: Int?

    init(_ kind: Kind, request: String, attempts: Int = 1) {
        (self.kind, self.request, self.attempts) = (kind, request, attempts)
    }

    init(_ problem: ConfigurationProblem) {
        self.init(.configuration(problem), request: "", attempts: 0)
    }

    /// What went wrong, by what a program can do about it.
    public enum Kind: Hashable, Sendable {
        /// There can be no client with this configuration.
        case configuration(ConfigurationProblem)
        /// What is asked for cannot be said in the API, so nothing was sent.
        case unsayable(reason: String)
        /// The server does not know the token (401): stop and get another.
        case notAuthenticated(detail: String)
        /// The account may not do this (403): stop and ask an administrator.
        case forbidden(detail: String)
        /// There is something wrong with what was sent (400 and others): the same request can
        /// never succeed.
        case refused(Refusal)
        /// There is no such incident, event or acknowledgement (404).
        case notFound(detail: String)
        /// The server no longer knows all that changed since (410): read the list again, then
        /// follow what changes since `last`.
        case gone(detail: String, last: Change.ID)
        /// The server asks to slow down (429).
        case rateLimited(retryAfter: Duration?)
        /// The request is larger than the server takes (413).
        case tooLarge
        /// There was no answer, or the server failed (5xx): the same request may succeed later.
        case unavailable(reason: String, retryAfter: Duration?)
        /// The server's certificate is not to be trusted, so nothing was sent.
        case badCertificate(CertificateProblem)
        /// The proxy lets nothing through: its URL needs a name and a password, or others.
        case refusedByProxy(reason: String)
        /// What answered is no Argus server, or one that this client does not understand.
        case unexpectedAnswer(String)
        /// The task was cancelled or the client shut down; whether a request that writes took
        /// effect is unknown.
        case cancelled
    }

    /// Whether the same request may succeed later without anybody changing anything.
    public var isTemporary: Bool {
        switch kind {
        case .unavailable, .rateLimited: true
        default: false
        }
    }

    /// Whether the incident was refused because the source posted its identifier before.
    public var isDuplicate: Bool {
        if case .refused(let refusal) = kind { refusal.isDuplicate } else { false }
    }

    /// The delay that the server asked for.
    public var retryAfter: Duration? {
        switch kind {
        case .unavailable(_, let delay), .rateLimited(let delay): delay
        default: nil
        }
    }
}

extension ArgusError: CustomStringConvertible {
    /// One sentence for people: where, what is wrong, what to do; it never holds the token.
    public var description: String {
        if case .configuration(let problem) = kind { return "\(problem)" }
        let often = attempts > 1 ? " (\(attempts) attempts)" : ""
        return "\(request)\(often): \(kind.sentence(reading: request.hasPrefix("GET ")))"
    }
}

extension ArgusError.Kind {
    fileprivate func sentence(reading isReading: Bool) -> String {
        switch self {
        case .configuration(let problem): "\(problem)"
        case .unsayable(let reason): "this cannot be asked for: \(reason)."
        case .notAuthenticated(let detail):
            "the server does not accept the token (\(detail.unended)); create a new one for this "
                + "account."
        case .forbidden(let detail):
            "the account may not do this (\(detail.unended)); ask an administrator of the server."
        case .refused(let refusal) where refusal.isDuplicate:
            "the source has posted an incident with this source_incident_id before; change or close "
                + "that one, or give this one another."
        case .refused(let refusal): "the server refuses the input: \(refusal)"
        case .notFound(let detail):
            "the server has no such thing (\(detail.unended)); check the identifier."
        case .gone(let detail, let last):
            "the server no longer knows all of it (\(detail.unended)); read the list again and go on "
                + "from change \(last)."
        case .rateLimited(let delay):
            "the server gets too many requests; try again \(Self.later(delay))."
        case .tooLarge: "the request is larger than the server takes; send less at a time."
        case .unavailable(let reason, let delay):
            "the server is unavailable (\(reason.unended)); try again \(Self.later(delay))."
        case .badCertificate(let problem): "\(problem)."
        case .refusedByProxy(let reason):
            "the proxy lets nothing through (\(reason.unended)); correct the variable that names it."
        case .unexpectedAnswer(let reason):
            "the answer is not one of an Argus server (\(reason.unended)); check the URL."
        case .cancelled where isReading: "cancelled before the answer came."
        case .cancelled: "cancelled before the answer came; look whether it took effect."
        }
    }

    private static func later(_ delay: Duration?) -> String {
        guard let delay else { return "later" }
        return "in \(delay.components.seconds) s"
    }
}

extension String {
    /// The text without the full stop at its end, to stand inside a sentence.
    fileprivate var unended: String {
        hasSuffix(".") ? String(dropLast()) : self
    }
}
