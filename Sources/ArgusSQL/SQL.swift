/// A statement or a piece of one, with the values that stand in it.
///
/// Written as a literal: what is interpolated becomes a bound argument, never text, so nothing that
/// came from outside can become SQL. Pieces can be put into others.
package struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The text, with a `?` for every argument.
    package private(set) var text: String
    package private(set) var arguments: [SQLValue]

    /// Takes text that is SQL.
    ///
    /// It must not contain anything that came from outside.
    package init(unsafe text: String) {
        (self.text, arguments) = (text, [])
    }

    package init(stringLiteral text: String) {
        self.init(unsafe: text)
    }

    package init(stringInterpolation: StringInterpolation) {
        (text, arguments) = (stringInterpolation.text, stringInterpolation.arguments)
    }

    /// Puts pieces one after the other, with SQL text between them.
    package init(_ pieces: some Sequence<SQL>, joined separator: StaticString) {
        text = pieces.map(\.text).joined(separator: separator.description)
        arguments = pieces.flatMap(\.arguments)
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text: String
        fileprivate var arguments: [SQLValue] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            text = ""
            text.reserveCapacity(literalCapacity + interpolationCount * 2)
            arguments.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        package mutating func appendInterpolation(_ value: some SQLEncodable) {
            text += "?"
            arguments.append(value.sqlValue)
        }

        package mutating func appendInterpolation(_ value: (some SQLEncodable)?) {
            text += "?"
            arguments.append(value?.sqlValue ?? .null)
        }

        package mutating func appendInterpolation(_ piece: SQL) {
            text += piece.text
            arguments += piece.arguments
        }

        /// A column of values as one argument, for `unnest` on PostgreSQL.
        package mutating func appendInterpolation(column values: [(some SQLEncodable)?]) {
            text += "?"
            arguments.append(.column(values.map { $0?.sqlValue ?? .null }))
        }

        /// Values with commas between them.
        package mutating func appendInterpolation(values: [(some SQLEncodable)?]) {
            text += Array(repeating: "?", count: values.count).joined(separator: ", ")
            arguments += values.map { $0?.sqlValue ?? .null }
        }

        /// A list of values in parentheses, for `IN`; an empty one matches nothing.
        package mutating func appendInterpolation(list values: [some SQLEncodable]) {
            text +=
                values.isEmpty
                ? "(NULL)" : "(?\(String(repeating: ", ?", count: values.count - 1)))"
            arguments += values.map(\.sqlValue)
        }
    }
}
