import ArgusWire
import HTTPTypes

/// Describes `incidents/…/bulk/`, which version 2 alone has.
struct BulkDescriptions {
    let version: APIVersion

    private var id: String { "\(version.prefix)incidents_" }

    var operations: [Operation] {
        guard version == .v2 else { return [] }
        return [
            bulk(
                "acks", .log, "Acknowledges many incidents.", "ack", .newAcknowledgement,
                makes: .acknowledgement, example: ["timestamp": "2025-06-15T13:00:00Z"]),
            bulk(
                "events", .log, "Adds an entry to the logs of many incidents.", "event",
                .newEvent, makes: .event, example: ["type": "OTH", "actor": [:]]),
            bulk(
                "ticket_url", .incidents, "Gives many incidents the address of a ticket.",
                "ticket_url", .text, makes: .text, example: "https://tickets.example.org/6"),
        ]
    }

    private func bulk(
        _ path: String, _ topic: Operation.Topic, _ summary: String, _ name: String,
        _ change: Schema, makes made: Schema, example: JSONValue
    ) -> Operation {
        let results = Schema.answer([
            "changes": .map(
                of: Schema.answer(["status": .integer, "errors": .problems.orNull])
                    .adding(KeyValuePairs(dictionaryLiteral: (name, made.orNull)))
            ).note("By the primary keys of the incidents.")
        ])
        let body = Schema.body(
            "Bulk_\(name)",
            ["ids": .list(of: .id, atLeast: 1, atMost: 1000).required.note("Primary keys.")]
        ).adding(KeyValuePairs(dictionaryLiteral: (name, change.required)))
        var whole: JSONObject = ["ids": [4]]
        whole.set(name, to: example)
        return Operation(
            .post, "\(version.path)incidents/\(path)/bulk/", id: "\(id)\(path)_bulk_create",
            topic, summary,
            details: "In one transaction; for each incident the rules hold that hold for one.",
            body: Operation.Body(
                body, example: .object(whole)), isOnce: true,
            answers: [
                .created(results, "Something was done."),
                Operation.Answer(
                    400, "Nothing was done.",
                    content: [("application/json", .either(results, .problems))]),
            ])
    }
}
