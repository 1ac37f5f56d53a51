extension ArgusError {
    /// What is wrong, with what is known of it: for this package, which looks at every case.
    package enum Problem: Hashable, Sendable {
        case configuration(ConfigurationProblem)
        case unsayable(reason: String)
        case notAuthenticated(detail: String)
        case forbidden(detail: String)
        case refused(Refusal)
        case notFound(detail: String)
        case gone(detail: String, last: Change.ID)
        case rateLimited(retryAfter: Duration?)
        case tooLarge
        case unavailable(reason: String, retryAfter: Duration?)
        case badCertificate(CertificateProblem)
        case refusedByProxy(reason: String)
        case unexpectedAnswer(String)
        case cancelled
    }
}

extension ArgusError.Problem {
    var kind: ArgusError.Kind {
        switch self {
        case .configuration: .configuration
        case .unsayable: .unsayable
        case .notAuthenticated: .notAuthenticated
        case .forbidden: .forbidden
        case .refused: .refused
        case .notFound: .notFound
        case .gone: .gone
        case .rateLimited: .rateLimited
        case .tooLarge: .tooLarge
        case .unavailable: .unavailable
        case .badCertificate: .badCertificate
        case .refusedByProxy: .refusedByProxy
        case .unexpectedAnswer: .unexpectedAnswer
        case .cancelled: .cancelled
        }
    }

    /// What is wrong, and what to do, to stand after the request.
    func sentence(reading isReading: Bool) -> String {
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
