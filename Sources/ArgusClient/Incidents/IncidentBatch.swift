import ArgusVocabulary

/// One thing that a source system has to say, among many.
public enum BatchItem: Hashable, Sendable {
    /// A problem is so: it is opened, or, if its `sourceIncidentID` was posted before, changed where it
    /// differs, and opened again if it began after it was closed.
    case post(NewIncident)
    /// What is named of an incident is different.
    case change(IncidentReference, IncidentChange)
    /// An incident is over, since a moment or, if that is nil, since now.
    case close(IncidentReference, at: Timestamp? = nil, description: String = "")

    /// The item of the request, in version 3 of the API.
    package var json: JSONValue {
        var object = JSONObject()
        switch self {
        case .post(let incident):
            object.set("op", to: "create")
            object.set(incident.json(.v3))
        case .change(let reference, let change):
            object.set("op", to: "update")
            object.set(reference)
            object.set(change.json(.v3))
        case .close(let reference, let moment, let description):
            object.set("op", to: "close")
            object.set(reference)
            if let moment { object.set("timestamp", to: .string(moment.text())) }
            object.setUnlessEmpty("description", to: description)
        }
        return .object(object)
    }
}

/// How an incident of one's own source system is named.
public enum IncidentReference: Hashable, Sendable {
    /// By its primary key.
    case id(Incident.ID)
    /// By the monitoring system's own identifier.
    case sourceIncidentID(String)
}

extension JSONObject {
    fileprivate mutating func set(_ reference: IncidentReference) {
        switch reference {
        case .id(let id): set("pk", to: .integer(id.rawValue))
        case .sourceIncidentID(let identifier):
            set("source_incident_id", to: .string(identifier))
        }
    }

    /// Adds the members of another object.
    fileprivate mutating func set(_ other: JSONValue) {
        for member in other.object?.members ?? [] { set(member.name, to: member.value) }
    }
}

/// What became of an item of a batch.
public enum BatchAnswer: Hashable, Sendable {
    /// The incident was created.
    case created(Incident)
    /// It was there already, and is so now, whether anything was changed or not.
    case known(Incident)
    /// Nothing was done, for this reason; the other items are none the worse.
    case refused(Refusal)

    init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "answer")
        let status = Int(try reader.integer("status"))
        if status >= 400 {
            self = .refused(Refusal(status: status, body: try reader.value("errors")))
        } else {
            let incident = try Incident(reader.value("incident"))
            self = status == 201 ? .created(incident) : .known(incident)
        }
    }

    /// The incident as it is now; nil if the item was refused.
    public var incident: Incident? {
        switch self {
        case .created(let incident), .known(let incident): incident
        case .refused: nil
        }
    }
}
