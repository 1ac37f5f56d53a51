import ArgusVocabulary

/// How bad an incident is: 1 critical, 2 high, 3 moderate, 4 low, 5 information.
public enum LevelJSON: Hashable, Sendable {
    case critical, high, moderate, low, information
    /// A number that this version does not know; a newer server may have it.
    case unknown(Int)

    /// The level of a number, whatever it is.
    public init(number: Int) {
        self = Self(rawValue: number) ?? .unknown(number)
    }
}

extension LevelJSON: RawRepresentable, CaseIterable {
    /// The known levels, the worst first.
    public static let allCases: [LevelJSON] = [.critical, .high, .moderate, .low, .information]

    /// The level of a number; nil for one that is unknown.
    public init?(rawValue: Int) {
        guard (1...Self.allCases.count).contains(rawValue) else { return nil }
        self = Self.allCases[rawValue - 1]
    }

    /// Its number in the API.
    public var rawValue: Int {
        switch self {
        case .critical: 1
        case .high: 2
        case .moderate: 3
        case .low: 4
        case .information: 5
        case .unknown(let number): number
        }
    }
}

extension LevelJSON: Comparable {
    /// Compares by number: critical is the smallest.
    public static func < (one: LevelJSON, other: LevelJSON) -> Bool {
        one.rawValue < other.rawValue
    }
}
