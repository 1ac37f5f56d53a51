import ArgusVocabulary

/// Who is told of an event, and why nobody else is.
package struct NotificationPlan: Hashable, Sendable {
    package let event: NotifiableEvent
    /// What was decided, and of which profiles; every profile is there once.
    package var verdicts: [NotificationVerdict: [NotificationProfile.ID]]
    /// What is to be told, once for each destination.
    package var deliveries: [PlannedDelivery]

    /// Puts a plan together.
    package init(
        for event: NotifiableEvent,
        verdicts: [NotificationVerdict: [NotificationProfile.ID]] = [:],
        deliveries: [PlannedDelivery] = []
    ) {
        (self.event, self.verdicts, self.deliveries) = (event, verdicts, deliveries)
    }
}

/// A message that is to go to a destination.
package struct PlannedDelivery: Hashable, Sendable {
    package let destination: Destination
    /// By whose rules it goes there.
    package var profiles: [NotificationProfile.ID]
    package var terms: DeliveryTerms

    /// Plans a message.
    package init(
        to destination: Destination, profiles: [NotificationProfile.ID],
        terms: DeliveryTerms = DeliveryTerms()
    ) {
        (self.destination, self.profiles, self.terms) = (destination, profiles, terms)
    }
}

/// What holds for a message, by the rules of the profiles that it comes of: where several want the
/// same message, whichever wants it sooner and oftener.
package struct DeliveryTerms: Hashable, Sendable {
    /// How long it is waited, nil for at once; what is closed or acknowledged by then is not told.
    package var wait: Duration?
    /// After how long it is told again unless somebody acknowledges, and how often at most.
    package var repetition: Repetition?
    /// How many messages an hour its destination gets at most.
    package var hourlyLimit: Int?

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
        wait: Duration? = nil, repetition: Repetition? = nil, hourlyLimit: Int? = nil
    ) {
        (self.wait, self.repetition, self.hourlyLimit) = (wait, repetition, hourlyLimit)
    }

    /// What a profile's rules say of a kind of event.
    init(_ rules: ProfileRules, _ kind: NotificationKind) {
        wait = kind == .opened || kind == .reopened ? rules.wait : nil
        if kind == .opened || kind == .reopened, let interval = rules.repeatAfter {
            repetition = Repetition(interval: interval, most: rules.repeatAtMost)
        }
        hourlyLimit = rules.hourlyLimit
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
    }
}
