/// How bad an incident is: 1 critical, 2 high, 3 moderate, 4 low, 5 information.
public enum Level: Hashable, Sendable {
    case critical, high, moderate, low, information
    /// A number that this version does not know; a newer server may have it.
    case unknown(Int)

    /// The level of a number, whatever it is: for what a server tells.
    public init(number: Int) {
        self = Self(rawValue: number) ?? .unknown(number)
    }

    /// The API's word for it, in lower case; of an unknown level its number.
    public var word: String {
        switch self {
        case .critical: "critical"
        case .high: "high"
        case .moderate: "moderate"
        case .low: "low"
        case .information: "information"
        case .unknown(let number): String(number)
        }
    }

    /// The name that people see.
    public var display: String { word.prefix(1).uppercased() + word.dropFirst() }
}

extension Level: RawRepresentable, CaseIterable {
    /// The known levels, the worst first.
    public static let allCases: [Level] = [.critical, .high, .moderate, .low, .information]

    /// The level of a number; nil for one that is unknown.
    public init?(rawValue: Int) {
        switch rawValue {
        case 1: self = .critical
        case 2: self = .high
        case 3: self = .moderate
        case 4: self = .low
        case 5: self = .information
        default: return nil
        }
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

extension Level: Comparable {
    /// Compares by number: critical is the smallest.
    public static func < (one: Level, other: Level) -> Bool {
        one.rawValue < other.rawValue
    }
}
