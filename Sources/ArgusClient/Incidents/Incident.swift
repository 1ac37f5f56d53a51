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

    /// What the client's functions take to name this incident.
    public var id: ID { ID(pk) }

    /// The tags as keys and values, in order.
    public var tagList: Tags { Tags(tags.compactMap { Tags.Element($0.tag) }) }

    /// The level by its name; nil for a number that this version does not know.
    public var namedLevel: Level? { Level(rawValue: level) }

    /// How bad it is; the smaller the number, the worse.
    public enum Level: Int, CaseIterable, Comparable, Sendable {
        case critical = 1
        case high, moderate, low, information

        /// Compares by number: critical is the smallest.
        public static func < (one: Level, other: Level) -> Bool { one.rawValue < other.rawValue }
    }
}

extension EventJSON: Identifiable {
    /// The primary key of an event.
    public typealias ID = Identifier<EventJSON>

    /// The typed form of its primary key.
    public var id: ID { ID(pk) }
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
}
