import ArgusWire
import HTTPTypes

/// Describes `incidents/<pk>/events/` and `incidents/<pk>/acks/`.
struct LogDescriptions {
    let version: APIVersion

    private var root: String { "\(version.path)incidents/:pk/" }
    private var id: String { "\(version.prefix)incidents_" }
    private let entry = Operation.Parameter("event", .id, "The primary key of the entry.")

    var operations: [Operation] {
        switch version {
        case .v1: [events, post, event] + acknowledgements
        case .v2: [allEvents, events, post, event] + acknowledgements
        case .v3: []
        }
    }

    private var allEvents: Operation {
        Operation(
            .get, "\(version.path)incidents/events/", id: "\(version.prefix)events_list", .log,
            "Lists the logs of all incidents, newest entry first.",
            query: Operation.Parameter.pages,
            answers: [.ok(.page("PaginatedEventList", of: .event), "A page of entries.")])
    }

    private var events: Operation {
        Operation(
            .get, "\(root)events/", id: "\(id)events_list", .log,
            "Lists an incident's log, newest entry first.",
            answers: [.ok(.list(of: .event), "All entries.")])
    }

    private var post: Operation {
        Operation(
            .post, "\(root)events/", id: "\(id)events_create", .log,
            "Adds an entry to an incident's log, which may close or reopen it.",
            details: """
                Sources post STA, END, RES, CHI, LES and OTH; people CLO, REO and OTH. \
                END and CLO end an open incident, RES and REO open a closed one.
                """,
            body: Operation.Body(
                .newEvent,
                example: [
                    "type": "END", "timestamp": "2025-06-15T13:00:00Z",
                    "description": "Box is up again", "actor": [:],
                ]),
            isOnce: true, answers: [.created(.event)])
    }

    private var event: Operation {
        Operation(
            .get, "\(root)events/:event/", id: "\(id)events_retrieve", .log,
            "Shows an entry of an incident's log.", path: [entry],
            answers: [.ok(.event, "The entry.")])
    }

    private var acknowledgements: [Operation] {
        [
            Operation(
                .get, "\(root)acks/", id: "\(id)acks_list", .log,
                "Lists an incident's acknowledgements.",
                answers: [.ok(.list(of: .acknowledgement), "All of them.")]),
            Operation(
                .post, "\(root)acks/", id: "\(id)acks_create", .log,
                "Acknowledges an incident: somebody knows of it.", body: new, isOnce: true,
                answers: [.created(.acknowledgement)]),
            Operation(
                .get, "\(root)acks/:event/", id: "\(id)acks_retrieve", .log,
                "Shows an acknowledgement.", path: [entry],
                answers: [.ok(.acknowledgement, "The acknowledgement.")]),
            expire(.put, id: "acks_update"),
            expire(.patch, id: "acks_partial_update"),
        ]
    }

    private let expiration = Schema.expiration

    /// Version 1 nests what belongs to the event.
    private var new: Operation.Body {
        guard version == .v1 else {
            return Operation.Body(
                .newAcknowledgement,
                example: [
                    "timestamp": "2025-06-15T13:00:00Z", "description": "on it",
                    "expiration": "2125-06-16T00:00:00Z",
                ])
        }
        return Operation.Body(
            .body(
                "RequestAcknowledgement",
                [
                    "event": .body(["timestamp": .time, "description": .text]).required,
                    "expiration": expiration,
                ]),
            example: [
                "event": ["timestamp": "2025-06-15T13:00:00Z", "description": "on it"],
                "expiration": "2125-06-16T00:00:00Z",
            ])
    }

    private func expire(_ method: HTTPRequest.Method, id: String) -> Operation {
        Operation(
            method, "\(root)acks/:event/", id: self.id + id, .log,
            "Changes until when an acknowledgement holds.",
            details: "The new end lies ahead; one that has expired stays as it is.",
            path: [entry],
            body: Operation.Body(
                .body("UpdateAcknowledgement", ["expiration": expiration]),
                example: ["expiration": "2125-06-17T00:00:00Z"]),
            answers: [.ok(.acknowledgement)])
    }
}

extension Schema {
    fileprivate static let expiration = time.orNull.note(
        "Until when it holds; null or missing: it does not end.")

    /// An entry of a log in a body.
    static let newEvent = body(
        "NewEvent",
        [
            "type": .choice(EventTypeJSON.allCases.map(\.rawValue)).required,
            "timestamp": .time.note(
                "When it happened. Needed from sources; otherwise the moment of receipt."),
            "description": .text,
            "actor": .object.note("Does not count: who asks is the actor."),
        ])

    /// An acknowledgement in a body, but for version 1.
    static let newAcknowledgement = body(
        "RequestAcknowledgement",
        ["timestamp": time.required, "description": text, "expiration": expiration])

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
                "value": .choice(EventTypeJSON.allCases.map(\.rawValue)),
                "display": .choice(EventTypeJSON.allCases.map(\.display)),
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
