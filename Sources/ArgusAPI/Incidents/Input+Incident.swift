import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTime
import ArgusWire

extension Input {
    /// Reads what is needed to create an incident.
    mutating func newIncident(_ version: APIVersion) throws(Refusal) -> NewIncident {
        // Version 1 keeps what the guide for glue services promises: no end means stateless.
        let (start, end) = span(
            "start_time", "end_time", absent: version == .v1 ? .stateless : .open)
        let tags = tags(version, isRequired: true) ?? []
        let level = level("level")
        let description = text("description") ?? ""
        let detailsURL = text("details_url") ?? ""
        let identifier = text("source_incident_id", .sourceIncidentID) ?? ""
        let ticketURL = url("ticket_url") ?? ""
        let metadata = json("metadata")?.text ?? "{}"
        try check()
        return try NewIncident(
            startTime: start, endTime: end, sourceIncidentID: identifier, detailsURL: detailsURL,
            description: description, level: level ?? .information, ticketURL: ticketURL,
            metadata: metadata, tags: tags)
    }

    /// A level, as a number or its digits; nil if it is missing.
    mutating func level(_ name: String) -> Level? {
        guard let value = given(name) else { return nil }
        let written = value.pythonText
        guard let level = Int(written).flatMap(Level.init), written == String(level.rawValue) else {
            refuse(name, "\"\(written)\" is not a valid choice.")
            return nil
        }
        return level
    }

    /// Whose incident is created: `source` names one, for superusers.
    mutating func incidentSource() -> IncidentSource {
        switch object["source"] {
        case nil: return .own
        case .null: return .named(nil)
        case .integer(let pk): return .named(SourceSystem.ID(pk))
        case .string(let text):
            if let pk = Int64(text) { return .named(SourceSystem.ID(pk)) }
            fallthrough
        default:
            refuse("source", "Incorrect type. Expected pk value.")
            return .own
        }
    }

    /// Reads which fields of an incident are to change; refuses those that must not.
    mutating func incidentChange(
        _ version: APIVersion, isWhole: Bool
    ) throws(Refusal) -> IncidentChange {
        try refuseFixedFields()
        var change = IncidentChange(
            tagRule: version == .v3 ? .removableByAll : .removableByAdder)
        change.wording = version == .v3 ? .setsTwice : .lists
        change.tags = tags(version, isRequired: isWhole)
        change.detailsURL = text("details_url")
        change.ticketURL = url("ticket_url")
        change.level = level("level")
        change.metadata = json("metadata")?.text
        change.description = text("description")
        try check()
        return change
    }

    /// Reads the address of an incident's ticket, which must be there.
    mutating func ticketChange() throws(Refusal) -> IncidentChange {
        _ = required("ticket_url")
        var change = IncidentChange()
        if has("ticket_url"), object["ticket_url"] != .null {
            change.ticketURL = text("ticket_url")
        }
        try check()
        return change
    }

    private func refuseFixedFields() throws(Refusal) {
        let changeable: Set = [
            "tags", "details_url", "ticket_url", "level", "metadata", "description",
        ]
        let fixed: Set = [
            "pk", "id", "start_time", "end_time", "source", "source_incident_id", "search_text",
            "incident_tag_relations", "events",
        ]
        let problems = object.names.filter { !changeable.contains($0) }.map { name in
            let message =
                fixed.contains(name)
                ? "The field is not allowed to be changed." : "The field does not exist."
            return Problems.Field(name, .message(message))
        }
        guard problems.isEmpty else { throw .invalid(.fields(problems)) }
    }
}
