import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusWire

extension Input {
    /// Reads one thing that a source says in a batch.
    mutating func batchItem(_ version: APIVersion) throws(Refusal) -> IncidentBatch.Item {
        let op = required("op")?.pythonText
        switch op {
        case "create":
            if has("source") { refuse("source", "Name the source beside the items.") }
            return .create(try incidentReport(version))
        case "update":
            let reference = reference()
            try check()
            var change = try remaining { input throws(Refusal) in
                try input.incidentChange(version, isWhole: false)
            }
            change.wording = .sets
            return .update(reference, change)
        case "close":
            let reference = reference()
            let end = time("timestamp")
            let description = text("description") ?? ""
            try check()
            return .close(
                reference, at: end, or: otherMoment("timestamp"), description: description)
        default:
            if let op { refuse("op", "\"\(op)\" is not a valid choice.") }
            try check()
            throw .invalid("op", "This field is required.")
        }
    }

    /// Reads what a source says of a problem that may be known already: what is not there is not said.
    mutating func incidentReport(_ version: APIVersion) throws(Refusal) -> IncidentReport {
        let new = try newIncident(version)
        var change = IncidentChange(tagRule: .removableByAll)
        change.wording = .sets
        change.tags = new.tags
        if has("details_url") { change.detailsURL = new.detailsURL }
        if has("ticket_url") { change.ticketURL = new.ticketURL }
        if has("level") { change.level = new.level }
        if has("description") { change.description = new.description }
        if has("metadata") { change.metadata = new.metadata }
        return IncidentReport(new: new, change: change)
    }

    /// How an item names its incident: by one of two members.
    private mutating func reference() -> IncidentBatch.Reference {
        guard has("pk") else { return .sourceIncidentID(requiredText("source_incident_id")) }
        if has("source_incident_id") {
            refuse("pk", "Name the incident by this or by its source_incident_id, not by both.")
        }
        guard let pk = required("pk")?.integer else {
            if object["pk"] != .null { refuse("pk", "A valid integer is required.") }
            return .id(Incident.ID(0))
        }
        return .id(Incident.ID(pk))
    }

    /// Reads the members that do not say which item it is.
    private func remaining<Value>(
        _ read: (inout Input) throws(Refusal) -> Value
    ) throws(Refusal) -> Value {
        var rest = JSONObject()
        for name in object.names where !["op", "pk", "source_incident_id"].contains(name) {
            rest.set(name, to: object[name] ?? .null)
        }
        return try object(.object(rest), read).get()
    }
}

extension Problems {
    /// The problems as an object, whatever their shape.
    var named: Problems {
        switch self {
        case .fields: self
        case .messages: .fields([Field("non_field_errors", self)])
        case .message(let message):
            .fields([Field("non_field_errors", .messages([message]))])
        }
    }
}
