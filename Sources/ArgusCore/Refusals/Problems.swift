/// What is wrong with an input, where in it, in the shapes in which the API writes it.
package indirect enum Problems: Hashable, Sendable {
    /// `"m"`
    case message(Problem)
    /// `["m"]`
    case messages([Problem])
    /// `{"field": …}`, in this order.
    case fields([Field])

    /// A field, or an index in a list, and what is wrong there.
    package struct Field: Hashable, Sendable {
        /// ``Problems/whole`` if it is wrong with all of the input.
        package let name: String?
        package let problems: Problems

        /// Says what is wrong with a field.
        package init(_ name: String?, _ problems: Problems) {
            (self.name, self.problems) = (name, problems)
        }
    }
}

extension Problems: CustomStringConvertible {
    /// The problems in one line, for people at a terminal.
    package var description: String { line(\.description) }

    /// The problems in one line, each in the words of a door.
    package func line(_ words: (Problem) -> String) -> String {
        switch self {
        case .message(let problem): words(problem)
        case .messages(let problems): problems.map(words).joined(separator: " ")
        case .fields(let fields):
            fields.map { Self.line($0.name, $0.problems.line(words)) }.joined(separator: "; ")
        }
    }

    /// In place of a field's name: that all of the input is meant.
    package static let whole: String? = nil

    /// What is wrong with a field, behind its name, unless that says nothing to people or stands
    /// there already.
    private static func line(_ name: String?, _ text: String) -> String {
        guard let name, !text.hasPrefix("\(name): ") else { return text }
        return "\(name): \(text)"
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
