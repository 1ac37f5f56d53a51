import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

/// `changes/`: what becomes different, in the order in which it does; only in version 3.
struct ChangeRoutes {
    let version: APIVersion

    var changes: Endpoint {
        Endpoint(
            "\(version.path)changes/", .changes, isSignOfLife: true,
            offers: ["application/json", "text/event-stream"],
            get: Action(
                "Tells what becomes different, in the order in which it does.",
                details: """
                    As a stream of events if `Accept` names `text/event-stream`; else the next \
                    changes as JSON, after waiting for the first.
                    """,
                query: ChangeQuery.parameters + IncidentListQuery.parameters(version),
                headers: [ChangeQuery.lastEventID], answers: answers, isList: true
            ) { call in
                let query = try ChangeQuery(call)
                let filter = ChangeFilter(
                    try await call.incidentQuery(version).filter, tellsOthers: query.tellsOthers)
                let reader = try await call.operations.changes.follow(filter, since: query.since)
                return call.mediaType == "text/event-stream"
                    ? stream(reader, call) : try await next(of: reader, query, call)
            })
    }

    private var answers: [DescribedOperation.Answer] {
        [
            DescribedOperation.Answer(
                200, "The changes.",
                content: [
                    ("application/json", .changes(version)), ("text/event-stream", .text),
                ]),
            DescribedOperation.Answer(
                410, "What came next is not kept any more: begin anew after `last`.",
                .answer("Gone", ["detail": .text, "last": .id])),
        ]
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

extension Schema {
    /// Changes in an answer.
    fileprivate static func changes(_ version: APIVersion) -> Schema {
        let types = ChangeType.allCases.map(\.rawValue)
        let change = answer(
            "Change",
            [
                "id": .id.note("Later changes have larger ones."),
                "type": .choice(types)
                    .note("As in the log; or tags, an expiration, a deletion."),
                "timestamp": .time.note("When the server wrote it down."),
                "incident_pk": .id,
                "incident": Schema.incident(version).orNull.note(
                    "As it is now; null if it was deleted or does not fit."),
                "event": Schema.event.orNull.note("What was written into the log, if anything."),
                "matches": .bool.note("Whether the incident is there and fits."),
            ])
        return answer(
            "Changes",
            [
                "changes": .list(of: change),
                "last": .id.note("To go on after these: the next `since`."),
            ])
    }
}
