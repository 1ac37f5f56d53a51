import ArgusVocabulary

/// An entry in an incident's log, which only grows.
package struct Event: Hashable, Sendable {
    package typealias ID = Identifier<Keyed.Event>

    package let id: ID
    package let incident: Incident.ID
    package let actor: User.ID
    package let actorName: String
    /// When it happened, as the actor says.
    package let timestamp: Timestamp
    /// When the server learnt of it.
    package let received: Timestamp
    package let type: EventType
    package let description: String

    /// Puts an event together from what is stored.
    package init(
        id: ID, incident: Incident.ID, actor: User.ID, actorName: String, timestamp: Timestamp,
        received: Timestamp, type: EventType, description: String
    ) {
        (self.id, self.incident) = (id, incident)
        (self.actor, self.actorName) = (actor, actorName)
        (self.timestamp, self.received) = (timestamp, received)
        (self.type, self.description) = (type, description)
    }
}

/// Something that happened to an incident, not yet written down.
package struct NewEvent: Hashable, Sendable {
    package let type: EventType
    package let timestamp: Timestamp
    package let received: Timestamp
    package let actor: User.ID
    package let description: String

    /// Says what happened.
    package init(
        type: EventType, timestamp: Timestamp, received: Timestamp, actor: User.ID,
        description: String = ""
    ) {
        (self.type, self.timestamp, self.received) = (type, timestamp, received)
        (self.actor, self.description) = (actor, description)
    }
}
