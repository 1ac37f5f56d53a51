import ArgusOperations
import ArgusWire
import HTTPTypes

/// Describes `incidents/…/bulk/`, which only version 2 has.
struct BulkDescriptions {
    let version: APIVersion

    private var root: String { "\(version.path)incidents/" }
    private var id: String { "\(version.prefix)incidents_" }

    var operations: [Operation] { version == .v2 ? [acknowledgements, events, ticketURL] : [] }

    private var acknowledgements: Operation {
        operation(
            "acks", "ack", "Acknowledges incidents.", .newAcknowledgement, .acknowledgement,
            example: ["timestamp": "2025-06-15T13:00:00Z", "description": "on it"])
    }

    private var events: Operation {
        operation(
            "events", "event", "Adds an entry to the logs of incidents.", .newEvent, .event,
            example: ["type": "CLO", "timestamp": "2025-06-15T13:00:00Z", "description": "over"])
    }

    private var ticketURL: Operation {
        operation(
            "ticket_url", "ticket_url", "Gives incidents the address of a ticket.", .text, .text,
            example: "https://tickets.example.org/6")
    }

    private func operation(
        _ path: String, _ name: String, _ summary: String, _ new: Schema, _ made: Schema,
        example: JSONValue
    ) -> Operation {
        var body = JSONObject()
        body.set("ids", to: [1, 4])
        body.set(name, to: example)
        let changes = changes(name, made)
        return Operation(
            .post, "\(root)\(path)/bulk/", id: "\(id)\(path)_bulk_create", .incidents, summary,
            details: "All in one transaction. What is refused for one is done for the others.",
            body: Operation.Body(
                .body(["ids": ids.required]).adding([name: new.required]), example: .object(body)),
            isOnce: true,
            answers: [
                .created(changes, "What became of each, by its primary key."),
                Operation.Answer(
                    400, "The input is wrong, or nothing could be done.",
                    content: [("application/json", .either(changes, .problems))]),
            ])
    }

    private let ids = Schema.list(of: .id, atMost: BulkOperations.sizeLimit)
        .note("The primary keys of the incidents, at least one.")

    private func changes(_ name: String, _ made: Schema) -> Schema {
        let change = Schema.answer([
            name: made.orNull.note("Null where it was refused."),
            "status": .integer.note("201, or that of the refusal."),
            "errors": Schema.map(of: .problems).orNull.note("Null where it was done."),
        ])
        return .answer(["changes": .map(of: change)])
    }
}
