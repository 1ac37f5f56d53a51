import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire
import HTTPTypes

/// `incidents/…/bulk/`: what can be done to one incident, done to many; only in version 2.
struct BulkRoutes {
    let version: APIVersion

    private var root: Path { "\(version.path)incidents/" }

    var acknowledgements: Endpoint {
        bulk(
            "acks/bulk/", .log, "Acknowledges many incidents.",
            Field<NewAcknowledgement?>.object(
                "ack", "RequestAcknowledgement", .newAcknowledgement),
            example: ["timestamp": "2025-06-15T13:00:00Z"], makes: .acknowledgement,
            writing: { AcknowledgementJSON($1).write(to: &$0, in: $2.site.zone) }
        ) { call, said, once in
            try await call.operations.bulk.acknowledge(
                said.ids, with: said.change, by: call.requester, once: once)
        }
    }

    var events: Endpoint {
        bulk(
            "events/bulk/", .log, "Adds an entry to the logs of many incidents.",
            Field<PostedEvent?>.object("event", "NewEvent", .postedEvent),
            example: ["type": "OTH", "actor": [:]], makes: .event,
            writing: { EventJSON($1).write(to: &$0, in: $2.site.zone) }
        ) { call, said, once in
            try await call.operations.bulk.post(
                { said.change.acknowledged(at: call.here.acknowledgements(of: $0, version)) },
                to: said.ids, by: call.requester, once: once)
        }
    }

    var ticketURL: Endpoint {
        bulk(
            "ticket_url/bulk/", .incidents, "Gives many incidents the address of a ticket.",
            Field<String?>.text("ticket_url"), example: "https://tickets.example.org/6",
            makes: .text, writing: { writer, url, _ in writer.string(url) }
        ) { call, said, once in
            try await call.operations.bulk.link(
                said.change, to: said.ids, by: call.requester, once: once)
        }
    }

    /// Does something to many incidents, and answers what became of each, in the order in which they
    /// were named; 400 if all are refused.
    private func bulk<Change: Sendable, Value: Sendable>(
        _ path: String, _ topic: Endpoint.Topic, _ summary: String, _ change: Field<Change?>,
        example: JSONValue, makes made: Schema,
        writing write: @escaping @Sendable (inout JSONWriter, Value, Call) -> Void,
        _ perform:
            @escaping @Sendable (
                Call, (ids: [Incident.ID], change: Change), Once<[BulkResult<Value>]>?
            ) async throws -> Outcome<[BulkResult<Value>]>
    ) -> Endpoint {
        let name = change.members[0].name
        let results = Schema.bulkAnswer(name, made)
        return Endpoint(
            "\(root)\(path)", topic, isSignOfLife: true,
            post: .create(
                summary,
                details: "In one transaction; for each incident the rules hold that hold for one.",
                form: .bulk(change, example: example),
                answers: [
                    .created(results, "Something was done."),
                    DescribedOperation.Answer(
                        400, "Nothing was done.", .either(results, .problems)),
                ],
                status: { $0.contains { $0.isDone } ? .created : .badRequest },
                writing: { writer, changes, call in
                    writer.raw("{\"changes\":{")
                    for (index, change) in changes.enumerated() {
                        if index > 0 { writer.raw(",") }
                        writer.raw("\"\(change.id)\":{\"\(name)\":")
                        change.write(to: &writer) { write(&$0, $1, call) }
                        writer.raw("}")
                    }
                    writer.raw("}}")
                }, perform))
    }
}

extension Schema {
    fileprivate static func bulkAnswer(_ name: String, _ made: Schema) -> Schema {
        let change = answer(["status": .integer, "errors": .problems.orNull])
            .adding(KeyValuePairs(dictionaryLiteral: (name, made.orNull)))
        return answer([
            "changes": .map(of: change).note("By the primary keys of the incidents.")
        ])
    }
}

extension BulkResult {
    fileprivate var isDone: Bool {
        if case .success = result { true } else { false }
    }

    /// Writes what was made, or null, and the members `status` and `errors`.
    fileprivate func write(
        to writer: inout JSONWriter, _ write: (inout JSONWriter, Value) -> Void
    ) {
        switch result {
        case .success(let value):
            write(&writer, value)
            writer.raw(",\"status\":201,\"errors\":null")
        case .failure(.because(.noSuch)):
            writer.raw("null,\"status\":400,\"errors\":{\"ids\":")
            writer.string("Incident with id \(id) could not be found.")
            writer.raw("}")
        case .failure(let refusal):
            writer.raw("null,\"status\":\(refusal.status.code),\"errors\":")
            writer.problems(refusal.problems.named)
        }
    }
}

extension PostedEvent {
    /// The same, where acknowledgements are made at another address.
    func acknowledged(at url: String) -> PostedEvent {
        PostedEvent(
            type: type, timestamp: timestamp, or: otherTimestamp, description: description,
            acknowledgementsURL: url)
    }
}
