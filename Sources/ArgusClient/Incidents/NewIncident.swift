import ArgusVocabulary

/// An incident to be posted.
///
/// The members of ``details`` read like members of its own: `incident.level = .high`.
public struct NewIncident: Detailed, Hashable, Sendable {
    /// When it began.
    public var startTime: Timestamp
    /// Whether and when it ended, which also says whether it has an extent in time at all.
    public var endTime: EndTime
    /// The monitoring system's own identifier of the problem, unique within the source; may be
    /// empty.
    public var sourceIncidentID: String
    /// What it is about.
    public var tags: Tags
    /// What else is told of it; what a version of the API has no place for is left out there.
    public var details: IncidentDetails

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
        (self.startTime, self.endTime) = (startTime, endTime)
        (self.sourceIncidentID, self.tags) = (sourceIncidentID, tags)
        details = IncidentDetails(
            detailsURL: detailsURL, description: description, level: level, ticketURL: ticketURL,
            metadata: metadata.map { JSONText($0) })
    }

    /// Anything else that should be kept with it; version 1 of the API has no place for it.
    public var metadata: JSONValue? {
        get { details.metadata?.value }
        set { details.metadata = newValue.map { JSONText($0) } }
    }

    /// The body of the request: `end_time` always stands in it, since the versions of the API
    /// disagree on what its absence means; texts that are empty do not.
    package func json(_ version: APIVersion) -> JSONValue {
        var object = JSONObject()
        object.set("start_time", to: .string(startTime.text()))
        object.set("end_time", to: endTime.json)
        object.setUnlessEmpty("source_incident_id", to: sourceIncidentID)
        details.withoutEmptyOnes.write(to: &object, version)
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
