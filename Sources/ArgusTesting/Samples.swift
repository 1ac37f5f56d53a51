import ArgusCore
import ArgusOperations
import ArgusVocabulary

extension Tag: ExpressibleByStringLiteral {
    /// Reads `key=value` in a test; what is no tag gets the key `wrong`.
    package init(stringLiteral text: String) {
        self = (try? Tag(text, keys: .anyCase)) ?? Tag(key: "wrong", value: text)
    }
}

extension ExactText: ExpressibleByStringLiteral {
    /// Writes a text to look something up by in a test.
    package init(stringLiteral text: String) {
        self.init(wrappedValue: text)
    }
}

extension SearchText: ExpressibleByStringLiteral {
    /// Writes a text to search for in a test.
    package init(stringLiteral text: String) {
        self.init(text)
    }
}

extension JSONText: ExpressibleByStringLiteral {
    /// Writes JSON in a test.
    public init(stringLiteral text: String) {
        self.init(kept: text)
    }
}

extension NewIncident {
    /// An incident to create, open and without anything that need not be there.
    package static func sample(
        startTime: Timestamp = .sample, endTime: EndTime = .open, sourceIncidentID: String = "",
        detailsURL: String = "", description: String = "Box is down", level: Level = .information,
        ticketURL: String = "", metadata: JSONText = .emptyObject, tags: [Tag] = []
    ) throws(Refusal) -> NewIncident {
        try NewIncident(
            startTime: startTime, endTime: endTime, sourceIncidentID: sourceIncidentID,
            details: IncidentDetails(
                detailsURL: detailsURL, description: description, level: level,
                ticketURL: ticketURL, metadata: metadata),
            tags: tags)
    }
}

extension Incident {
    /// An incident that no database holds; tags were added by the account `tagsAddedBy`.
    package static func sample(
        id: ID = 1, startTime: Timestamp = .sample, endTime: EndTime = .open,
        source: SourceSystem.ID = 1, sourceIncidentID: String = "", detailsURL: String = "",
        description: String = "Box is down", level: Level = .information, ticketURL: String = "",
        metadata: JSONText = .emptyObject, tags: [Tag] = [], tagsAddedBy user: User.ID = 1,
        ackedUntil: Timestamp? = nil
    ) -> Incident {
        Incident(
            id: id, startTime: startTime, endTime: endTime, source: source,
            sourceIncidentID: sourceIncidentID,
            details: IncidentDetails(
                detailsURL: detailsURL, description: description, level: level,
                ticketURL: ticketURL, metadata: metadata
            ).complete,
            tags: tags.map { TagRelation(tag: $0, addedBy: user, addedTime: startTime) },
            ackedUntil: ackedUntil)
    }
}

extension SourceSystem {
    /// A source system that no database holds.
    package static func sample(
        id: ID = 1, name: String = "nav", type: String = "nav", user: User.ID = 1
    ) -> SourceSystem {
        SourceSystem(id: id, name: name, type: type, user: user)
    }
}

extension IncidentFacts {
    /// What a filter would see of an incident whose log has begun and says nothing more.
    package static func sample(
        _ incident: Incident = .sample(), source: SourceSystem = .sample(),
        eventTypes: Set<EventType> = [.start], searchText: SearchText? = nil
    ) -> IncidentFacts {
        IncidentFacts(
            incident, source: source, eventTypes: eventTypes,
            searchText: searchText ?? SearchText(incident.description))
    }
}

extension User {
    /// An account that no database holds.
    package static func sample(
        id: ID = 1, username: String = "bob", isActive: Bool = true, role: Role = .operator
    ) -> User {
        User(id: id, username: username, isActive: isActive, role: role)
    }
}

extension Requester {
    /// Somebody who asks: an end user, or a source if `source` is given.
    package static func sample(
        user: User = .sample(), source: SourceSystem.ID? = nil, token: Token? = nil
    ) -> Requester {
        Requester(user: user, source: source, token: token)
    }
}

extension NewEvent {
    /// Something that happened to an incident at the moment at which the server learns of it.
    package static func sample(
        _ type: EventType = .other, timestamp: Timestamp = .sample, received: Timestamp? = nil,
        actor: User.ID = 1, description: String = "", noted: NotedChange? = nil
    ) -> NewEvent {
        NewEvent(
            type: type, timestamp: timestamp, received: received ?? timestamp, actor: actor,
            description: description, noted: noted)
    }
}

extension PostedEvent {
    /// An event as it is asked for; nil for the time means now.
    package static func sample(
        _ type: EventType = .other, timestamp: Timestamp? = nil, description: String = "",
        acknowledgementsURL: String = "http://testserver/acks/"
    ) -> PostedEvent {
        PostedEvent(
            type: type, timestamp: timestamp, description: description,
            acknowledgementsURL: acknowledgementsURL)
    }
}

extension NewAcknowledgement {
    /// An acknowledgement to write down, without an expiration.
    package static func sample(
        timestamp: Timestamp = .sample, description: String = "On it",
        expiration: Timestamp? = nil
    ) throws(Refusal) -> NewAcknowledgement {
        try NewAcknowledgement(
            timestamp: timestamp, description: description, expiration: expiration)
    }
}
