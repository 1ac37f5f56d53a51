import ArgusVocabulary

extension Level {
    /// Takes a word, in any case, or a number; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let word = text.lowercased()
        let level = Int(word).flatMap(Level.init(rawValue:))
        guard let level = level ?? Self.allCases.first(where: { $0.word == word }) else {
            return nil
        }
        self = level
    }
}
