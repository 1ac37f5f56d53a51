import ArgusVocabulary

/// How much may be asked at once: each condition may cost a look at every incident, and whoever asks for
/// hundreds of them keeps others waiting.
extension IncidentFilter {
    /// So many conditions may stand in what somebody asks, tags and words included.
    package static let mostConditions = 100
    /// So many of them may search text.
    package static let mostWords = 20

    /// What is too much about it, in a sentence; nil if nothing is.
    package var excess: String? {
        let (conditions, words) = size
        if words > Self.mostWords {
            return "This searches for \(words) words, and \(Self.mostWords) are the most."
        }
        if conditions > Self.mostConditions {
            return "This has \(conditions) conditions, and \(Self.mostConditions) are the most."
        }
        return nil
    }

    /// How many conditions there are in all, and how many of them search text.
    private var size: (conditions: Int, words: Int) {
        switch self {
        // Tags of which one is enough are looked up together.
        case .any(let parts) where parts.allSatisfy(\.isTag): (1, 0)
        case .all(let parts), .any(let parts):
            // What is said twice is asked once.
            parts.merged.reduce(into: (0, 0)) { sum, part in
                let (conditions, words) = part.size
                sum = (sum.0 + conditions, sum.1 + words)
            }
        case .not(let part): part.size
        case .mentions: (1, 1)
        default: (1, 0)
        }
    }
}

extension IncidentFilter {
    private var isTag: Bool {
        if case .tag = self { true } else { false }
    }
}

extension [IncidentFilter] {
    /// The same without what is said twice, byte by byte as the database compares texts.
    package var merged: [IncidentFilter] {
        guard count > 1 else { return self }
        var known: Set<ExactText> = []
        return filter { known.insert(ExactText($0.written)).inserted }
    }
}

extension FilterBlob {
    /// Refuses what asks for too much.
    package func checkSize() throws(Refusal) {
        if let excess = filter.excess { throw .invalid("filter", .text(excess)) }
    }
}
