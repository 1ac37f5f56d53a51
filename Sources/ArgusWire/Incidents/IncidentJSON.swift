import ArgusVocabulary

/// An incident as the API answers it.
///
/// Members, in order: `pk`, `start_time`, `end_time` (`null`, `"infinity"` or a time), `source`,
/// `source_incident_id`, `details_url`, `description`, `level` (1 critical to 5 information),
/// `ticket_url`, `metadata` (not in version 1), `tags`, `stateful`, `open`, `acked`.
public struct IncidentJSON: Detailed, Hashable, Identifiable, Sendable {
    /// The primary key of an incident.
    public typealias ID = Identifier<Keyed.Incident>

    /// The member `pk`.
    public package(set) var id: ID
    public var startTime: Timestamp
    public var endTime: EndTime
    public var source: SourceSystemJSON
    /// The monitoring system's own identifier of the problem; may be empty.
    public var sourceIncidentID: String
    /// What else is told; the address of details is joined with the source's base URL.
    public var details: IncidentDetails
    /// The tags, with who added each and when.
    public var tagDetails: [TagJSON]
    public var isOpen: Bool
    public var isAcked: Bool

    package init(
        id: ID, startTime: Timestamp, endTime: EndTime, source: SourceSystemJSON,
        sourceIncidentID: String, details: IncidentDetails, tags: [TagJSON], isOpen: Bool,
        isAcked: Bool
    ) {
        (self.id, self.startTime, self.endTime, self.source) = (id, startTime, endTime, source)
        (self.sourceIncidentID, self.details, tagDetails) = (sourceIncidentID, details, tags)
        (self.isOpen, self.isAcked) = (isOpen, isAcked)
    }

    /// Reads the form of any version.
    public init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "incident")
        id = try reader.id("pk")
        startTime = try reader.time("start_time")
        endTime = try reader.endTime("end_time")
        source = try SourceSystemJSON(reader.value("source"))
        sourceIncidentID = try reader.text("source_incident_id")
        details = try IncidentDetails(reader)
        tagDetails = try reader.list("tags") { tag throws(WireError) in try TagJSON(tag) }
        isOpen = try reader.bool("open")
        isAcked = try reader.bool("acked")
    }

    /// Whatever the source added; any JSON value, nil in version 1.
    public var metadata: JSONValue? {
        get { details.metadata?.value }
        set { details.metadata = newValue.map { JSONText($0) } }
    }

    /// Writes the form of a version.
    package func write(to writer: inout JSONWriter, _ version: APIVersion, in zone: Zone) {
        writer.raw("{\"pk\":")
        writer.integer(id.rawValue)
        writer.raw(",\"start_time\":")
        writer.time(startTime, in: zone)
        writer.raw(",\"end_time\":")
        writer.endTime(endTime, in: zone)
        writer.raw(",\"source\":")
        source.write(to: &writer, version, in: zone)
        writer.raw(",\"source_incident_id\":")
        writer.string(sourceIncidentID)
        details.write(to: &writer, version)
        writer.raw(",\"tags\":")
        writer.list(tagDetails) { $1.write(to: &$0, version, in: zone) }
        writer.raw(",\"stateful\":")
        writer.bool(endTime.isStateful)
        writer.raw(",\"open\":")
        writer.bool(isOpen)
        writer.raw(",\"acked\":")
        writer.bool(isAcked)
        writer.raw("}")
    }
}
