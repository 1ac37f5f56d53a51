import ArgusHTTP
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

extension Schema {
    /// An incident in an answer.
    static func incident(_ version: APIVersion) -> Schema {
        Schema.answer(
            "Incident",
            [
                "pk": .id,
                "start_time": .time,
                "end_time": .endTime.note(
                    "Null: stateless; `infinity`: open; else when it ended."),
                "source": .source(version),
                "source_incident_id": .text.note("What the source calls it; may be empty."),
            ]
        ).adding(details(version)).adding([
            "tags": .list(of: version == .v3 ? .tag(version) : .tagRelation),
            "stateful": .bool.note("Whether it has an extent in time."),
            "open": .bool.note("Whether its end lies ahead."),
            "acked": .bool.note("Whether an acknowledgement holds."),
        ])
    }

    /// A tag of an incident in an answer, with who added it.
    private static let tagRelation = answer(
        "IncidentTagRelation",
        ["added_by": .id, "added_time": .time, "tag": .text.note("As `key=value`.")])

    /// A tag in an answer.
    static func tag(_ version: APIVersion) -> Schema {
        version == .v3 ? .text : .answer("Tag", ["tag": .text.note("As `key=value`.")])
    }

    /// How many incidents there are, and what was asked.
    static let count = answer(
        "Count", ["count": .integer, "params": .map(of: .text).note("The query.")])

    /// The address of a ticket in an answer.
    static let ticketURL = answer("IncidentTicketUrl", ["ticket_url": .text])

    /// An entry of a log in an answer.
    static let event = answer(
        "Event",
        [
            "pk": .id,
            "incident": .id,
            "actor": .answer(["pk": .id, "username": .text]),
            "timestamp": .time.note("When it happened, as the actor says."),
            "received": .time.note("When the server learnt of it."),
            "type": .answer([
                "value": .eventType, "display": .choice(EventType.allCases.map(\.display)),
            ]),
            "description": .text,
        ])

    /// An acknowledgement in an answer.
    static let acknowledgement = answer(
        "ResponseAcknowledgement",
        [
            "pk": .id.note("That of its event."),
            "event": event,
            "expiration": .time.orNull.note("Until when it holds; null if it does not end."),
        ])
}
