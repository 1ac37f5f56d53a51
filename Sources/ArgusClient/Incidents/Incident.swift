/// A problem, or something that happened, as the server knows it.
public typealias Incident = IncidentJSON

/// An entry in an incident's log.
public typealias Event = EventJSON

/// What kind of entry it is.
public typealias EventType = EventTypeJSON

/// That somebody takes care of an incident.
public typealias Acknowledgement = AcknowledgementJSON

/// A monitoring system that posts incidents.
public typealias SourceSystem = SourceSystemJSON

extension IncidentJSON: Identifiable {
    /// The primary key of an incident.
    public typealias ID = Identifier<IncidentJSON>

    /// How bad an incident is.
    public typealias Level = LevelJSON

    /// What the client's functions take to name this incident.
    public var id: ID { ID(pk) }

    /// The tags as keys and values, in order.
    public var tags: Tags { Tags(tagDetails.compactMap { Tags.Element($0.tag) }) }
}

extension TagJSON {
    /// The account that added it; nil if the answer does not tell (version 3).
    public var addedBy: User.ID? { addedByPK.map { User.ID($0) } }
}

extension EventJSON: Identifiable {
    /// The primary key of an event.
    public typealias ID = Identifier<EventJSON>

    /// The typed form of its primary key.
    public var id: ID { ID(pk) }

    /// The incident that it happened to.
    public var incidentID: Incident.ID { Incident.ID(incidentPK) }
}

extension EventJSON.Actor: Identifiable {
    /// The account.
    public var id: User.ID { User.ID(pk) }
}

extension AcknowledgementJSON: Identifiable {
    /// The primary key of an acknowledgement, which is that of its event.
    public typealias ID = Identifier<AcknowledgementJSON>

    /// The typed form of its primary key.
    public var id: ID { ID(pk) }
}

extension SourceSystemJSON: Identifiable {
    /// The primary key of a source system.
    public typealias ID = Identifier<SourceSystemJSON>

    /// The typed form of its primary key.
    public var id: ID { ID(pk) }

    /// The account with which it posts.
    public var userID: User.ID { User.ID(userPK) }
}
