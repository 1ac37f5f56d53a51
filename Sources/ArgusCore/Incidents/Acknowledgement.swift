import ArgusVocabulary

/// That somebody takes care of an incident, for good or until it expires.
package struct Acknowledgement: Hashable, Sendable {
    /// The entry in the incident's log; its identifier is the acknowledgement's too.
    package let event: Event
    /// Until when it holds; nil if it does not end.
    package var expiration: Timestamp?

    /// Puts an acknowledgement together from what is stored.
    package init(event: Event, expiration: Timestamp?) {
        (self.event, self.expiration) = (event, expiration)
    }

    /// The acknowledgement with another expiration; refused once it has expired.
    package func expiring(
        _ expiration: Timestamp?, now: Timestamp
    ) throws(Refusal) -> Acknowledgement {
        if let old = self.expiration, old <= now {
            throw .because(.acknowledgementExpired)
        }
        if let expiration, expiration <= now {
            throw .invalid("expiration", .order(.expiration(now: now)))
        }
        return Acknowledgement(event: event, expiration: expiration)
    }
}

/// What is needed to acknowledge an incident.
package struct NewAcknowledgement: Hashable, Sendable {
    package let timestamp: Timestamp
    package let description: String
    package let expiration: Timestamp?

    /// Refuses an expiration that is not after the acknowledgement.
    package init(
        timestamp: Timestamp, description: String = "", expiration: Timestamp? = nil
    ) throws(Refusal) {
        if let expiration, expiration <= timestamp {
            throw .invalid(Problems.whole, .order(.acknowledgement))
        }
        (self.timestamp, self.description, self.expiration) = (timestamp, description, expiration)
    }

    /// The entry in the incident's log.
    package func event(by actor: User.ID, received: Timestamp) -> NewEvent {
        NewEvent(
            type: .acknowledge, timestamp: timestamp, received: received, actor: actor,
            description: description)
    }
}
