import ArgusVocabulary

/// People who take turns in being told what happens, a week each.
package struct Team: Hashable, Sendable {
    package typealias ID = Identifier<Team>

    package let id: ID
    /// Unique.
    package var name: String
    package var rota: Rota
    /// In the order of their turns, each once.
    package var members: [User.ID]
    /// The week, as ``Rota`` counts them, in which it is the first member's turn.
    package var firstWeek: Int64
    /// Who steps in, and when.
    package var overrides: [TeamOverride]

    /// Puts a team together from what is stored.
    package init(
        id: ID, name: String, rota: Rota, members: [User.ID], firstWeek: Int64,
        overrides: [TeamOverride] = []
    ) {
        (self.id, self.name, self.rota, self.members) = (id, name, rota, members)
        (self.firstWeek, self.overrides) = (firstWeek, overrides)
    }

    /// How many people a team has at most.
    package static let mostMembers = 100
    /// How many overrides a team has at most that are not over.
    package static let mostOverrides = 200

    /// The team after a change at a moment: whose turn it is then stays so, if that person stays.
    package func changed(_ change: TeamChange, at now: Timestamp) -> Team {
        var changed = self
        changed.name = change.name ?? name
        changed.rota = Rota(
            weekday: change.weekday ?? rota.weekday, time: change.time ?? rota.time,
            zone: change.zone ?? rota.zone)
        changed.members = change.members?.withoutRepetitions() ?? members
        let current = members.isEmpty ? nil : members[turn(at: now)]
        let place = current.flatMap { changed.members.firstIndex(of: $0) } ?? 0
        changed.firstWeek = changed.rota.week(at: now) - Int64(place)
        return changed
    }

    /// The place of the member whose turn it is; there has to be one.
    private func turn(at moment: Timestamp) -> Int {
        let count = Int64(members.count)
        return Int(((rota.week(at: moment) - firstWeek) % count + count) % count)
    }

    /// Who is on call at a moment: whoever steps in, or else whoever's turn it is; whose account is
    /// inactive is skipped.
    package func onCall(at moment: Timestamp, inactive: Set<User.ID>) -> OnCall {
        var skipped: [User.ID] = []
        var user: User.ID?
        let turn = members.isEmpty ? 0 : turn(at: moment)
        let steppingIn = overrides.filter { $0.covers(moment) }.sorted { $0.id > $1.id }
        for candidate in steppingIn.map(\.user) + members[turn...] + members[..<turn] {
            if !inactive.contains(candidate) {
                user = candidate
                break
            }
            skipped.append(candidate)
        }
        return OnCall(
            user: user, skipped: skipped.withoutRepetitions(), from: moment,
            until: nextChange(after: moment))
    }

    /// Who is on call after whoever is at a moment; nil if nobody else is within a year.
    package func next(after moment: Timestamp, inactive: Set<User.ID>) -> OnCall? {
        let now = onCall(at: moment, inactive: inactive)
        var later = now
        for _ in 0..<500 {
            later = onCall(at: later.until, inactive: inactive)
            if later.user != now.user { return later }
            if later.from.since(moment) > .seconds(366 * 86_400) { return nil }
        }
        return nil
    }

    /// When somebody else may be on call next.
    private func nextChange(after moment: Timestamp) -> Timestamp {
        let handover = rota.start(ofWeek: rota.week(at: moment) + 1)
        return overrides.flatMap { [$0.start, $0.end] }.filter { $0 > moment }
            .reduce(handover) { min($0, $1) }
    }
}

/// Somebody who is on call instead of whoever's turn it is.
package struct TeamOverride: Hashable, Sendable {
    package typealias ID = Identifier<TeamOverride>

    package let id: ID
    package let user: User.ID
    /// The first moment.
    package let start: Timestamp
    /// The first moment after it.
    package let end: Timestamp

    /// Puts an override together from what is stored.
    package init(id: ID, user: User.ID, start: Timestamp, end: Timestamp) {
        (self.id, self.user, self.start, self.end) = (id, user, start, end)
    }

    /// Whether a moment lies in it.
    package func covers(_ moment: Timestamp) -> Bool { start <= moment && moment < end }
}

/// What is needed to have somebody step in.
package struct NewTeamOverride: Hashable, Sendable {
    package let user: User.ID
    /// nil for at once.
    package let start: Timestamp?
    package let end: Timestamp

    /// Refuses an end that is not after the start.
    package init(user: User.ID, start: Timestamp?, end: Timestamp) throws(Refusal) {
        guard start.map({ $0 < end }) ?? true else {
            throw .invalid("end_time", .text("The end has to be after the start."))
        }
        (self.user, self.start, self.end) = (user, start, end)
    }
}

/// Who is on call, and for how long that is known.
package struct OnCall: Hashable, Sendable {
    /// nil if nobody can be.
    package let user: User.ID?
    /// Who would have been, but for an inactive account.
    package let skipped: [User.ID]
    package let from: Timestamp
    /// When it may be somebody else.
    package let until: Timestamp
}

/// Which fields of a team are to change, or all of them to make one; nil leaves one as it is.
package struct TeamChange: Hashable, Sendable {
    package var name: String?
    package var zone: Zone?
    package var weekday: Int?
    package var time: TimeOfDay?
    package var members: [User.ID]?

    /// Changes nothing yet.
    package init() {}
}
