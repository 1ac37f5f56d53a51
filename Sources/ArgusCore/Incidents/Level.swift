/// How bad an incident is: 1 is the worst.
package enum Level: Int, CaseIterable, Comparable, Sendable {
    case critical = 1
    case high, moderate, low, information

    /// Takes a name, in any case, or a number; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let name = text.lowercased()
        let level = Int(name).flatMap(Level.init(rawValue:))
        guard let level = level ?? Self.allCases.first(where: { "\($0)" == name }) else {
            return nil
        }
        self = level
    }

    package static func < (one: Level, other: Level) -> Bool {
        one.rawValue < other.rawValue
    }

    /// The name that people see.
    package var display: String {
        switch self {
        case .critical: "Critical"
        case .high: "High"
        case .moderate: "Moderate"
        case .low: "Low"
        case .information: "Information"
        }
    }
}
