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
        created: Timestamp, updated: Timestamp
    ) {
        (self.id, self.event, self.incident, self.user) = (id, event, incident, user)
        (self.destination, self.occasion, self.medium) = (destination, occasion, medium)
        (self.address, self.profiles, self.terms) = (address, profiles, terms)
        (self.state, self.due, self.attempts) = (state, due, attempts)
        (self.reason, self.detail, self.thread) = (reason, detail, thread)
        (self.created, self.updated) = (created, updated)
    }

    /// What tells the other side that two messages are one: the same however often it is tried.
    package var key: String { "\(event)-\(destination ?? Destination.ID(0))-\(occasion)" }
}

/// Why a message was tried in vain, or is not sent.
package enum DeliveryReason: String, CaseIterable, Sendable {
    /// The other side's name is unknown, or nothing answers there.
    case unreachable
    case timeout
    /// The connection could not be made safe.
    case certificate
    /// The other side does not know us.
    case credentials
    /// The other side does not know the address.
    case address
    /// The other side does not take the message.
    case refused
    case tooLarge = "too_large"
    /// The other side wants no more for a while.
    case rateLimited = "rate_limited"
    /// The other side has trouble of its own.
    case serverError = "server_error"
    /// The address lies where messages may not go.
    case forbidden
    /// The message could not be written.
    case template
    /// This server is not set up to send by the medium.
    case notConfigured = "not_configured"
    /// It was tried for too long.
    case expired
    case destinationRemoved = "destination_removed"
    case accountInactive = "account_inactive"
    /// The incident was over before it was sent.
    case closed
    /// Somebody had acknowledged before it was sent.
    case acknowledged
    /// Planned maintenance had begun before it was sent.
    case maintenance
    /// The opening that it follows was not sent.
    case openingNotTold = "opening_not_told"
    /// The destination gets no more within an hour; the number of those is told.
    case limited

    /// The reason for people, as the end of a sentence.
    package var text: String {
        switch self {
        case .unreachable: "nothing answered there"
        case .timeout: "the answer took too long"
        case .certificate: "the connection could not be made safe"
        case .credentials: "the other side does not accept who we say we are"
        case .address: "the other side does not know the address"
        case .refused: "the other side did not take the message"
        case .tooLarge: "the message is too long for the other side"
        case .rateLimited: "the other side wants no more for a while"
        case .serverError: "the other side has trouble of its own"
        case .forbidden: "messages may not go to that address"
        case .template: "the message could not be written"
        case .notConfigured: "this server is not set up to send by that medium"
        case .expired: "it was tried for too long"
        case .destinationRemoved: "the destination was removed"
        case .accountInactive: "the account is no longer active"
        case .closed: "the incident was over by then"
        case .acknowledged: "somebody had acknowledged by then"
        case .maintenance: "planned maintenance had begun by then"
        case .openingNotTold: "what began it was not told"
        case .limited: "the destination had as many messages as it gets in an hour"
        }
    }
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
    /// The same without what its destination keeps secret.
    package func concealingSecrets(of destination: Destination) -> DeliveryOutcome {
        switch self {
        case .sent(let said, let thread, let reason):
            .sent(destination.concealingSecrets(in: said), thread: thread, noting: reason)
        case .retry(let reason, let said, let pause):
            .retry(reason, destination.concealingSecrets(in: said), after: pause)
        case .failed(let reason, let said):
            .failed(reason, destination.concealingSecrets(in: said))
        }
    }
}
