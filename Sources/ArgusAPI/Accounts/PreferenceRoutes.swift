import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusWire
import HTTPTypes

/// `preferences/`: what programs keep for the asker, in version 3.
enum PreferenceRoutes {
    private static let root = "\(APIVersion.v3.path)preferences/"

    static let endpoints = [list, one]

    /// All namespaces.
    private static let list = Endpoint(
        root,
        get: { call in
            let all = try await call.operations.preferences.list(by: call.requester)
            var object = JSONObject()
            for (namespace, json) in all { object.set(namespace, to: value(json)) }
            return Reply(.object(object))
        })

    /// One namespace, which is an empty object until something is kept in it.
    private static let one = Endpoint(
        "\(root):namespace/", isPersonal: true,
        get: { call in
            let json = try await call.operations.preferences.find(
                call.parameter("namespace"), by: call.requester)
            return Reply(value(json))
        },
        put: { call in
            let new = try await call.input(call.body()).object.all
            return try await change(call) { _ in new }
        },
        patch: { call in
            let changes = try await call.input(call.body()).object.all
            return try await change(call) { $0.merging(changes) }
        },
        delete: { call in
            try await call.operations.preferences.delete(
                call.parameter("namespace"), by: call.requester)
            return Reply(status: .noContent)
        })

    private static func change(
        _ call: Call, _ change: @escaping @Sendable (JSONObject) -> JSONObject
    ) async throws -> Reply {
        let json = try await call.operations.preferences.change(
            call.parameter("namespace"), by: call.requester
        ) { old in
            JSONValue.object(change(value(old).object ?? JSONObject())).text
        }
        return Reply(value(json))
    }

    private static func value(_ json: String?) -> JSONValue {
        json.flatMap { try? JSONValue(parsing: $0) } ?? [:]
    }
}

extension JSONObject {
    /// The object with the members of another in place of its own; those that are null are taken
    /// away (RFC 7396, without the descent into members).
    fileprivate func merging(_ changes: JSONObject) -> JSONObject {
        var merged = JSONObject()
        for member in members where changes[member.name] == nil {
            merged.set(member.name, to: member.value)
        }
        for change in changes.members where change.value != .null {
            merged.set(change.name, to: change.value)
        }
        return merged
    }
}
