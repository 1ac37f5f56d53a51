import ArgusVocabulary

/// What of an incident became different.
public enum ChangeTypeJSON: Hashable, Sendable {
    /// What its log tells too.
    case event(EventTypeJSON)
    /// Tags came or went one by one.
    case tags
    /// An acknowledgement holds for another time.
    case expiration
    /// It was deleted.
    case deletion
    /// A code that this version does not know; a newer server may have it.
    case unknown(String)

    /// The type of a code, whatever it is.
    public init(code: String) {
        self = Self(rawValue: code) ?? .unknown(code)
    }
}

extension ChangeTypeJSON: RawRepresentable {
    /// The type with a code; nil for one that is unknown.
    public init?(rawValue: String) {
        switch rawValue {
        case "TAG": self = .tags
        case "EXP": self = .expiration
        case "DEL": self = .deletion
        default:
            guard let type = EventTypeJSON(rawValue: rawValue) else { return nil }
            self = .event(type)
        }
    }

    /// Its code: that of the event, or one of `TAG`, `EXP` and `DEL`.
    public var rawValue: String {
        switch self {
        case .event(let type): type.rawValue
        case .tags: "TAG"
        case .expiration: "EXP"
        case .deletion: "DEL"
        case .unknown(let code): code
        }
    }
}

/// That something about an incident is not as it was, as the feed tells it.
///
/// Members, in order: `id`, `type`, `timestamp`, `incident_pk`, `incident`, `event`, `matches`.
public struct ChangeJSON: Hashable, Sendable {
    /// The member `id`: later changes have larger ones, and one goes on after it.
    package let pk: Int64
    public let type: ChangeTypeJSON
    /// When the server wrote it down.
    public let timestamp: Timestamp
    /// The primary key of the incident, which is told also if it was deleted.
    package let incidentPK: Int64
    /// The incident as it was when the change was told; nil if it was deleted by then or does not
    /// fit what was asked for.
    public let incident: IncidentJSON?
    /// What was written into the log; nil if nothing was, or if it was deleted by then.
    public let event: EventJSON?

    package init(
        pk: Int64, type: ChangeTypeJSON, timestamp: Timestamp, incidentPK: Int64,
        incident: IncidentJSON?, event: EventJSON?
    ) {
        (self.pk, self.type, self.timestamp) = (pk, type, timestamp)
        (self.incidentPK, self.incident, self.event) = (incidentPK, incident, event)
    }

    /// Whether the incident is there and fits what was asked for.
    public var matches: Bool { incident != nil }

    /// Reads what the feed tells.
    public init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "change")
        pk = try reader.integer("id")
        type = ChangeTypeJSON(code: try reader.text("type"))
        timestamp = try reader.time("timestamp")
        incidentPK = try reader.integer("incident_pk")
        let (incident, event) = (try reader.value("incident"), try reader.value("event"))
        self.incident = incident == .null ? nil : try IncidentJSON(incident)
        self.event = event == .null ? nil : try EventJSON(event)
    }

    /// Writes what the feed tells, with the incident as version 3 has it.
    public func write(to writer: inout JSONWriter, in zone: Zone) {
        writer.raw("{\"id\":")
        writer.integer(pk)
        writer.raw(",\"type\":")
        writer.string(type.rawValue)
        writer.raw(",\"timestamp\":")
        writer.time(timestamp, in: zone)
        writer.raw(",\"incident_pk\":")
        writer.integer(incidentPK)
        writer.raw(",\"incident\":")
        if let incident {
            incident.write(to: &writer, .v3, in: zone)
        } else {
            writer.raw("null")
        }
        writer.raw(",\"event\":")
        if let event { event.write(to: &writer, in: zone) } else { writer.raw("null") }
        writer.raw(",\"matches\":")
        writer.bool(matches)
        writer.raw("}")
    }
}
