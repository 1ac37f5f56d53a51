import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

/// `sources/`: the administration of source systems, in version 3.
enum WatchedSourceRoutes {
    private static let root: Path = "\(APIVersion.v3.path)sources/"

    static let endpoints = [list, one]

    private static let list = Endpoint(
        root, .sources,
        get: .list(
            "Lists the source systems by name, with what is set up for them.", of: .watchedSource
        ) { call in
            let sources = try await call.operations.sources.list()
            return Reply { writer in
                writer.list(sources) {
                    $0.value(WatchedSourceJSON($1).json(in: call.site.zone))
                }
            }
        },
        post: .create(
            "Adds a source system, with an account of its own but no token.",
            details: "Staff only.", form: .newSource, answers: [.created(.watchedSource)],
            writing: { $0.value(WatchedSourceJSON($1).json(in: $2.site.zone)) }
        ) { call, new, once in
            try await call.operations.sources.create(new, once: once, by: call.requester)
        })

    private static let one = Endpoint(
        "\(root):pk/", .sources,
        get: Action(
            "Shows a source system with what is set up for it.",
            answers: [.ok(.watchedSource, "The source system.")]
        ) { call in
            reply(try await call.operations.sources.find(call.id()), call.site.zone)
        },
        patch: Action(
            "Changes a source system; what is not named stays.", details: "Staff only.",
            form: .sourceChange, answers: [.ok(.watchedSource)]
        ) { call, form in
            let id: SourceSystem.ID = try call.id()
            let change = try await call.read(form)
            let source = try await call.operations.sources.change(id, change, by: call.requester)
            return reply(source, call.site.zone)
        },
        delete: .delete(
            "Removes a source system that has no incidents, with its account and tokens.",
            details: "Staff only.", refuses: [400]
        ) { call in
            try await call.operations.sources.delete(call.id(), by: call.requester)
        })

    private static func reply(_ source: SourceSystem, _ zone: Zone) -> Reply {
        Reply(WatchedSourceJSON(source).json(in: zone))
    }
}

extension Schema {
    /// A source system with what is set up for it, in an answer.
    fileprivate static let watchedSource = source(.v3).adding(
        "WatchedSourceSystem",
        [
            "heartbeat_frequency": .integer.orNull.note(
                "After how many seconds without a sign of life it counts as dead; null: never."),
            "alert_expiry": .integer.orNull.note(
                "After how many seconds an alert is over that is posted again and again, and is no "
                    + "more; 0: never, null: when it says itself."),
            "queue_depth": .integer.orNull.note(
                "How many alerts waited to be brought here at its last heartbeat; null if that did "
                    + "not say."),
            "queue_oldest": .time.orNull.note("Since when the oldest of them waits."),
        ])
}
