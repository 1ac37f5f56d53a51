import ArgusCore
import ArgusHTTP
import ArgusVocabulary

extension ProfileRuleFields {
    /// What the form says of rules; times are as its reader's clocks show them.
    struct Said: Sendable {
        fileprivate var rules = ProfileRules()
        fileprivate var pausedUntil = ""
    }

    /// The most levels of an escalation that a form has.
    static let mostLevels = ProfileRules.levels.upperBound

    /// Reads the rules; what a form does not mention is as usual.
    static let said = Field<Said>([:]) { input throws(Refusal) in
        var said = Said()
        let kinds =
            input.optional("kinds").flatMap {
                input.choices("kinds", $0, NotificationKind.init(rawValue:))
            } ?? []
        said.rules.kinds = kinds.isEmpty ? nil : Set(kinds)
        said.rules.followsUp = input.has("follows_up")
        said.rules.teams = (input.keys("teams") ?? []).withoutRepetitions()
        let waits = ProfileRules.waits
        said.rules.wait = input.minutes("wait", in: waits)
        said.rules.repeatAfter = input.minutes("repeat_after", in: waits)
        said.rules.repeatAtMost = input.number("repeat_at_most", in: ProfileRules.repetitions) ?? 1
        said.rules.hourlyLimit = input.number("hourly_limit", in: ProfileRules.hourlyLimits)
        said.rules.digest = digest(&input)
        said.rules.storm = storm(&input)
        for number in 1...mostLevels {
            if let level = level(number, &input) { said.rules.escalation.append(level) }
        }
        said.pausedUntil = input.text("paused_until") ?? ""
        return said
    }

    private static func digest(_ input: inout Input) -> DigestSchedule? {
        switch input.text("digest") ?? "" {
        case "times":
            let texts = (input.text("digest_times") ?? "").split { ", ;".contains($0) }
            let times = texts.compactMap { TimeOfDay(toTheMinute: String($0)) }
            if times.count < texts.count || !DigestSchedule.times.contains(times.count) {
                input.refuse("digest_times", "Write times such as 08:00, 16:00; 24 at most.")
                return nil
            }
            return .times(Set(times).sorted())
        case "every":
            if let every = input.minutes("digest_every", in: DigestSchedule.intervals) {
                return .every(every)
            }
            input.refuse("digest_every", "Say every how many minutes.")
            return nil
        case "timeslot": return .timeslotStart
        default: return nil
        }
    }

    private static func storm(_ input: inout Input) -> StormRule? {
        guard let tag = input.text("storm"), !tag.isEmpty else { return nil }
        guard let count = input.number("storm_count", in: StormRule.counts) else {
            input.refuse("storm_count", "Say how many incidents are told one by one.")
            return nil
        }
        guard let within = input.minutes("storm_within", in: StormRule.times) else {
            input.refuse("storm_within", "Say within how many minutes.")
            return nil
        }
        return StormRule(tag: tag, count: count, within: within)
    }

    private static func level(_ number: Int, _ input: inout Input) -> EscalationLevel? {
        let name = "level_\(number)"
        let destinations: [Destination.ID] = input.keys("\(name)_destinations") ?? []
        let teams: [Team.ID] = input.keys("\(name)_teams") ?? []
        let isTyped = !(input.text("\(name)_after") ?? "").isEmpty
        if destinations.isEmpty, teams.isEmpty {
            if isTyped { input.refuse("\(name)_destinations", "Choose who is told then.") }
            return nil
        }
        guard isTyped else {
            input.refuse("\(name)_after", "Say after how many minutes.")
            return nil
        }
        return input.minutes("\(name)_after", in: ProfileRules.waits).map {
            EscalationLevel(after: $0, destinations: destinations, teams: teams)
        }
    }
}

extension ProfileRuleFields.Said {
    /// The rules; a field for a time knows no seconds, so one that was left alone stays as it is.
    func rules(_ moments: MomentFormat, of old: ProfileRules? = nil) throws(Refusal)
        -> ProfileRules
    {
        var rules = rules
        if pausedUntil.isEmpty { return rules }
        if let old = old?.pausedUntil, moments.typed(old) == pausedUntil {
            rules.pausedUntil = old
        } else if let moment = moments.moment(pausedUntil) {
            rules.pausedUntil = moment
        } else {
            throw .invalid("paused_until", "It is no date and time, such as 2026-11-25 08:00.")
        }
        return rules
    }
}

extension Input {
    /// A number of minutes, which may have a fraction; nil if nothing is typed.
    fileprivate mutating func minutes(
        _ name: String, in range: ClosedRange<Duration>
    ) -> Duration? {
        guard let text = text(name), !text.isEmpty else { return nil }
        if let minutes = Double(text.replacing(",", with: ".")), abs(minutes) < 1_000_000 {
            let duration = Duration.seconds(Int64((minutes * 60).rounded()))
            if range.contains(duration) { return duration }
        }
        let (least, most): (Duration?, Duration?) = (range.lowerBound, range.upperBound)
        refuse(name, .text("Write a number of minutes from \(least.minutes) to \(most.minutes)."))
        return nil
    }

    /// A whole number; nil if nothing is typed.
    fileprivate mutating func number(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(name), !text.isEmpty else { return nil }
        if let number = Int(text), range.contains(number) { return number }
        refuse(
            name, .text("Write a number from \(range.lowerBound) to \(range.upperBound)."))
        return nil
    }
}
