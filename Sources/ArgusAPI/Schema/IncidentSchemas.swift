import ArgusCore
import ArgusWire

extension Schema {
    /// An incident in an answer.
    static func incident(_ version: APIVersion) -> Schema {
        let start: KeyValuePairs<String, Schema> = [
            "pk": .id,
            "start_time": .time,
            "end_time": .endTime.note("Null: stateless; `infinity`: open; else when it ended."),
            "source": .source(version),
            "source_incident_id": .text.note("What the source calls it; may be empty."),
            "details_url": .text.note("Where the source tells more; may be empty."),
            "description": .text,
            "level": .level.note("1 critical, 2 high, 3 moderate, 4 low, 5 information."),
            "ticket_url": .text,
        ]
        let tags: KeyValuePairs<String, Schema> = [
            "tags": .list(of: version == .v3 ? .tag(version) : .tagRelation)
        ]
        let metadata: KeyValuePairs<String, Schema> = [
            "metadata": .anything.note("What the source wants to be kept with it.")
        ]
        let states: KeyValuePairs<String, Schema> = [
            "stateful": .bool.note("Whether it has an extent in time."),
            "open": .bool.note("Whether its end lies ahead."),
            "acked": .bool.note("Whether an acknowledgement holds."),
        ]
        let incident = Schema.answer("Incident", start)
        return switch version {
        case .v1: incident.adding(tags).adding(states)
        case .v2: incident.adding(metadata).adding(tags).adding(states)
        case .v3: incident.adding(metadata).adding(tags).adding(states)
        }
    }

    /// A tag of an incident in an answer, with who added it.
    private static let tagRelation = answer(
        "IncidentTagRelation",
        ["added_by": .id, "added_time": .time, "tag": .text.note("As `key=value`.")])

    /// How many incidents there are, and what was asked.
    static let count = answer(
        "Count", ["count": .integer, "params": .map(of: .text).note("The query.")])

    /// The address of a ticket in an answer.
    static let ticketURL = answer("IncidentTicketUrl", ["ticket_url": .text])

    /// What creates an incident.
    static func newIncident(_ version: APIVersion) -> Schema {
        incidentReport("NewIncident", version).adding([
            "source": .id.orNull.note(
                "The primary key of a source system; superusers need it, others may not.")
        ])
    }

    /// What a source says of a problem.
    static func incidentReport(_ name: String, _ version: APIVersion) -> Schema {
        .body(
            name,
            [
                "start_time": .time.required,
                "end_time": .endTime.note(
                    "Null: stateless; `infinity`: open; else a time, not before the start. "
                        + "Missing: \(version == .v1 ? "null" : "`infinity`")."),
                "tags": tagList(version).required.note("Those that are the same are merged."),
                "source_incident_id": .text(0...TextLimit.sourceIncidentID.count).note(
                    "The source's own identifier, which it may use once; its length counts in bytes."
                ),
                "details_url": .text.note(
                    "Where the source tells more; if relative, joined with its base URL."),
                "description": .text,
                "level": .level.note(
                    "1 critical, 2 high, 3 moderate, 4 low, 5 information, which it is if missing."),
                "ticket_url": .url,
                "metadata": .someJSON,
            ])
    }

    /// What changes an incident; `isWhole` says that all its tags have to be told.
    static func incidentChange(
        _ name: String, _ version: APIVersion, isWhole: Bool = false
    ) -> Schema {
        let tags = tagList(version).note("All that it shall have.")
        return .body(
            name,
            [
                "tags": isWhole ? tags.required : tags,
                "details_url": .text,
                "ticket_url": .url,
                "level": .level,
                "metadata": .someJSON,
                "description": .text,
            ], others: .refused)
    }

    private static func tagList(_ version: APIVersion) -> Schema {
        version == .v3
            ? .list(of: .tagText(version)) : .list(of: .body(["tag": .tagText(version).required]))
    }

    /// Anything but null.
    private static let someJSON = keywords([
        "type": ["object", "array", "string", "number", "boolean"]
    ])
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

    /// A body that changes an incident.
    static func incidentChange(_ version: APIVersion) -> JSONValue {
        [
            "tags": tags(version), "details_url": "/alerts/4712/",
            "ticket_url": "https://tickets.example.org/2", "level": 3, "metadata": ["room": 5],
            "description": "Box is down, and its neighbour too",
        ]
    }

    private static func tags(_ version: APIVersion) -> JSONValue {
        version == .v3 ? ["host=box.example.org"] : [["tag": "host=box.example.org"]]
    }
}
