import ArgusCore
import ArgusVocabulary
import ArgusWire

/// How the log of the existing server tells what became different: as Python prints it.
///
/// Logs are compared, so the words stay.
extension LogWording {
    /// Versions 1 and 2 print tags as a list.
    package static let lists = LogWording(tags: { pythonList($0.map(\.text)) }, metadata: items)
    /// Version 3 prints them as a set, where a source tells of its problems.
    package static let sets = LogWording(tags: { pythonSet($0.map(\.text)) }, metadata: items)
    /// Version 3 writes other entries twice, where an incident is changed.
    package static let setsTwice = LogWording(
        tags: sets.tags, metadata: sets.metadata, isDoubled: true)

    /// The number of members, items or characters of a JSON value.
    @Sendable
    private static func items(in json: JSONText) -> String {
        "\(json.value.itemCount) item(s)"
    }
}

extension JSONValue {
    fileprivate var itemCount: Int {
        switch self {
        case .object(let object): object.members.count
        case .array(let items): items.count
        case .string(let text): text.unicodeScalars.count
        case .null, .bool, .integer, .number: 0
        }
    }
}

/// Texts as Python prints a list of them.
private func pythonList(_ texts: [String]) -> String {
    "[\(texts.map(pythonLiteral).joined(separator: ", "))]"
}

/// Texts as Python prints a set of them.
private func pythonSet(_ texts: [String]) -> String {
    texts.isEmpty ? "set()" : "{\(texts.map(pythonLiteral).joined(separator: ", "))}"
}

private func pythonLiteral(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let quote: Unicode.Scalar = scalars.contains("'") && !scalars.contains("\"") ? "\"" : "'"
    var literal = String(quote)
    for scalar in scalars {
        switch scalar {
        case "\\": literal += "\\\\"
        case "\n": literal += "\\n"
        case "\r": literal += "\\r"
        case "\t": literal += "\\t"
        case quote: literal += "\\\(quote)"
        case "\0"..."\u{1f}", "\u{7f}"..."\u{a0}", "\u{ad}":
            let digits = String(scalar.value, radix: 16)
            literal += digits.count == 1 ? "\\x0\(digits)" : "\\x\(digits)"
        default: literal.unicodeScalars.append(scalar)
        }
    }
    return literal + String(quote)
}
