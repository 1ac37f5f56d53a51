/// How bad an incident is: 1 is the worst.
package enum Level: Int, CaseIterable, Comparable, Sendable {
    case critical = 1
    case high, moderate, low, information

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
