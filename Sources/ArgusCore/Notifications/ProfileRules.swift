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

    /// Wants nothing beyond the usual.
    package init() {}

    /// How long it may be waited, before an opening is told and before it is told again.
    package static let waits = Duration.seconds(10)...Duration.seconds(30 * 86_400)
    /// How often something may be told again.
    package static let repetitions = 1...100
    /// How many messages an hour a limit may let through.
    package static let hourlyLimits = 1...10_000

    /// Whether an event of a kind may be told at all.
    package func take(_ kind: NotificationKind, isNoted: Bool) -> Bool {
        guard let kinds else { return !isNoted }
        return kinds.contains(kind)
    }

    /// Refuses what is out of bounds; all of it at once.
    package func check() throws(Refusal) {
        var problems: [Problems.Field] = []
        for (name, value) in [("wait", wait), ("repeat_after", repeatAfter)] {
            guard let value else { continue }
            if value < Self.waits.lowerBound {
                problems.append(
                    Problems.Field(name, .messages([.lessThan(Self.waits.lowerBound)])))
            } else if value > Self.waits.upperBound {
                problems.append(
                    Problems.Field(name, .messages([.moreThan(Self.waits.upperBound)])))
            }
        }
        for (name, value, range) in [
            ("repeat_at_most", repeatAtMost, Self.repetitions),
            ("hourly_limit", hourlyLimit ?? 1, Self.hourlyLimits),
        ] where !range.contains(value) {
            problems.append(
                Problems.Field(
                    name,
                    .messages([
                        .text("From \(range.lowerBound) to \(range.upperBound) is possible.")
                    ])))
        }
        if kinds?.isEmpty == true {
            problems.append(
                Problems.Field(
                    "kinds", .messages([.text("Without any, the profile would tell nothing.")])))
        }
        guard problems.isEmpty else { throw .invalid(.fields(problems)) }
    }
}
