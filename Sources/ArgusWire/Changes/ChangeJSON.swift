import ArgusVocabulary

/// That something about an incident is not as it was, as the feed tells it.
///
/// Members, in order: `id`, `type`, `timestamp`, `incident_pk`, `incident`, `event`, `matches`.
public struct ChangeJSON: Hashable, Identifiable, Sendable {
    /// The number of a change, by which one goes on after it.
    public typealias ID = Identifier<Keyed.Change>

    /// The member `id`: later changes have larger ones.
    public let id: ID
    public let type: ChangeType
    /// When the server wrote it down.
    public let timestamp: Timestamp
    /// The incident, which is told also if it was deleted: the member `incident_pk`.
    public let incidentID: IncidentJSON.ID
    /// The incident as it was when the change was told; nil if it was deleted by then or does not
    /// fit what was asked for.
    public let incident: IncidentJSON?
    /// What was written into the log; nil if nothing was, or if it was deleted by then.
    public let event: EventJSON?

    package init(
        id: ID, type: ChangeType, timestamp: Timestamp, incidentID: IncidentJSON.ID,
        incident: IncidentJSON?, event: EventJSON?
    ) {
        (self.id, self.type, self.timestamp) = (id, type, timestamp)
        (self.incidentID, self.incident, self.event) = (incidentID, incident, event)
    }

    /// Whether the incident is there and fits what was asked for.
    public var matches: Bool { incident != nil }

    /// Reads what the feed tells.
    public init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "change")
        id = try reader.id("id")
        type = ChangeType(code: try reader.text("type"))
        timestamp = try reader.time("timestamp")
        incidentID = try reader.id("incident_pk")
        let (incident, event) = (try reader.value("incident"), try reader.value("event"))
        self.incident = incident == .null ? nil : try IncidentJSON(incident)
        self.event = event == .null ? nil : try EventJSON(event)
    }

    /// Writes what the feed tells, with the incident as version 3 has it.
    package func write(to writer: inout JSONWriter, in zone: Zone) {
        writer.raw("{\"id\":")
        writer.integer(id.rawValue)
        writer.raw(",\"type\":")
        writer.string(type.rawValue)
        writer.raw(",\"timestamp\":")
        writer.time(timestamp, in: zone)
        writer.raw(",\"incident_pk\":")
        writer.integer(incidentID.rawValue)
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
