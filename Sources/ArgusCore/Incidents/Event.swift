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
    /// What the server itself notes, which most people do not want to be told; nil for what somebody
    /// else says.
    package let noted: NotedChange?

    /// Says what happened.
    package init(
        type: EventType, timestamp: Timestamp, received: Timestamp, actor: User.ID,
        description: String = "", noted: NotedChange? = nil
    ) {
        (self.type, self.timestamp, self.received) = (type, timestamp, received)
        (self.actor, self.description, self.noted) = (actor, description, noted)
    }
}

/// That a field of an incident became different, as the server notes it in the log.
package struct NotedChange: Hashable, Sendable {
    /// The name of the field in the API.
    package let field: String
    /// How bad the incident was before, if that is what changed.
    package let formerLevel: Level?

    /// Says which field was changed.
    package init(field: String, formerLevel: Level? = nil) {
        (self.field, self.formerLevel) = (field, formerLevel)
    }
    /// Reads what the server noted out of an entry of a log; nil if it noted nothing there (see
    /// `ChangeLog`).
    package init?(_ event: Event) {
        let start = "Change: \""
        guard event.type == .change, event.description.hasPrefix(start) else { return nil }
        let rest = event.description.dropFirst(start.count)
        guard let end = rest.firstRange(of: "\": ") else { return nil }
        let field = String(rest[..<end.lowerBound])
        let old = rest[end.upperBound...].prefix { $0 != " " }
        self.init(
            field: field,
            formerLevel: field == IncidentMember.level.name
                ? Int(old).flatMap { Level(rawValue: $0) } : nil)
    }
}
