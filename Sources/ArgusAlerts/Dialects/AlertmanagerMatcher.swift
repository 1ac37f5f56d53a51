import ArgusVocabulary

/// What Alertmanager asks of one label (its manual, "Matcher"), such as `name="value"`.
///
/// There are also `!=`, `=~` and `!~`; a regular expression must match the whole value. A label that is
/// missing has the value "".
package struct AlertmanagerMatcher: Hashable, Sendable {
    package let name: String
    package let value: String
    package let isRegex: Bool
    package let isEqual: Bool

    package init(_ name: String, _ value: String, isRegex: Bool = false, isEqual: Bool = true) {
        (self.name, self.value) = (name, value)
        (self.isRegex, self.isEqual) = (isRegex, isEqual)
    }

    /// Reads a matcher of a silence.
    package init(_ json: JSONValue) throws(DialectProblem) {
        guard let name = json.filled("name"), let value = json["value"]?.string else {
            throw DialectProblem("Each matcher needs a `name` and a `value`.")
        }
        func flag(_ name: String, else usual: Bool) throws(DialectProblem) -> Bool {
            switch json[name] {
            case .bool(let flag): return flag
            case nil, .null: return usual
            default: throw DialectProblem("`\(name)` of a matcher must be true or false.")
            }
        }
        self.init(
            name, value, isRegex: try flag("isRegex", else: false),
            isEqual: try flag("isEqual", else: true))
    }

    /// Reads a matcher as `amtool` and the query `filter` write it; the value may be in quotes.
    package init(text: String) throws(DialectProblem) {
        let scalars = Array(text.trimmingBlanks().unicodeScalars)
        let end = scalars.firstIndex { $0 == "=" || $0 == "!" } ?? scalars.count
        let name = String(String.UnicodeScalarView(scalars[..<end])).trimmingBlanks()
        let rest = String(String.UnicodeScalarView(scalars[end...]))
        let sign = ["=~", "!~", "!=", "="].first { rest.hasPrefix($0) }
        guard let sign, !name.isEmpty else {
            throw DialectProblem("“\(text.inOneLine)” is no matcher such as name=\"value\".")
        }
        let value = String(rest.dropFirst(sign.count).trimmingBlanks())
        self.init(
            String(name), try Self.unquoted(value), isRegex: sign.hasSuffix("~"),
            isEqual: sign.hasPrefix("="))
    }

    private static func unquoted(_ text: String) throws(DialectProblem) -> String {
        guard text.hasPrefix("\"") else { return text }
        guard case .string(let value) = try? JSONValue(parsing: text) else {
            throw DialectProblem("“\(text.inOneLine)” is no value in quotes.")
        }
        return value
    }

    /// As silences have it.
    package var json: JSONValue {
        [
            "name": .string(name), "value": .string(value), "isRegex": .bool(isRegex),
            "isEqual": .bool(isEqual),
        ]
    }
}
