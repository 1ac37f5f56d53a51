import ArgusVocabulary

/// Everything that is wrong with the settings.
public struct SettingsProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Each mistake.
    public let mistakes: [Mistake]

    /// One setting and what is wrong with it.
    public struct Mistake: Hashable, Sendable, CustomStringConvertible {
        /// The name of its environment variable, or where in the file it stands.
        public let name: String
        /// What is wrong, as a sentence.
        public let description: String

        /// Takes what is wrong with a name, to be read after it, without a full stop.
        package init(name: String, problem: String) {
            let sentence = "\(name) \(problem)".onOneLine
            self.init(name: name, sentence: sentence + (sentence.hasSuffix("?") ? "" : "."))
        }

        /// Takes what is wrong as a whole sentence.
        package init(name: String, sentence: String) {
            (self.name, description) = (name, sentence)
        }
    }

    /// Collects mistakes.
    package init(mistakes: [Mistake]) {
        self.mistakes = mistakes
    }

    /// The mistakes, a line each.
    public var description: String { mistakes.map(\.description).joined(separator: "\n") }
}
