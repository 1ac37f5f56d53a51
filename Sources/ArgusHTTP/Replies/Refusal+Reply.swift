import ArgusCore
import ArgusWire
import HTTPTypes

extension Reply {
    /// The answer to a refused request: the one place where refusals become statuses.
    package init(_ refusal: Refusal) {
        switch refusal {
        case .invalid(let problems), .conflict(let problems):
            self.init(status: .badRequest) { $0.problems(problems) }
        case .notAuthenticated(let text):
            self.init(status: .unauthorized, detail: text)
            headers[.wwwAuthenticate] = "Token"
        case .forbidden(let text): self.init(status: .forbidden, detail: text)
        case .notFound(let text): self.init(status: .notFound, detail: text)
        case .notAllowed(let text): self.init(status: .methodNotAllowed, detail: text)
        case .notAcceptable(let text): self.init(status: .notAcceptable, detail: text)
        case .gone(let text, let last):
            self.init(status: .gone, ["detail": .string(text), "last": .integer(last)])
        case .tooLarge(let text): self.init(status: .contentTooLarge, detail: text)
        case .unsupportedMediaType(let text):
            self.init(status: .unsupportedMediaType, detail: text)
        case .keyReused(let text): self.init(status: .unprocessableContent, detail: text)
        case .tooManyAttempts(let text, let retryAfter):
            self.init(status: .tooManyRequests, detail: text)
            headers[.retryAfter] = String(retryAfter)
        case .unavailable(let text, let retryAfter):
            self.init(status: .serviceUnavailable, detail: text)
            headers[.retryAfter] = String(retryAfter)
        }
    }

    /// Answers `{"detail": …}`.
    init(status: HTTPResponse.Status, detail: String) {
        self.init(status: status, ["detail": .string(detail)])
    }
}

extension JSONWriter {
    /// Writes what is wrong with an input.
    fileprivate mutating func problems(_ problems: Problems) {
        switch problems {
        case .message(let message): string(message)
        case .messages(let messages): list(messages) { $0.string($1) }
        case .fields(let fields):
            raw("{")
            for (index, field) in fields.enumerated() {
                if index > 0 { raw(",") }
                string(field.name)
                raw(":")
                self.problems(field.problems)
            }
            raw("}")
        }
    }
}
