/// A text with names in braces, `{interface} on {host|address}`, of which the first counts that says
/// something; braces are doubled to stand for themselves.
struct RuleTemplate: Hashable, Sendable {
    private enum Part: Hashable {
        case literal(String)
        case names([String])
    }

    private let parts: [Part]

    /// Understands a template; nil if its braces do not match.
    init?(_ text: String) {
        var (parts, literal): ([Part], String) = ([], "")
        var rest = text[...]
        while let character = rest.popFirst() {
            if character == "}" || (character == "{" && rest.first == "{") {
                guard rest.popFirst() == character else { return nil }
                literal.append(character)
            } else if character == "{" {
                guard let end = rest.firstIndex(of: "}") else { return nil }
                let names = rest[..<end].split(separator: "|").map { String($0) }
                guard !names.isEmpty else { return nil }
                parts += literal.isEmpty ? [] : [.literal(literal)]
                parts.append(.names(names))
                (literal, rest) = ("", rest[rest.index(after: end)...])
            } else {
                literal.append(character)
            }
        }
        self.parts = parts + (literal.isEmpty ? [] : [.literal(literal)])
    }

    /// The names in it.
    var names: [String] {
        parts.flatMap { part -> [String] in
            if case .names(let names) = part { names } else { [] }
        }
    }

    /// The text; nil if it has names and none of them says anything, or, where all are needed, one
    /// does not.
    func text(needingAll: Bool = false, _ value: (String) -> String?) -> String? {
        var (text, isFilled) = ("", false)
        for part in parts {
            switch part {
            case .literal(let literal): text += literal
            case .names(let names):
                var found: String?
                for name in names where found?.isEmpty ?? true { found = value(name) }
                if let found, !found.isEmpty {
                    text += found
                    isFilled = true
                } else if needingAll {
                    return nil
                }
            }
        }
        return !names.isEmpty && !isFilled || text.isEmpty ? nil : text
    }
}
