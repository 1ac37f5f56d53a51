import ArgusVocabulary

/// Who is told of an event, and why nobody else is.
package struct NotificationPlan: Hashable, Sendable {
    package let event: NotifiableEvent
    /// What was decided, and of which profiles; every profile is there once.
    package var verdicts: [NotificationVerdict: [NotificationProfile.ID]]
    /// What is to be told, once for each destination.
    package var deliveries: [PlannedDelivery]
    /// After how long the first level of a profile's escalation is told, if nobody acknowledges.
    package var escalations: [NotificationProfile.ID: Duration] = [:]

    /// Whether something comes of it.
    package var isTold: Bool { !deliveries.isEmpty || !escalations.isEmpty }

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
    /// Why it goes there, as the end of a sentence; empty if a profile names the destination.
    package var note: String

    /// Plans a message.
    package init(
        to destination: Destination, profiles: [NotificationProfile.ID],
        terms: DeliveryTerms = DeliveryTerms(), note: String = ""
    ) {
        (self.destination, self.profiles, self.terms) = (destination, profiles, terms)
        self.note = note
    }
}
