import ArgusClient
import ArgusVocabulary

/// A place in what was posted: a JSON Pointer (RFC 6901), `/a/0/b`, or the same with dots, `a.0.b`;
/// with `^` before it, in the whole body and not in the item.
struct JSONPath: Hashable, Sendable {
    private let steps: [String]
    private let isFromBody: Bool

    /// What a mapping is applied to: one item of a body.
    struct Scope {
        let item: JSONValue
        let body: JSONValue
    }

    /// Understands a path; nil for an empty text, or one with blanks or braces.
    init?(_ text: String) {
        isFromBody = text.hasPrefix("^")
        let path = isFromBody ? String(text.dropFirst()) : text
        guard !path.isEmpty, !path.contains(where: { $0.isWhitespace || $0 == "{" || $0 == "}" })
        else { return nil }
        guard path.hasPrefix("/") else {
            steps = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            return
        }
        steps = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
            .map { String($0).replacing("~1", with: "/").replacing("~0", with: "~") }
    }

    /// What stands there; nil if nothing does.
    func value(in scope: Scope) -> JSONValue? {
        var value = isFromBody ? scope.body : scope.item
        for step in steps {
            if let items = value.array {
                guard let index = Int(step), items.indices.contains(index) else { return nil }
                value = items[index]
            } else if let member = value[step] {
                value = member
            } else {
                return nil
            }
        }
        return value
    }
}
