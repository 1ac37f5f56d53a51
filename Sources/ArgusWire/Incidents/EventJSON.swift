import ArgusVocabulary

/// An entry in an incident's log.
///
/// Exactly `{"pk", "incident", "actor": {"pk", "username"}, "timestamp", "received",
/// "type": {"value", "display"}, "description"}`: clients fail on more.
public struct EventJSON: Hashable, Identifiable, Sendable {
    /// The primary key of an event.
    public typealias ID = Identifier<Keyed.Event>

    /// The member `pk`.
    public let id: ID
    /// The incident that it happened to: the member `incident`.
    public let incidentID: IncidentJSON.ID
    /// Who did it: the primary key and the name of an account.
    public let actor: Actor
    /// When it happened, as the actor says.
    public let timestamp: Timestamp
    /// When the server learnt of it.
    public let received: Timestamp
    public let type: EventType
    public let description: String

    /// An account, by primary key and name.
    public struct Actor: Hashable, Identifiable, Sendable {
        /// The account: the member `pk`.
        public let id: UserJSON.ID
        public let username: String

        package init(id: UserJSON.ID, username: String) {
            (self.id, self.username) = (id, username)
        }
    }

    package init(
        id: ID, incident: IncidentJSON.ID, actor: Actor, timestamp: Timestamp,
        received: Timestamp, type: EventType, description: String
    ) {
        (self.id, incidentID, self.actor) = (id, incident, actor)
        (self.timestamp, self.received) = (timestamp, received)
        (self.type, self.description) = (type, description)
    }

    /// Reads what the API answers.
    public init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "event")
        id = try reader.id("pk")
        incidentID = try reader.id("incident")
        let actor = try MemberReader(reader.value("actor"), of: "actor")
        self.actor = Actor(id: try actor.id("pk"), username: try actor.text("username"))
        timestamp = try reader.time("timestamp")
        received = try reader.time("received")
        let type = try MemberReader(reader.value("type"), of: "event type")
        self.type = EventType(code: try type.text("value"))
        description = try reader.text("description")
    }

    /// Writes what the API answers, in every version.
    package func write(to writer: inout JSONWriter, in zone: Zone) {
        writer.raw("{\"pk\":")
        writer.integer(id.rawValue)
        writer.raw(",\"incident\":")
        writer.integer(incidentID.rawValue)
        writer.raw(",\"actor\":{\"pk\":")
        writer.integer(actor.id.rawValue)
        writer.raw(",\"username\":")
        writer.string(actor.username)
        writer.raw("},\"timestamp\":")
        writer.time(timestamp, in: zone)
        writer.raw(",\"received\":")
        writer.time(received, in: zone)
        writer.raw(",\"type\":{\"value\":")
        writer.string(type.rawValue)
        writer.raw(",\"display\":")
        writer.string(type.display)
        writer.raw("},\"description\":")
        writer.string(description)
        writer.raw("}")
    }
}
