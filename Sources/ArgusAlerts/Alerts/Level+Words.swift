import ArgusVocabulary

extension Level {
    /// Finds a level by a word, in any case, or by its digit; nil for any other text.
    ///
    /// The words are the API's own and those that monitoring systems use for the same.
    public init?(named name: String) {
        let word = name.filter { !$0.isWhitespace }.lowercased()
        guard let level = Self.allCases.first(where: { $0.words.contains(word) }) else {
            return nil
        }
        self = level
    }

    /// What a level may be written as, in words for people.
    package static let expected =
        "1 to 5, or a word such as critical, high, moderate, low, information"

    private var words: [String] {
        switch self {
        case .critical:
            ["1", "critical", "crit", "fatal", "emergency", "emerg", "alert", "disaster"]
        case .high: ["2", "high", "error", "err", "major"]
        case .moderate: ["3", "moderate", "medium", "warning", "warn", "average", "unknown"]
        case .low: ["4", "low", "minor", "notice"]
        case .information: ["5", "information", "informational", "info", "debug", "ok"]
        case .unknown: []
        }
    }
}
