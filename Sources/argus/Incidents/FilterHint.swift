import ArgusCore
import ArgusWire

extension WrittenFilter {
    /// What somebody may have meant whose filter found nothing; nil if nothing in it looks like it.
    ///
    /// A word without a meaning of its own is searched for as a text, also one that is mistyped.
    static func hint(on written: String) -> String? {
        guard !written.contains("\"") else { return nil }
        for typed in written.split(whereSeparator: \.isWhitespace) {
            let word = typed.lowercased()
            guard !words.contains(word) else { continue }
            guard let meant = meaning(of: word) else { continue }
            return "Nothing was found. `\(typed)` was searched for as a text; "
                + "for what you may have meant, write `\(meant)`."
        }
        return nil
    }

    private static func meaning(of word: String) -> String? {
        let signs = ["&": "and", "&&": "and", "|": "or", "||": "or", "!": "not"]
        if let meant = signs[word] { return meant }
        if word.first == "-" || word.first == "!", words.contains(String(word.dropFirst())) {
            return "not \(word.dropFirst())"
        }
        guard word.allSatisfy({ $0.isASCII && $0.isLetter }) else { return nil }
        return word.nearest(among: words)
    }
}
