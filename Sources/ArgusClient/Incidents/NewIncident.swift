import ArgusVocabulary

/// An incident to be posted.
public struct NewIncident: Hashable, Sendable {
    /// What is wrong, in a line for people.
    public var description: String
    /// When it began.
    public var startTime: Timestamp
    /// Whether and when it ended, which also says whether it has an extent in time at all.
    public var endTime: EndTime
    /// The monitoring system's own identifier of the problem, unique within the source; may be
    /// empty.
    public var sourceIncidentID: String
    /// How bad it is.
    public var level: Incident.Level
    /// What it is about.
    public var tags: Tags
    /// Where the monitoring system tells more; may be relative to the source's base URL.
    public var detailsURL: String
    /// An absolute URL of a ticket; may be empty.
    public var ticketURL: String
    /// Anything else that should be kept with it; version 1 of the API has no place for it, and it
    /// is left out there.
    public var metadata: JSONValue?

    /// Describes an incident; it is open, and of the lowest level, unless something else is said.
    public init(
        description: String,
        startTime: Timestamp,
        endTime: EndTime = .open,
        sourceIncidentID: String = "",
        level: Incident.Level = .information,
        tags: Tags = [:],
        detailsURL: String = "",
        ticketURL: String = "",
        metadata: JSONValue? = nil
    ) {
        (self.description, self.startTime, self.endTime) = (description, startTime, endTime)
        (self.sourceIncidentID, self.level, self.tags) = (sourceIncidentID, level, tags)
        (self.detailsURL, self.ticketURL, self.metadata) = (detailsURL, ticketURL, metadata)
    }

    /// The body of the request: `end_time` always stands in it, since the versions of the API
    /// disagree on what its absence means; texts that are empty do not.
    package func json(_ version: APIVersion) -> JSONValue {
        var object = JSONObject()
        object.set("start_time", to: .string(startTime.text()))
        object.set("end_time", to: endTime.json)
        object.setUnlessEmpty("source_incident_id", to: sourceIncidentID)
        object.setUnlessEmpty("details_url", to: detailsURL)
        object.setUnlessEmpty("description", to: description)
        object.set("level", to: .integer(Int64(level.rawValue)))
        object.setUnlessEmpty("ticket_url", to: ticketURL)
        if let metadata, metadata != .null, version != .v1 { object.set("metadata", to: metadata) }
        object.set("tags", to: tags.json(version))
        return .object(object)
    }
}

extension EndTime {
    /// The value of `end_time`: `null`, `"infinity"` or a time in UTC.
    var json: JSONValue {
        switch self {
        case .stateless: .null
        case .open: "infinity"
        case .ended(let moment): .string(moment.text())
        }
    }
}

extension Tags {
    /// The value of `tags`: texts in version 3, objects in the others.
    func json(_ version: APIVersion) -> JSONValue {
        .array(
            map { tag in
                let text = JSONValue.string(tag.description)
                return version == .v3 ? text : ["tag": text]
            }
        )
    }
}

extension JSONObject {
    mutating func setUnlessEmpty(_ name: String, to text: String) {
        if !text.isEmpty { set(name, to: .string(text)) }
    }
}
