import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary

extension Field where Value == ProfileRules? {
    /// What somebody wants of a profile beyond filters, timeslot and destinations; what is not mentioned
    /// is as usual.
    static var rules: Field {
        .object("rules", "NotificationRules", .rules)
            .note("What is not mentioned is as usual: everything is told at once.")
    }
}

extension Field where Value == ProfileRules {
    fileprivate static var rules: Field {
        let (waits, limits) = (ProfileRules.waits, ProfileRules.hourlyLimits)
        let seconds = waits.lowerBound.components.seconds...waits.upperBound.components.seconds
        let repetitions =
            Int64(
                ProfileRules.repetitions.lowerBound)...Int64(ProfileRules.repetitions.upperBound)
        return Field(
            Field<[NotificationKind]?>.kinds,
            Field<Int64?>.nullableInteger("wait", in: seconds)
                .note(
                    "How many seconds an opening waits; what is over or acknowledged by then is not told."
                ),
            Field<Bool?>.bool("follows_up")
                .note(
                    "Whether an end, a reopening and an acknowledgement are told if the opening was, and only then."
                ),
            Field<Int64?>.nullableInteger("repeat_after", in: seconds)
                .note("After how many seconds an opening is told again that nobody acknowledges."),
            Field<Int64?>.nullableInteger("repeat_at_most", in: repetitions)
                .note("How often it is told again; once if missing."),
            Field<Int64?>.nullableInteger(
                "hourly_limit", in: Int64(limits.lowerBound)...Int64(limits.upperBound)
            )
            .note(
                "How many messages an hour each destination gets; one more tells how many there were."
            ),
            Field<Timestamp?>.nullableTime("paused_until").note("Nothing is told until then."),
            Field<[Team.ID]?>.keys("teams").note("Whoever is on call in these is told, too."),
            Field<[EscalationLevel]?>.objects(
                "escalation", "EscalationLevel", .level, isRequired: false
            )
            .note("Who is told next if nobody acknowledges an opening, one level after the other."),
            Field<DigestSchedule??>.nullableObject("digest", "Digest", .digest)
                .note("When it is told together what happened until then; at once if null."),
            Field<StormRule??>.nullableObject("storm", "Storm", .storm)
                .note("More incidents than `count` with one value of a tag are one message.")
        ) {
            kinds, wait, followsUp, repeatAfter, repeatAtMost, hourlyLimit, pausedUntil, teams,
            escalation, digest, storm in
            var rules = ProfileRules()
            rules.kinds = kinds.map { Set($0) }
            rules.wait = wait.map { .seconds($0) }
            rules.followsUp = followsUp ?? false
            rules.repeatAfter = repeatAfter.map { .seconds($0) }
            rules.repeatAtMost = repeatAtMost.map { Int($0) } ?? 1
            rules.hourlyLimit = hourlyLimit.map { Int($0) }
            rules.pausedUntil = pausedUntil
            rules.teams = teams?.withoutRepetitions() ?? []
            rules.escalation = escalation ?? []
            rules.digest = digest ?? nil
            rules.storm = storm ?? nil
            return rules
        }
    }
}

extension Field where Value == [NotificationKind]? {
    fileprivate static var kinds: Field {
        let words = NotificationKind.allCases.map(\.rawValue)
        let schema = Schema.list(of: .choice(words)).orNull
            .note("What is told; null for all that others say of an incident.")
        return Field("kinds", schema) { input, name in
            guard input.object[name] != .null else { return nil }
            return input.optional(name).flatMap {
                input.choices(name, $0, NotificationKind.init(rawValue:))
            }
        }
    }
}
