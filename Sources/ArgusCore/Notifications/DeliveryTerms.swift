import ArgusVocabulary

/// What holds for a message, by the rules of the profiles that it comes of: where several want the
/// same message, whichever wants it sooner and oftener.
package struct DeliveryTerms: Hashable, Sendable {
    /// How long it is waited, nil for at once; what is closed or acknowledged by then is not told.
    package var wait: Duration?
    /// After how long it is told again unless somebody acknowledges, and how often at most.
    package var repetition: Repetition?
    /// How many messages an hour its destination gets at most.
    package var hourlyLimit: Int?
    /// With which others it may become one.
    package var gathering: Gathering?
    /// Whether it is told only if the opening was.
    package var isFollowUp = false

    /// After how long something is told again, and how often at most.
    package struct Repetition: Hashable, Sendable {
        package let interval: Duration
        package let most: Int

        /// Says so.
        package init(interval: Duration, most: Int) {
            (self.interval, self.most) = (interval, most)
        }
    }

    /// Sends it at once, and only once.
    package init(
        wait: Duration? = nil, repetition: Repetition? = nil, hourlyLimit: Int? = nil,
        gathering: Gathering? = nil
    ) {
        (self.wait, self.repetition, self.hourlyLimit) = (wait, repetition, hourlyLimit)
        self.gathering = gathering
    }

    /// What a profile's rules say of a kind of event.
    init(
        _ rules: ProfileRules, _ event: NotifiableEvent, _ kind: NotificationKind,
        digest: Timestamp?
    ) {
        wait = kind == .opened || kind == .reopened ? rules.wait : nil
        if kind == .opened || kind == .reopened, let interval = rules.repeatAfter {
            repetition = Repetition(interval: interval, most: rules.repeatAtMost)
        }
        hourlyLimit = rules.hourlyLimit
        if let digest {
            gathering = .digest(digest)
        } else if let storm = rules.storm,
            let tag = event.incident.tags.first(where: { $0.tag.key == storm.tag })?.tag
        {
            gathering = .storm(storm, kind, tag)
        }
    }

    /// What holds if another profile wants the same message.
    mutating func join(_ other: DeliveryTerms) {
        wait = wait.flatMap { own in other.wait.map { min(own, $0) } }
        if let theirs = other.repetition {
            repetition = Repetition(
                interval: min(repetition?.interval ?? theirs.interval, theirs.interval),
                most: max(repetition?.most ?? 0, theirs.most))
        }
        hourlyLimit = hourlyLimit.flatMap { own in other.hourlyLimit.map { max(own, $0) } }
        gathering = gathering.flatMap { own in other.gathering.map { own.joined($0) } }
    }
}
