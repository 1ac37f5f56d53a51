import ArgusVocabulary

/// A message about an event to a destination, and what became of it.
package struct NotificationDelivery: Hashable, Sendable {
    package typealias ID = Identifier<NotificationDelivery>

    package let id: ID
    package let event: Event.ID
    package let incident: Incident.ID
    package let user: User.ID
    /// nil once it was removed.
    package let destination: Destination.ID?
    /// 0 for the first message about the event to the destination, more for those that repeat it.
    package let occasion: Int
    package let medium: Medium
    /// Where the destination led when it was decided.
    package let address: String
    /// By whose rules it is sent.
    package let profiles: [NotificationProfile.ID]
    package let terms: DeliveryTerms
    package var state: State
    /// When it is to be sent, or tried again.
    package var due: Timestamp
    /// How often it was tried.
    package var attempts: Int
    /// Why it was tried in vain, or is not sent; nil if nothing went wrong.
    package var reason: DeliveryReason?
    /// What the other side said, for whoever looks into it.
    package var detail: String
    /// By what the other side knows the first message about the incident, as far as it said so.
    package var thread: String?
    package let created: Timestamp
    package var updated: Timestamp
    /// Of which notice about planned maintenance it is part; nil if it is of none.
    package var notice: MaintenanceNotice.ID?
    /// Why it goes there, as the end of a sentence; empty if a profile names the destination.
    package let note: String
    /// The message that tells it, together with others; nil if it is told by itself.
    package var carrier: ID?
    /// How many that message tells.
    package let carried: Int

    /// What became of a message.
    package enum State: String, CaseIterable, Sendable {
        /// It is yet to be sent, or to be tried again.
        case waiting
        /// Whoever carries it on has taken it.
        case sent
        /// It is not tried again by itself.
        case failed
        /// It was not to be sent after all.
        case dropped
    }

    /// Puts a message together from what is stored.
    package init(
        id: ID, event: Event.ID, incident: Incident.ID, user: User.ID,
        destination: Destination.ID?, occasion: Int, medium: Medium, address: String,
        profiles: [NotificationProfile.ID], terms: DeliveryTerms, state: State, due: Timestamp,
        attempts: Int, reason: DeliveryReason?, detail: String, thread: String? = nil,
        created: Timestamp, updated: Timestamp, note: String = "",
        notice: MaintenanceNotice.ID? = nil, carrier: ID? = nil,
        carried: Int = 0
    ) {
        (self.id, self.event, self.incident, self.user) = (id, event, incident, user)
        (self.destination, self.occasion, self.medium) = (destination, occasion, medium)
        (self.address, self.profiles, self.terms) = (address, profiles, terms)
        (self.state, self.due, self.attempts) = (state, due, attempts)
        (self.reason, self.detail, self.thread) = (reason, detail, thread)
        (self.created, self.updated) = (created, updated)
        (self.note, self.notice) = (note, notice)
        (self.carrier, self.carried) = (carrier, carried)
    }

    /// Which level of an escalation it is; nil if none.
    package var level: Int? {
        occasion < Escalation.occasions || notice != nil ? nil : occasion / Escalation.occasions
    }

    /// What tells the other side that two messages are one: the same however often it is tried.
    package var key: String { "\(event)-\(destination ?? Destination.ID(0))-\(occasion)" }
}

/// How sending a message ended.
package enum DeliveryOutcome: Hashable, Sendable {
    /// Whoever carries it on has taken it, and said this; messages that follow it belong to a thread, if
    /// that has a name; with a reason if not all is as it should be.
    case sent(String, thread: String? = nil, noting: DeliveryReason? = nil)
    /// It may work later: after a while of our own choice, or after what the other side asked for.
    case retry(DeliveryReason, String, after: Duration? = nil)
    /// It will not work.
    case failed(DeliveryReason, String)
}

extension DeliveryOutcome {
    /// No more is kept of what was said.
    private static let longestDetail = 300

    /// The same as it may be kept and shown: without what its destination keeps secret, and then cut, as
    /// half a secret would not be found.
    package func shown(of destination: Destination) -> DeliveryOutcome {
        changingWords { destination.concealingSecrets(in: $0).cut(to: Self.longestDetail) }
    }

    /// The same with what was said in other words.
    package func changingWords(_ change: (String) -> String) -> DeliveryOutcome {
        switch self {
        case .sent(let said, let thread, let reason):
            .sent(change(said), thread: thread, noting: reason)
        case .retry(let reason, let said, let pause):
            .retry(reason, change(said), after: pause)
        case .failed(let reason, let said):
            .failed(reason, change(said))
        }
    }
}
