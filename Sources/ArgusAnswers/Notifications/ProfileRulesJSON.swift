import ArgusCore
import ArgusOperations
import ArgusVocabulary

extension ProfileRules {
    /// The rules as answers show them.
    package func json(in zone: Zone) -> JSONValue {
        [
            "kinds": kinds.map { .array($0.sorted().map { .string($0.rawValue) }) } ?? .null,
            "wait": wait.map { .integer($0.components.seconds) } ?? .null,
            "follows_up": .bool(followsUp),
            "repeat_after": repeatAfter.map { .integer($0.components.seconds) } ?? .null,
            "repeat_at_most": .integer(Int64(repeatAtMost)),
            "hourly_limit": hourlyLimit.map { .integer(Int64($0)) } ?? .null,
            "paused_until": pausedUntil.map { .string($0.text(in: zone)) } ?? .null,
            "teams": .array(teams.map { .integer($0.rawValue) }),
            "escalation": .array(escalation.map(\.json)),
            "digest": digest?.json ?? .null, "storm": storm?.json ?? .null,
        ]
    }
}

extension EscalationLevel {
    fileprivate var json: JSONValue {
        [
            "after": .integer(after.components.seconds),
            "destinations": .array(destinations.map { .integer($0.rawValue) }),
            "teams": .array(teams.map { .integer($0.rawValue) }),
        ]
    }
}

extension DigestSchedule {
    fileprivate var json: JSONValue {
        switch self {
        case .times(let times):
            ["times": .array(times.map { .string(String($0.text.prefix(5))) })]
        case .every(let interval): ["every": .integer(interval.components.seconds)]
        case .timeslotStart: ["at_timeslot_start": true]
        }
    }
}

extension StormRule {
    fileprivate var json: JSONValue {
        [
            "tag": .string(tag), "count": .integer(Int64(count)),
            "within": .integer(within.components.seconds),
        ]
    }
}

extension DetailedTeam {
    /// The team as answers show it.
    package func json(in zone: Zone) -> JSONValue {
        [
            "pk": .integer(team.id.rawValue), "name": .string(team.name),
            "members": .array(team.members.map(person)),
            "time_zone": .string(team.rota.zone.name),
            "handover_weekday": .integer(Int64(team.rota.weekday)),
            "handover_time": .string(String(team.rota.time.text.prefix(5))),
            "overrides": .array(team.overrides.map { json(of: $0, in: zone) }),
        ]
    }

    /// An override of the team as answers show it.
    package func json(of override: TeamOverride, in zone: Zone) -> JSONValue {
        [
            "pk": .integer(override.id.rawValue), "user": person(override.user),
            "start_time": .string(override.start.text(in: zone)),
            "end_time": .string(override.end.text(in: zone)),
        ]
    }

    /// Who is on call, and who is next, as answers show it.
    package func callJSON(in zone: Zone) -> JSONValue {
        ["now": json(onCall, in: zone), "next": next.map { json($0, in: zone) } ?? .null]
    }

    private func json(_ call: OnCall, in zone: Zone) -> JSONValue {
        [
            "user": call.user.map(person) ?? .null,
            "skipped": .array(call.skipped.map(person)),
            "from": .string(call.from.text(in: zone)),
            "until": .string(call.until.text(in: zone)),
        ]
    }

    private func person(_ id: User.ID) -> JSONValue {
        [
            "pk": .integer(id.rawValue), "username": .string(name(of: id)),
            "active": .bool(users[id]?.isActive ?? false),
        ]
    }
}
