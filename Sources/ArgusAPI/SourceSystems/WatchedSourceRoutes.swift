import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTime
import ArgusWire
import HTTPTypes

/// `sources/`: the administration of source systems, in version 3.
enum WatchedSourceRoutes {
    private static let root = "\(APIVersion.v3.path)sources/"

    static let endpoints = [list, one]

    /// All source systems, and adding one.
    private static let list = Endpoint(
        root,
        get: { call in
            let sources = try await call.operations.sources.list()
            return Reply { writer in
                writer.list(sources) {
                    $0.value(WatchedSourceJSON($1).json(in: call.site.zone))
                }
            }
        },
        post: { call in
            let requester = try call.requester
            let body = try await call.body()
            var input = try call.input(body)
            let new = try input.newSource()
            let zone = call.site.zone
            return try await call.creating(
                body, writing: { $0.value(WatchedSourceJSON($1).json(in: zone)) }
            ) { once in
                try await call.operations.sources.create(new, once: once, by: requester)
            }
        })

    /// One source system, changing and removing it.
    private static let one = Endpoint(
        "\(root):pk/",
        get: { call in
            reply(try await call.operations.sources.find(call.id()), call.site.zone)
        },
        patch: { call in
            let id: SourceSystem.ID = try call.id()
            var input = try call.input(await call.body())
            let change = try input.sourceChange()
            let source = try await call.operations.sources.change(id, change, by: call.requester)
            return reply(source, call.site.zone)
        },
        delete: { call in
            try await call.operations.sources.delete(call.id(), by: call.requester)
            return Reply(status: .noContent)
        })

    private static func reply(_ source: SourceSystem, _ zone: Zone) -> Reply {
        Reply(WatchedSourceJSON(source).json(in: zone))
    }
}

extension WatchedSourceJSON {
    /// A source system as answers show it.
    fileprivate init(_ source: SourceSystem) {
        self.init(
            source: SourceSystemJSON(source), heartbeatFrequency: source.heartbeatFrequency)
    }
}

extension Input {
    /// What a source system is to become; what is not named stays.
    fileprivate mutating func sourceChange() throws(Refusal) -> SourceSystemChange {
        var change = SourceSystemChange()
        if has("name") { change.name = requiredText("name") }
        if has("type") { change.type = sourceType("type") }
        change.baseURL = text("base_url")
        if let baseURL = change.baseURL, !baseURL.isEmpty, !BaseURL.isValid(baseURL) {
            refuse("base_url", "This \(BaseURL.expected).")
        }
        if has("heartbeat_frequency") {
            change.heartbeatFrequency = .some(duration("heartbeat_frequency"))
        }
        try check()
        return change
    }
}
