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
    private let teams: [Int64]?
    private let escalation: [LevelColumn]?
    private let digest: DigestColumn?
    private let storm: StormColumn?

    private enum CodingKeys: String, CodingKey {
        case kinds, wait, teams, escalation, digest, storm
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
        teams = rules.teams.isEmpty ? nil : rules.teams.map(\.rawValue)
        escalation = rules.escalation.isEmpty ? nil : rules.escalation.map { LevelColumn($0) }
        digest = rules.digest.map { DigestColumn($0) }
        storm = rules.storm.map { StormColumn($0) }
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
            rules.teams = teams?.map { Team.ID($0) } ?? []
            rules.escalation = escalation?.map(\.level) ?? []
            rules.digest = digest?.schedule
            rules.storm = storm?.rule
            return rules
        }
    }
}

/// How a level of an escalation stands in a column.
private struct LevelColumn: Codable {
    private let after: Int64
    private let destinations: [Int64]?
    private let teams: [Int64]?

    init(_ level: EscalationLevel) {
        after = level.after.microseconds
        destinations = level.destinations.map(\.rawValue)
        teams = level.teams.map(\.rawValue)
    }

    var level: EscalationLevel {
        EscalationLevel(
            after: .microseconds(after),
            destinations: destinations?.map { Destination.ID($0) } ?? [],
            teams: teams?.map { Team.ID($0) } ?? [])
    }
}

/// How a digest stands in a column: one of these is there.
private struct DigestColumn: Codable {
    /// Microseconds since midnight.
    private let times: [Int64]?
    private let every: Int64?

    init(_ schedule: DigestSchedule) {
        switch schedule {
        case .times(let given): (times, every) = (given.map(\.microseconds), nil)
        case .every(let interval): (times, every) = (nil, interval.microseconds)
        case .timeslotStart: (times, every) = (nil, nil)
        }
    }

    var schedule: DigestSchedule {
        if let times { return .times(times.map { TimeOfDay(microseconds: $0) }) }
        return every.map { .every(.microseconds($0)) } ?? .timeslotStart
    }
}
