/// What is wrong with an input, in the shapes in which the API writes it.
package indirect enum Problems: Hashable, Sendable {
    /// `"m"`
    case message(String)
    /// `["m"]`
    case messages([String])
    /// `{"field": …}`, in this order.
    case fields([Field])

    /// A field, or an index in a list, and what is wrong there.
    package struct Field: Hashable, Sendable {
        package let name: String
        package let problems: Problems

        /// Says what is wrong with a field.
        package init(_ name: String, _ problems: Problems) {
            (self.name, self.problems) = (name, problems)
        }
    }
}

extension Problems: CustomStringConvertible {
    /// The problems in one line, for people at a terminal.
    package var description: String {
        switch self {
        case .message(let message): message
        case .messages(let messages): messages.joined(separator: " ")
        case .fields(let fields):
            fields.map { Self.line($0) }.joined(separator: "; ")
        }
    }

    /// What is wrong with a field, behind its name, unless that says nothing to people or stands
    /// there already.
    private static func line(_ field: Field) -> String {
        let text = field.problems.description
        let isOfAll = ["__all__", "non_field_errors"].contains(field.name)
        return isOfAll || text.hasPrefix("\(field.name): ") ? text : "\(field.name): \(text)"
    }
}

extension Refusal: CustomStringConvertible {
    /// The refusal in one line, for people at a terminal.
    package var description: String {
        switch self {
        case .invalid(let problems), .conflict(let problems): problems.description
        case .because(let reason): reason.description
        case .notAuthenticated(let text), .gone(let text, _), .forbidden(let text),
            .notFound(let text),
            .notAllowed(let text), .notAcceptable(let text), .tooLarge(let text),
            .unsupportedMediaType(let text), .keyReused(let text),
            .tooManyAttempts(let text, _), .unavailable(let text, _):
            text
        }
    }
}
