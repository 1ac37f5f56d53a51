import ArgusCore
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

extension Field where Value == IncidentReport {
    /// What a source says of a problem: all of it if the problem is new, and what is different if it
    /// is known already.
    package static func incidentReport(_ version: APIVersion) -> Field {
        let first: [IncidentMember] = [.level, .description, .detailsURL]
        let others = IncidentMember.all.filter { !first.contains($0) }
        return Field(
            // Version 1 keeps what the guide for glue services promises: no end means stateless.
            Field<StartAndEnd>.span(
                absent: version == .v1 ? .stateless : .open,
                endNote: "Null: stateless; `infinity`: open; else a time, not before the start. "
                    + "Missing: \(version == .v1 ? "null" : "`infinity`")."),
            Field<[Tag]?>.tags(version, isRequired: true)
                .note("Those that are the same are merged."),
            Field<IncidentDetails>.details(first, version, withNotes: true),
            Field<String?>.text("source_incident_id", .sourceIncidentID).note(
                "The source's own identifier, which it may use once; its length counts in bytes."),
            Field<IncidentDetails>.details(others, version, withNotes: true)
        ) { span, tags, details, identifier, others throws(Refusal) in
            let details = details.adding(others)
            let new = try NewIncident(
                startTime: span.start, endTime: span.end, sourceIncidentID: identifier ?? "",
                details: details, tags: tags ?? [])
            var change = IncidentChange(tagRule: .removableByAll)
            change.wording = .sets
            (change.tags, change.details) = (new.tags, details)
            return IncidentReport(new: new, change: change)
        }
    }
}

/// From when to when something goes on.
typealias StartAndEnd = (start: Timestamp, end: EndTime)

extension Field where Value == StartAndEnd {
    fileprivate static func span(absent: EndTime, endNote: String) -> Field {
        Field(["start_time": .time.required, "end_time": .endTime.note(endNote)]) { input in
            input.span("start_time", "end_time", absent: absent)
        }
    }
}

/// An incident to be created, and of which source.
package typealias SourcedNewIncident = (source: IncidentSource, new: NewIncident)

extension Form where Value == SourcedNewIncident {
    /// An incident to be created, and of which source.
    package static func newIncident(_ version: APIVersion) -> Form {
        let field = Field(
            Field<IncidentSource>.incidentSource.note(
                "The primary key of a source system; superusers need it, others may not."),
            Field<IncidentReport>.incidentReport(version)
        ) { source, report in (source: source, new: report.new) }
        return Form("NewIncident", field, example: .newIncident(version))
    }
}

extension Field where Value == IncidentSource {
    /// Whose incident it is: `source` names one, for superusers.
    package static var incidentSource: Field {
        Field("source", .id.orNull) { input, name in
            switch input.object[name] {
            case nil: return .own
            case .null: return .named(nil)
            case .integer(let pk): return .named(SourceSystem.ID(pk))
            case .string(let text):
                if let pk = Int64(text) { return .named(SourceSystem.ID(pk)) }
                fallthrough
            default:
                input.refuse(name, "Incorrect type. Expected pk value.")
                return .own
            }
        }
    }
}

extension Field where Value == IncidentChange {
    /// Which members of an incident are to change; those that must not are refused, but for those that
    /// `others` names.
    package static func incidentChange(
        _ version: APIVersion, isWhole: Bool = false, beside others: Set<String> = []
    ) -> Field {
        let change = Field(
            Field<[Tag]?>.tags(version, isRequired: isWhole).note("All that it shall have."),
            Field<IncidentDetails>.details(
                IncidentMember.all(startingWith: [.detailsURL, .ticketURL, .level, .metadata]),
                version)
        ) { tags, details in
            var change = IncidentChange(
                tagRule: version == .v3 ? .removableByAll : .removableByAdder)
            change.wording = version == .v3 ? .setsTwice : .lists
            (change.tags, change.details) = (tags, details)
            return change
        }
        let changeable = others.union(change.members.map(\.name))
        return change.checking { input throws(Refusal) in
            try input.refuseFixedFields(besides: changeable)
        }
    }
}

extension Form where Value == IncidentChange {
    /// What changes an incident; `isWhole` says that all its tags have to be told.
    package static func incidentChange(_ version: APIVersion, isWhole: Bool) -> Form {
        Form(
            isWhole ? "IncidentChange" : "PatchedIncidentChange",
            .incidentChange(version, isWhole: isWhole), others: .refused,
            example: [
                "tags": .tags(version), "details_url": "/alerts/4712/",
                "ticket_url": "https://tickets.example.org/2", "level": 3,
                "metadata": ["room": 5], "description": "Box is down, and its neighbour too",
            ])
    }

    /// What gives an incident the address of its ticket.
    package static var ticketChange: Form {
        let field = Field<String?>.text("ticket_url").required()
            .note("Any text; an empty one clears it.")
        return Form(
            "NewIncidentTicketUrl",
            field.map { url in
                var change = IncidentChange()
                change.ticketURL = url
                return change
            },
            example: ["ticket_url": "https://tickets.example.org/6"])
    }
}

extension Input {
    fileprivate func refuseFixedFields(besides changeable: Set<String>) throws(Refusal) {
        let fixed: Set = [
            "pk", "id", "start_time", "end_time", "source", "source_incident_id", "search_text",
            "incident_tag_relations", "events",
        ]
        let problems = object.names.filter { !changeable.contains($0) }.map { name in
            let message =
                fixed.contains(name)
                ? "The field is not allowed to be changed." : "The field does not exist."
            return Problems.Field(name, .message(.text(message)))
        }
        guard problems.isEmpty else { throw .invalid(.fields(problems)) }
    }
}

extension JSONValue {
    /// A body that creates an incident.
    static func newIncident(_ version: APIVersion) -> JSONValue {
        [
            "start_time": "2025-06-15T12:00:00Z", "end_time": "infinity",
            "source_incident_id": "4711", "details_url": "/alerts/4711/",
            "description": "Box is down", "level": 2,
            "ticket_url": "https://tickets.example.org/1", "metadata": ["room": 4],
            "tags": tags(version),
        ]
    }

    fileprivate static func tags(_ version: APIVersion) -> JSONValue {
        version == .v3 ? ["host=box.example.org"] : [["tag": "host=box.example.org"]]
    }
}

extension Schema {
    /// How bad an incident is: 1 critical to 5 information.
    package static let level = integer(1...5)

    /// Null for a stateless incident, `infinity` for one whose end is not known, or a time.
    package static let endTime = either(time, only("infinity"), null)
}
