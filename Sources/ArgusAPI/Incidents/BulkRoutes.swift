import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusWire
import HTTPTypes

/// `incidents/…/bulk/`: what can be done to one incident, done to many; only in version 2.
struct BulkRoutes {
    let version: APIVersion

    private var root: String { "\(version.path)incidents/" }

    /// Acknowledging incidents.
    var acknowledgements: Endpoint {
        Endpoint(
            "\(root)acks/bulk/",
            post: { call in
                let request = try await Request(call, "ack") { input, _ throws(Refusal) in
                    input.requiredObject("ack") { ack throws(Refusal) in
                        try ack.newAcknowledgement()
                    }
                }
                let zone = call.site.zone
                return try await request.reply(
                    writing: { AcknowledgementJSON($1).write(to: &$0, in: zone) }
                ) { new, once in
                    try await call.operations.bulk.acknowledge(
                        request.ids, with: new, by: request.requester, once: once)
                }
            })
    }

    /// Writing an event into the logs of incidents.
    var events: Endpoint {
        Endpoint(
            "\(root)events/bulk/",
            post: { call in
                let request = try await Request(call, "event") { input, requester in
                    input.requiredObject("event") { event throws(Refusal) in
                        try event.postedEvent(by: requester, acknowledgementsURL: "")
                    }
                }
                let zone = call.site.zone
                let address = call.absoluteURL(root)
                return try await request.reply(
                    writing: { EventJSON($1).write(to: &$0, in: zone) }
                ) { event, once in
                    try await call.operations.bulk.post(
                        { event.acknowledged(at: "\(address)\($0)/acks/") }, to: request.ids,
                        by: request.requester, once: once)
                }
            })
    }

    /// Linking a ticket with incidents.
    var ticketURL: Endpoint {
        Endpoint(
            "\(root)ticket_url/bulk/",
            post: { call in
                let request = try await Request(call, "ticket_url") { input, _ in
                    input.required("ticket_url") == nil ? nil : input.text("ticket_url")
                }
                return try await request.reply(writing: { $0.string($1) }) { url, once in
                    try await call.operations.bulk.link(
                        url, to: request.ids, by: request.requester, once: once)
                }
            })
    }
}

/// A request to do something to many incidents: `{"ids": […], NAME: …}`.
private struct Request<Change: Sendable>: Sendable {
    let call: Call
    let requester: Requester
    let ids: [Incident.ID]
    private let name: String
    private let body: Body
    private let change: Change

    init(
        _ call: Call, _ name: String,
        _ read: (inout Input, Requester) throws(Refusal) -> Change?
    ) async throws {
        call.seen()
        (self.call, self.name) = (call, name)
        requester = try call.requester
        body = try await call.body()
        var input = try call.input(body)
        ids = input.incidents("ids")
        let change = try read(&input, requester)
        try input.check()
        guard let change else { throw Refusal.invalid(name, "This field is required.") }
        self.change = change
    }

    /// Does it, and answers what became of each incident, in the order in which they were named; 400 if
    /// all are refused.
    func reply<Value>(
        writing write: @escaping @Sendable (inout JSONWriter, Value) -> Void,
        _ perform:
            (Change, Once<[BulkOperations.Change<Value>]>?) async throws
            -> Outcome<[BulkOperations.Change<Value>]>
    ) async throws -> Reply {
        try await call.creating(
            body, status: { $0.contains { $0.isDone } ? .created : .badRequest },
            writing: { [name] writer, changes in
                writer.raw("{\"changes\":{")
                for (index, change) in changes.enumerated() {
                    if index > 0 { writer.raw(",") }
                    writer.raw("\"\(change.id)\":{\"\(name)\":")
                    change.write(to: &writer, write)
                    writer.raw("}")
                }
                writer.raw("}}")
            }
        ) { once in try await perform(change, once) }
    }
}

extension BulkOperations.Change {
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
        case .failure(.notFound):
            writer.raw("null,\"status\":400,\"errors\":{\"ids\":")
            writer.string("Incident with id \(id) could not be found.")
            writer.raw("}")
        case .failure(let refusal):
            writer.raw("null,\"status\":\(refusal.status.code),\"errors\":")
            writer.problems(refusal.problems.named)
        }
    }
}

extension Input {
    /// The primary keys of incidents, of which there must be some.
    fileprivate mutating func incidents(_ name: String) -> [Incident.ID] {
        let limit = BulkOperations.sizeLimit
        guard let value = required(name), let items = items(name, value, atMost: limit) else {
            return []
        }
        if items.isEmpty { refuse(name, "This list may not be empty.") }
        var ids: [Incident.ID] = []
        var problems: [Problems.Field] = []
        for (index, item) in items.enumerated() {
            if let id = item.integer ?? item.string.flatMap({ Int64($0.trimmingBlanks()) }) {
                ids.append(Incident.ID(id))
            } else {
                let message = "A valid integer is required."
                problems.append(Problems.Field("\(index)", .messages([message])))
            }
        }
        if !problems.isEmpty { refuse(name, .fields(problems)) }
        return ids
    }
}

extension PostedEvent {
    fileprivate func acknowledged(at url: String) -> PostedEvent {
        PostedEvent(
            type: type, timestamp: timestamp, or: otherTimestamp, description: description,
            acknowledgementsURL: url)
    }
}
