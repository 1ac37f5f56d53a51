/// A text with names in braces, `{interface} on {host|address}`, of which the first counts that says
/// something; braces are doubled to stand for themselves.
struct RuleTemplate: Hashable, Sendable {
    private let parts: [BracedText.Piece]

    /// Understands a template; nil if its braces do not match.
    init?(_ text: String) {
        guard let pieces = BracedText.pieces(of: text) else { return nil }
        parts = pieces
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
