import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary

extension Field where Value == EscalationLevel {
    /// Who is told next, and after how long.
    static var level: Field {
        Field<EscalationLevel>(
            Field<Int64>("after", .integer(ProfileRules.waits.seconds).required) { input, name in
                input.requiredInteger(name, in: ProfileRules.waits.seconds)
            }.note("How many seconds after the level before it, or after the opening was told."),
            Field<[Destination.ID]?>.keys("destinations").note("One's own."),
            Field<[Team.ID]?>.keys("teams").note("Whoever is on call in these then.")
        ) { after, destinations, teams in
            EscalationLevel(
                after: .seconds(after),
                destinations: destinations?.withoutRepetitions() ?? [],
                teams: teams?.withoutRepetitions() ?? [])
        }
    }
}

extension Field where Value == DigestSchedule {
    /// When what happened is told together: one of three ways.
    static var digest: Field {
        Field<DigestSchedule>(
            Field<[TimeOfDay]?>.list(
                "times", of: .text(matching: "^([01][0-9]|2[0-3]):[0-5][0-9]$"),
                atMost: DigestSchedule.times.upperBound
            ) { value in
                guard let time = value.string.flatMap({ TimeOfDay(toTheMinute: $0) }) else {
                    return .failure(
                        ValueProblem(message: "A time of day is written as hh:mm, such as 08:00."))
                }
                return .success(time)
            }.note("At these times of every day."),
            Field<Int64?>.nullableInteger("every", in: DigestSchedule.intervals.seconds)
                .note("Every so many seconds, from midnight on."),
            Field<Bool?>.bool("at_timeslot_start")
                .note("What happens outside the timeslot is told when that begins again.")
        ) { times, every, atStart throws(Refusal) in
            switch (times, every, atStart ?? false) {
            case (let times?, nil, false): return .times(Set(times).sorted())
            case (nil, let every?, false): return .every(.seconds(every))
            case (nil, nil, true): return .timeslotStart
            default:
                throw .invalid(
                    nil, .text("Name exactly one of times, every and at_timeslot_start."))
            }
        }
    }
}

extension Field where Value == StormRule {
    /// When many incidents with one tag are told in one message.
    static var storm: Field {
        let counts = Int64(StormRule.counts.lowerBound)...Int64(StormRule.counts.upperBound)
        return Field<StormRule>(
            Field<String>.requiredText("tag", .characters(100)).note(
                "The key of a tag, such as host."),
            Field<Int64>("count", .integer(counts).required) { input, name in
                input.requiredInteger(name, in: counts)
            }.note("How many are told one by one."),
            Field<Int64>("within", .integer(StormRule.times.seconds).required) { input, name in
                input.requiredInteger(name, in: StormRule.times.seconds)
            }.note("In how many seconds.")
        ) { tag, count, within in
            StormRule(tag: tag, count: Int(count), within: .seconds(within))
        }
    }
}

extension Input {
    /// A whole number that must be there and within bounds.
    fileprivate mutating func requiredInteger(
        _ name: String, in range: ClosedRange<Int64>
    ) -> Int64 {
        guard required(name) != nil else { return range.lowerBound }
        return nullableInteger(name, in: range) ?? range.lowerBound
    }
}

extension ClosedRange<Duration> {
    /// Its bounds in whole seconds.
    fileprivate var seconds: ClosedRange<Int64> {
        lowerBound.components.seconds...upperBound.components.seconds
    }
}
