import ArgusVocabulary

/// An entry in an incident's log.
///
/// Exactly `{"pk", "incident", "actor": {"pk", "username"}, "timestamp", "received",
/// "type": {"value", "display"}, "description"}`: clients fail on more.
public struct EventJSON: Hashable, Sendable {
    package let pk: Int64
    /// The primary key of the incident.
    package let incidentPK: Int64
    /// Who did it: the primary key and the name of an account.
    public let actor: Actor
    /// When it happened, as the actor says.
    public let timestamp: Timestamp
    /// When the server learnt of it.
    public let received: Timestamp
    public let type: EventTypeJSON
    public let description: String

    /// An account, by primary key and name.
    public struct Actor: Hashable, Sendable {
        package let pk: Int64
        public let username: String

        package init(pk: Int64, username: String) {
            (self.pk, self.username) = (pk, username)
        }
    }

    package init(
        pk: Int64, incident: Int64, actor: Actor, timestamp: Timestamp, received: Timestamp,
        type: EventTypeJSON, description: String
    ) {
        (self.pk, incidentPK, self.actor) = (pk, incident, actor)
        (self.timestamp, self.received) = (timestamp, received)
        (self.type, self.description) = (type, description)
    }

    /// Reads what the API answers.
    public init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "event")
        pk = try reader.integer("pk")
        incidentPK = try reader.integer("incident")
        let actor = try MemberReader(reader.value("actor"), of: "actor")
        self.actor = Actor(pk: try actor.integer("pk"), username: try actor.text("username"))
        timestamp = try reader.time("timestamp")
        received = try reader.time("received")
        let type = try MemberReader(reader.value("type"), of: "event type")
        self.type = EventTypeJSON(code: try type.text("value"))
        description = try reader.text("description")
    }

    /// Writes what the API answers, in every version.
    public func write(to writer: inout JSONWriter, in zone: Zone) {
        writer.raw("{\"pk\":")
        writer.integer(pk)
        writer.raw(",\"incident\":")
        writer.integer(incidentPK)
        writer.raw(",\"actor\":{\"pk\":")
        writer.integer(actor.pk)
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
