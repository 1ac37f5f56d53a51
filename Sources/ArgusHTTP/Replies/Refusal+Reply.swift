import ArgusCore
import ArgusVocabulary
import ArgusWire
import HTTPTypes

extension Reply {
    /// The answer to a refused request.
    package init(_ refusal: Refusal) {
        if case .gone(let text, let last) = refusal {
            self.init(status: refusal.status, ["detail": .string(text), "last": .integer(last)])
            return
        }
        self.init(status: refusal.status) { $0.problems(refusal.problems) }
        if refusal.status == .unauthorized { headers[.wwwAuthenticate] = "Token" }
        switch refusal {
        case .tooManyAttempts(_, let retryAfter), .unavailable(_, let retryAfter):
            headers[.retryAfter] = String(retryAfter)
        default: break
        }
    }

    /// Answers `{"detail": …}`.
    init(status: HTTPResponse.Status, detail: String) {
        self.init(status: status, ["detail": .string(detail)])
    }
}

extension Refusal {
    /// The status that says it: the one place where refusals become statuses.
    package var status: HTTPResponse.Status {
        switch self {
        case .invalid, .conflict: .badRequest
        case .because(let reason): reason.status
        case .notAuthenticated: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .notAllowed: .methodNotAllowed
        case .notAcceptable: .notAcceptable
        case .gone: .gone
        case .tooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .keyReused: .unprocessableContent
        case .tooManyAttempts: .tooManyRequests
        case .unavailable: .serviceUnavailable
        }
    }

    /// The body that says it: what is wrong with the input, or `{"detail": …}`.
    package var problems: Problems {
        switch self {
        case .invalid(let problems), .conflict(let problems): problems
        case .because(let reason): reason.problems
        case .notAuthenticated(let text), .forbidden(let text), .notFound(let text),
            .notAllowed(let text), .notAcceptable(let text), .gone(let text, _),
            .tooLarge(let text), .unsupportedMediaType(let text), .keyReused(let text),
            .tooManyAttempts(let text, _), .unavailable(let text, _):
            .detail(text)
        }
    }
}

extension JSONWriter {
    /// Writes what is wrong with an input.
    package mutating func problems(_ problems: Problems) {
        switch problems {
        case .message(let problem): string(problem.message)
        case .messages(let problems): list(problems) { $0.string($1.message) }
        case .fields(let fields):
            raw("{")
            for (index, field) in fields.enumerated() {
                if index > 0 { raw(",") }
                string(field.name ?? "non_field_errors")
                raw(":")
                self.problems(field.problems)
            }
            raw("}")
        }
    }
}
