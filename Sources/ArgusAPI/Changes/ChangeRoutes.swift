import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTime
import ArgusWire

/// `changes/`: what becomes different, in the order in which it does.
struct ChangeRoutes {
    let version: APIVersion

    /// The changes as a stream of events, or the next of them as JSON.
    var changes: Endpoint {
        Endpoint(
            "\(version.path)changes/", offers: ["application/json", "text/event-stream"],
            get: { call in
                call.seen()
                let query = try ChangeQuery(call)
                let filter = ChangeFilter(
                    try await IncidentRoutes(version: version).filter(call),
                    tellsOthers: query.tellsOthers)
                let reader = try await call.operations.changes.follow(filter, since: query.since)
                return call.mediaType == "text/event-stream"
                    ? stream(reader, call) : try await next(of: reader, query, call)
            })
    }

    /// Without news for so many seconds a stream gives a sign of life.
    private static let patience = 15

    private func stream(_ reader: ChangeReader, _ call: Call) -> Reply {
        let changes = call.operations.changes
        return Reply(eventsFor: call, until: changes.ended) { stream in
            var reader = reader
            var looked = reader.seconds
            try await stream.send { writer in
                writer.event("ready", id: reader.last.rawValue) { $0.value(reader.position) }
            }
            while let told = try await reader.next(patience: Self.patience) {
                if reader.seconds - looked >= Self.patience {
                    guard await call.isStillKnown else { return }
                    looked = reader.seconds
                }
                try await stream.send(capacity: told.count * 1024) { writer in
                    if told.isEmpty { writer.signOfLife(id: reader.last.rawValue) }
                    for change in told {
                        writer.event("change", id: change.change.id.rawValue) {
                            write(&$0, change, call)
                        }
                    }
                }
            }
        }
    }

    /// The next changes, or none after a while.
    private func next(
        of reader: ChangeReader, _ query: ChangeQuery, _ call: Call
    ) async throws -> Reply {
        var reader = reader
        let patience = call.wantsHead ? 0 : query.timeout
        let told = try await reader.next(limit: query.limit, patience: patience) ?? []
        return Reply(capacity: 1024 + told.count * 1024) { writer in
            writer.raw("{\"changes\":")
            writer.list(told) { write(&$0, $1, call) }
            writer.raw(",\"last\":")
            writer.integer(reader.last.rawValue)
            writer.raw("}")
        }
    }

    private func write(_ writer: inout JSONWriter, _ told: ToldChange, _ call: Call) {
        ChangeJSON(told, at: call.operations.clock()).write(to: &writer, in: call.site.zone)
    }
}

extension ChangeReader {
    fileprivate var position: JSONValue { ["last": .integer(last.rawValue)] }
}

extension ChangeJSON {
    /// A change as it is told at a moment.
    init(_ told: ToldChange, at moment: Timestamp) {
        let change = told.change
        self.init(
            pk: change.id.rawValue,
            type: ChangeTypeJSON(rawValue: change.kind.rawValue) ?? .event(.other),
            timestamp: change.moment, incidentPK: change.incident.rawValue,
            incident: told.incident.map { IncidentJSON($0, at: moment) },
            event: change.event.map { EventJSON($0) })
    }
}
