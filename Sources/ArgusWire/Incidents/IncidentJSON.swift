import ArgusVocabulary

/// An incident as the API answers it.
///
/// Members, in order: `pk`, `start_time`, `end_time` (`null`, `"infinity"` or a time), `source`,
/// `source_incident_id`, `details_url`, `description`, `level` (1 critical to 5 information),
/// `ticket_url`, `metadata` (not in version 1), `tags`, `stateful`, `open`, `acked`.
public struct IncidentJSON: Hashable, Sendable {
    package var pk: Int64
    public var startTime: Timestamp
    public var endTime: EndTime
    public var source: SourceSystemJSON
    /// The monitoring system's own identifier of the problem; may be empty.
    public var sourceIncidentID: String
    /// Where the monitoring system tells more; joined with the source's base URL.
    public var detailsURL: String
    public var description: String
    public var level: LevelJSON
    public var ticketURL: String
    /// Whatever the source added; any JSON value, nil in version 1.
    public var metadata: JSONValue?
    /// The tags, with who added each and when.
    public var tagDetails: [TagJSON]
    public var isOpen: Bool
    public var isAcked: Bool

    package init(
        pk: Int64, startTime: Timestamp, endTime: EndTime, source: SourceSystemJSON,
        sourceIncidentID: String, detailsURL: String, description: String, level: LevelJSON,
        ticketURL: String, metadata: JSONValue?, tags: [TagJSON], isOpen: Bool, isAcked: Bool
    ) {
        (self.pk, self.startTime, self.endTime, self.source) = (pk, startTime, endTime, source)
        (self.sourceIncidentID, self.detailsURL) = (sourceIncidentID, detailsURL)
        (self.description, self.level, self.ticketURL) = (description, level, ticketURL)
        (self.metadata, tagDetails) = (metadata, tags)
        (self.isOpen, self.isAcked) = (isOpen, isAcked)
    }

    /// Reads the form of any version.
    public init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "incident")
        pk = try reader.integer("pk")
        startTime = try reader.time("start_time")
        endTime = try reader.endTime("end_time")
        source = try SourceSystemJSON(reader.value("source"))
        sourceIncidentID = try reader.text("source_incident_id")
        detailsURL = try reader.text("details_url")
        description = try reader.text("description")
        level = LevelJSON(number: Int(try reader.integer("level")))
        ticketURL = try reader.text("ticket_url")
        metadata = reader.object["metadata"]
        tagDetails = try reader.list("tags") { tag throws(WireError) in try TagJSON(tag) }
        isOpen = try reader.bool("open")
        isAcked = try reader.bool("acked")
    }

    /// Writes the form of a version.
    public func write(to writer: inout JSONWriter, _ version: APIVersion, in zone: Zone) {
        writer.raw("{\"pk\":")
        writer.integer(pk)
        writer.raw(",\"start_time\":")
        writer.time(startTime, in: zone)
        writer.raw(",\"end_time\":")
        writer.endTime(endTime, in: zone)
        writer.raw(",\"source\":")
        source.write(to: &writer, version, in: zone)
        writer.raw(",\"source_incident_id\":")
        writer.string(sourceIncidentID)
        writer.raw(",\"details_url\":")
        writer.string(detailsURL)
        writer.raw(",\"description\":")
        writer.string(description)
        writer.raw(",\"level\":")
        writer.integer(Int64(level.rawValue))
        writer.raw(",\"ticket_url\":")
        writer.string(ticketURL)
        if version != .v1 {
            writer.raw(",\"metadata\":")
            writer.value(metadata ?? [:])
        }
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
