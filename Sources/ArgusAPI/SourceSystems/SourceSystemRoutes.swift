import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusWire
import HTTPTypes

/// `incidents/sources/` and `incidents/source-types/`.
struct SourceSystemRoutes {
    let version: APIVersion

    private var root: String { "\(version.path)incidents/" }

    /// All source systems, and adding one.
    var list: Endpoint {
        Endpoint(
            "\(root)sources/", isChangeable: \.isSuperuser,
            get: { call in
                call.seen()
                let sources = try await call.operations.sources.list()
                return Reply { writer in
                    writer.list(sources) {
                        SourceSystemJSON($1).write(to: &$0, version, in: call.site.zone)
                    }
                }
            },
            post: create)
    }

    /// One source system, and giving it another name.
    var one: Endpoint {
        Endpoint(
            "\(root)sources/:pk/", isChangeable: \.isSuperuser,
            get: { call in
                call.seen()
                return reply(try await call.operations.sources.find(call.id()), call)
            },
            put: { try await rename($0, isWhole: true) },
            patch: { try await rename($0, isWhole: false) })
    }

    @Sendable
    private func create(_ call: Call) async throws -> Reply {
        let requester = try call.requester
        let body = try await call.body()
        var input = try call.input(body)
        let new = try input.newSource()
        let zone = call.site.zone
        // The answer to creating one never shows when it was last seen.
        let shown = version == .v3 ? .v2 : version
        return try await call.creating(
            body, writing: { SourceSystemJSON($1).write(to: &$0, shown, in: zone) }
        ) { once in
            try await call.operations.sources.create(new, once: once, by: requester)
        }
    }

    private func rename(_ call: Call, isWhole: Bool) async throws -> Reply {
        let body = await call.lateBody()
        let source = try await call.operations.sources.change(
            call.id(), try body.read { try $0.sourceName(isRequired: isWhole) }, by: call.requester)
        return reply(source, call)
    }

    private func reply(_ source: SourceSystem, _ call: Call) -> Reply {
        Reply { SourceSystemJSON(source).write(to: &$0, version, in: call.site.zone) }
    }

    /// A sign of life from a source system.
    var heartbeat: Endpoint {
        Endpoint(
            "\(root)sources/heartbeat/",
            post: { call in
                do {
                    try await call.operations.sources.heartbeat(by: call.requester)
                    return Reply(status: .noContent)
                } catch Refusal.forbidden {
                    // Clients know this answer as one without a body.
                    return Reply(status: .forbidden)
                }
            })
    }

    /// All types, and adding one.
    var types: Endpoint {
        Endpoint(
            "\(root)source-types/",
            get: { call in
                call.seen()
                let types = try await call.operations.sources.types()
                return Reply { writer in writer.list(types) { Self.write(&$0, $1) } }
            },
            post: { call in
                call.seen()
                let requester = try call.requester
                let body = try await call.body()
                var input = try call.input(body)
                let name = input.requiredText("name")
                try input.check()
                return try await call.creating(body, writing: Self.write) { once in
                    try await call.operations.sources.createType(name, once: once, by: requester)
                }
            })
    }

    /// One type.
    var type: Endpoint {
        Endpoint(
            "\(root)source-types/:name/",
            get: { call in
                call.seen()
                let name = call.parameter("name")
                let types = try await call.operations.sources.types()
                guard types.contains(where: { $0.isIdentical(to: name) }) else {
                    throw Refusal.noSuch("SourceSystemType")
                }
                return Reply { Self.write(&$0, name) }
            })
    }

    @Sendable
    private static func write(_ writer: inout JSONWriter, _ type: String) {
        writer.raw("{\"name\":")
        writer.string(type)
        writer.raw("}")
    }
}

extension Input {
    /// The name of a source system's type, which must be there.
    mutating func sourceType(_ name: String) -> String {
        guard object[name]?.object == nil, object[name]?.array == nil else {
            refuse(
                name, "Select a valid choice. That choice is not one of the available choices.")
            return ""
        }
        return requiredText(name)
    }

    /// Another name for a source system.
    fileprivate mutating func sourceName(isRequired: Bool) throws(Refusal) -> SourceSystemChange {
        let name = isRequired ? requiredText("name") : someText("name")
        try check()
        return SourceSystemChange(name: name)
    }

    /// What a new source system is to be like.
    mutating func newSource() throws(Refusal) -> NewSourceSystem {
        let name = requiredText("name")
        let type = sourceType("type")
        let username = text("username").flatMap { $0.isEmpty ? nil : $0 }
        let baseURL = text("base_url") ?? ""
        let frequency = duration("heartbeat_frequency")
        try check()
        return try NewSourceSystem(
            name: name, type: type, username: username, baseURL: baseURL,
            heartbeatFrequency: frequency)
    }
}
