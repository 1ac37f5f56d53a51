import ArgusVocabulary

/// What somebody wants of a profile beyond filters, timeslot and destinations; without any of it,
/// everything that happens is told at once.
package struct ProfileRules: Hashable, Sendable {
    /// What is told; nil for all that others say of an incident, and nothing that the server notes of
    /// itself.
    package var kinds: Set<NotificationKind>?
    /// How long it is waited before an opening is told: what is closed or acknowledged by then is not.
    package var wait: Duration?
    /// Whether that an incident is over, open again or acknowledged is told if its opening was told,
    /// and only then.
    package var followsUp = false
    /// After how long an opening is told again that nobody has acknowledged.
    package var repeatAfter: Duration?
    /// How often it is told again at most.
    package var repeatAtMost = 1
    /// How many messages an hour a destination gets at most; what is more is told as a number.
    package var hourlyLimit: Int?
    /// Until when nothing is told.
    package var pausedUntil: Timestamp?
    /// Where it is told, too: whoever is on call there.
    package var teams: [Team.ID] = []
    /// Who is told next if nobody acknowledges an opening, one after the other.
    package var escalation: [EscalationLevel] = []
    /// When it is told together what happened until then; nil for each by itself, at once.
    package var digest: DigestSchedule?
    /// When many incidents with one tag are told in one message.
    package var storm: StormRule?

    /// Wants nothing beyond the usual.
    package init() {}

    /// How long it may be waited, before an opening is told and before it is told again.
    package static let waits = Duration.seconds(10)...Duration.seconds(30 * 86_400)
    /// How often something may be told again.
    package static let repetitions = 1...100
    /// How many messages an hour a limit may let through.
    package static let hourlyLimits = 1...10_000
    /// How many levels an escalation has.
    package static let levels = 1...10
    /// How many teams may be named at once.
    package static let mostTeams = 20

    /// The teams that are named anywhere.
    package var allTeams: [Team.ID] { teams + escalation.flatMap(\.teams) }

    /// Whether nothing is told at a moment.
    package func isPaused(at moment: Timestamp) -> Bool { pausedUntil.map { $0 > moment } ?? false }

    /// Tells a destination nothing any more that is gone; which levels told nobody else and are dropped.
    package mutating func forget(_ destination: Destination.ID) -> [DroppedLevel] {
        for place in escalation.indices {
            escalation[place].destinations.removeAll { $0 == destination }
        }
        return dropLevels()
    }

    /// Tells nobody any more of a team that is gone; which levels told nobody else and are dropped.
    package mutating func forget(_ team: Team.ID) -> [DroppedLevel] {
        teams.removeAll { $0 == team }
        for place in escalation.indices { escalation[place].teams.removeAll { $0 == team } }
        return dropLevels()
    }

    /// Drops what tells nobody; whoever comes after it is told when they would have been.
    private mutating func dropLevels() -> [DroppedLevel] {
        var (left, dropped) = ([EscalationLevel](), [DroppedLevel]())
        // From the last one on: `wait` is how long after a level the next is told that is left.
        var wait = Duration.zero
        for (place, level) in escalation.enumerated().reversed() {
            if level.destinations.isEmpty, level.teams.isEmpty {
                dropped.append(DroppedLevel(number: place + 1, wait: wait))
                if !left.isEmpty { left[0].after = min(level.after + wait, Self.waits.upperBound) }
                wait += left.isEmpty ? .zero : level.after
            } else {
                left.insert(level, at: 0)
                wait = level.after
            }
        }
        escalation = left
        return dropped
    }

    /// Whether an event of a kind may be told at all.
    package func take(_ kind: NotificationKind, isNoted: Bool) -> Bool {
        guard let kinds else { return !isNoted }
        return kinds.contains(kind)
    }
}
