/// Why a client did not do what it should: what is wrong, and where.
///
/// It is all that the client throws.
public struct ArgusError: Error, Hashable, Sendable {
    /// What is wrong, with all that is known of it.
    package let problem: Problem
    /// The request: method and URL, without the query; empty if it is about none.
    public let request: String
    /// How often it was sent, or tried to be.
    public internal(set) var attempts: Int
    /// The status of the answer that says so; nil if there was none.
    public internal(set) var status: Int?

    init(_ problem: Problem, request: String, attempts: Int = 1) {
        (self.problem, self.request, self.attempts) = (problem, request, attempts)
    }

    init(_ problem: ConfigurationProblem) {
        self.init(.configuration(problem), request: "", attempts: 0)
    }

    /// What is wrong, in kinds that call for different reactions.
    public var kind: Kind { problem.kind }

    /// What went wrong, by what a program can do about it.
    ///
    /// Later versions may know more kinds, so a `switch` needs a `default`.
    public struct Kind: Hashable, Sendable, CustomStringConvertible {
        /// Its name, such as `notFound`.
        public let description: String

        /// There can be no client with this configuration
        /// (``ArgusError/configurationProblem``).
        public static let configuration = Kind(description: "configuration")
        /// What is asked for cannot be said in the API, so nothing was sent.
        public static let unsayable = Kind(description: "unsayable")
        /// The server does not know the token (401): stop and get another.
        public static let notAuthenticated = Kind(description: "notAuthenticated")
        /// The account may not do this (403): stop and ask an administrator.
        public static let forbidden = Kind(description: "forbidden")
        /// There is something wrong with what was sent (400 and others): the same request can
        /// never succeed (``ArgusError/refusal``).
        public static let refused = Kind(description: "refused")
        /// There is no such incident, event or acknowledgement (404).
        public static let notFound = Kind(description: "notFound")
        /// The server no longer knows all that changed since (410): read the list again, then
        /// follow what changes since ``ArgusError/lastChange``.
        public static let gone = Kind(description: "gone")
        /// The server asks to slow down (429).
        public static let rateLimited = Kind(description: "rateLimited")
        /// The request is larger than the server takes (413).
        public static let tooLarge = Kind(description: "tooLarge")
        /// There was no answer, or the server failed (5xx): the same request may succeed later.
        public static let unavailable = Kind(description: "unavailable")
        /// The server's certificate is not to be trusted, so nothing was sent
        /// (``ArgusError/certificateProblem``).
        public static let badCertificate = Kind(description: "badCertificate")
        /// The proxy lets nothing through: its URL needs a name and a password, or others.
        public static let refusedByProxy = Kind(description: "refusedByProxy")
        /// What answered is no Argus server, or one that this client does not understand.
        public static let unexpectedAnswer = Kind(description: "unexpectedAnswer")
        /// The task was cancelled or the client shut down; whether a request that writes took
        /// effect is unknown.
        public static let cancelled = Kind(description: "cancelled")
    }
}

extension ArgusError {
    /// Whether the same request may succeed later without anybody changing anything.
    public var isTemporary: Bool { kind == .unavailable || kind == .rateLimited }

    /// Whether the incident was refused because the source posted its identifier before.
    public var isDuplicate: Bool { refusal?.isDuplicate ?? false }

    /// What the server says is wrong with the request, if it is ``Kind/refused``.
    public var refusal: Refusal? {
        if case .refused(let refusal) = problem { refusal } else { nil }
    }

    /// The delay that the server asked for.
    public var retryAfter: Duration? {
        switch problem {
        case .unavailable(_, let delay), .rateLimited(let delay): delay
        default: nil
        }
    }

    /// The change after which to follow once the list was read again, if it is ``Kind/gone``.
    public var lastChange: Change.ID? {
        if case .gone(_, let last) = problem { last } else { nil }
    }

    /// What cannot be in the configuration, if it is ``Kind/configuration``.
    public var configurationProblem: ConfigurationProblem? {
        if case .configuration(let problem) = problem { problem } else { nil }
    }

    /// Why the certificate is not to be trusted, if it is ``Kind/badCertificate``.
    public var certificateProblem: CertificateProblem? {
        if case .badCertificate(let problem) = problem { problem } else { nil }
    }
}

extension ArgusError: CustomStringConvertible {
    /// One sentence for people: where, what is wrong, what to do; it never holds the token.
    public var description: String {
        if let configurationProblem { return "\(configurationProblem)" }
        let often = attempts > 1 ? " (\(attempts) attempts)" : ""
        return "\(request)\(often): \(problem.sentence(reading: request.hasPrefix("GET ")))"
    }
}
