import ArgusVocabulary

extension ProfileRules {
    /// Refuses what is out of bounds; all of it at once.
    package func check() throws(Refusal) {
        var problems = times + counts
        if kinds?.isEmpty == true {
            problems.append(Self.problem("kinds", "Without any, the profile would tell nothing."))
        }
        if teams.count > Self.mostTeams {
            problems.append(
                Self.problem("teams", "No more than \(Self.mostTeams) teams are possible."))
        }
        problems += escalationProblems + digestProblems + stormProblems
        guard problems.isEmpty else { throw .invalid(.fields(problems)) }
    }

    private var times: [Problems.Field] {
        [("wait", wait), ("repeat_after", repeatAfter)].compactMap { name, value in
            guard let value else { return nil }
            return Self.problem(name, value, in: Self.waits)
        }
    }

    private var counts: [Problems.Field] {
        [
            ("repeat_at_most", repeatAtMost, Self.repetitions),
            ("hourly_limit", hourlyLimit ?? 1, Self.hourlyLimits),
        ].compactMap { name, value, range in
            range.contains(value)
                ? nil
                : Self.problem(
                    name, "From \(range.lowerBound) to \(range.upperBound) is possible.")
        }
    }

    private var escalationProblems: [Problems.Field] {
        if escalation.count > Self.levels.upperBound {
            return [
                Self.problem(
                    "escalation", "No more than \(Self.levels.upperBound) levels are possible.")
            ]
        }
        return escalation.enumerated().compactMap { place, level in
            let named = "Level \(place + 1)"
            if !Self.waits.contains(level.after) {
                return Self.problem(
                    "escalation", "\(named) has to come after 10 seconds to 30 days.")
            }
            if level.destinations.isEmpty, level.teams.isEmpty {
                return Self.problem(
                    "escalation", "\(named) tells nobody: name a destination or a team.")
            }
            return level.teams.count > Self.mostTeams
                ? Self.problem("escalation", "\(named) names more than \(Self.mostTeams) teams.")
                : nil
        }
    }

    private var digestProblems: [Problems.Field] {
        switch digest {
        case .times(let times) where !DigestSchedule.times.contains(times.count):
            [Self.problem("digest", "From 1 to 24 times of a day are possible.")]
        case .every(let interval):
            Self.problem("digest", interval, in: DigestSchedule.intervals).map { [$0] } ?? []
        default: []
        }
    }

    private var stormProblems: [Problems.Field] {
        guard let storm else { return [] }
        let isKey =
            (1...100).contains(storm.tag.utf8.count)
            && storm.tag.utf8.allSatisfy(Tag.KeyRule.anyCase.allows)
        if !isKey { return [Self.problem("storm", "The tag has to be a key such as host.")] }
        if !StormRule.counts.contains(storm.count) {
            return [Self.problem("storm", "From 1 to 1000 incidents are possible.")]
        }
        return Self.problem("storm", storm.within, in: StormRule.times).map { [$0] } ?? []
    }

    private static func problem(_ name: String, _ text: String) -> Problems.Field {
        Problems.Field(name, .messages([.text(text)]))
    }

    private static func problem(
        _ name: String, _ value: Duration, in range: ClosedRange<Duration>
    ) -> Problems.Field? {
        if value < range.lowerBound {
            return Problems.Field(name, .messages([.lessThan(range.lowerBound)]))
        }
        if value > range.upperBound {
            return Problems.Field(name, .messages([.moreThan(range.upperBound)]))
        }
        return nil
    }
}
