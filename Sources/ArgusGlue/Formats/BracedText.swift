/// A text with names in braces, such as `{host|address} is down`; doubled braces stand for themselves.
enum BracedText {
    /// A piece of it.
    enum Piece: Hashable, Sendable {
        case literal(String)
        /// What stands in braces, with `|` between: the first that says something is meant.
        case names([String])
    }

    /// The pieces of a text in their order; nil if its braces do not match, or hold nothing.
    static func pieces(of text: String) -> [Piece]? {
        var (pieces, literal): ([Piece], String) = ([], "")
        var rest = text[...]
        while let character = rest.popFirst() {
            if character == "}" || (character == "{" && rest.first == "{") {
                guard rest.popFirst() == character else { return nil }
                literal.append(character)
            } else if character == "{" {
                guard let end = rest.firstIndex(of: "}") else { return nil }
                let names = rest[..<end].split(separator: "|").map { String($0) }
                guard !names.isEmpty else { return nil }
                pieces += literal.isEmpty ? [] : [.literal(literal)]
                pieces.append(.names(names))
                (literal, rest) = ("", rest[rest.index(after: end)...])
            } else {
                literal.append(character)
            }
        }
        return pieces + (literal.isEmpty ? [] : [.literal(literal)])
    }
}
