import ArgusCore
import ArgusVocabulary

/// How the rules of a profile stand in a column; times in microseconds, what is usual left out.
struct ProfileRulesColumn: Codable {
    private let kinds: [String]?
    private let wait: Int64?
    private let followsUp: Bool?
    private let repeatAfter: Int64?
    private let repeatAtMost: Int?
    private let hourlyLimit: Int?
    private let pausedUntil: Int64?

    private enum CodingKeys: String, CodingKey {
        case kinds, wait
        case followsUp = "follows_up"
        case repeatAfter = "repeat_after"
        case repeatAtMost = "repeat_at_most"
        case hourlyLimit = "hourly_limit"
        case pausedUntil = "paused_until"
    }

    init(_ rules: ProfileRules) {
        kinds = rules.kinds?.sorted().map(\.rawValue)
        wait = rules.wait?.microseconds
        followsUp = rules.followsUp ? true : nil
        repeatAfter = rules.repeatAfter?.microseconds
        repeatAtMost = rules.repeatAtMost == 1 ? nil : rules.repeatAtMost
        hourlyLimit = rules.hourlyLimit
        pausedUntil = rules.pausedUntil?.microseconds
    }

    var rules: ProfileRules {
        get throws {
            var rules = ProfileRules()
            rules.kinds = try kinds.map { Set(try $0.map { try NotificationKind(stored: $0) }) }
            rules.wait = wait.map { .microseconds($0) }
            rules.followsUp = followsUp ?? false
            rules.repeatAfter = repeatAfter.map { .microseconds($0) }
            rules.repeatAtMost = repeatAtMost ?? 1
            rules.hourlyLimit = hourlyLimit
            rules.pausedUntil = pausedUntil.map { Timestamp(microseconds: $0) }
            return rules
        }
    }
}
