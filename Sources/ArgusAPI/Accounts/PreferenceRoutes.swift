import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

/// `preferences/`: what programs keep for the asker, in version 3.
enum PreferenceRoutes {
    private static let root: Path = "\(APIVersion.v3.path)preferences/"

    static let endpoints = [list, one]

    private static let list = Endpoint(
        root, .accounts,
        get: Action(
            "Shows what programs keep for the asker, by namespace.",
            answers: [.ok(.map(of: .object), "All of it.")], isList: true
        ) { call in
            let all = try await call.operations.preferences.list(by: call.requester)
            var object = JSONObject()
            for (namespace, json) in all { object.set(namespace, to: value(json)) }
            return Reply(.object(object))
        })

    private static let kept = Schema.object.note("What was kept.")

    private static let namespace = PathPart(
        "namespace", .text(matching: "^[a-z0-9_-]{1,255}$"), "Of the program that keeps them.")

    private static let one = Endpoint(
        "\(root)\(namespace)/", .accounts, access: .own,
        get: Action(
            "Shows what is kept in a namespace; an empty object until something is.",
            refuses: [400], answers: [.ok(kept)]
        ) { call in
            let json = try await call.operations.preferences.find(
                call.text(of: namespace), by: call.requester)
            return Reply(value(json))
        },
        put: Action(
            "Keeps an object in a namespace, in place of what was there.",
            form: form(example: ["theme": "dark", "page_size": 50]), answers: [.ok(kept)]
        ) { call, form in
            let new = try await call.read(form)
            return try await change(call) { _ in new }
        },
        patch: Action(
            "Changes members of what is kept; those that are null are taken away.",
            form: form(example: ["theme": .null]), answers: [.ok(kept)]
        ) { call, form in
            let changes = try await call.read(form)
            return try await change(call) { $0.merging(changes) }
        },
        delete: .delete("Forgets what is kept in a namespace.", refuses: [400]) { call in
            try await call.operations.preferences.delete(
                call.text(of: namespace), by: call.requester)
        })

    private static func form(example: JSONValue) -> Form<JSONObject> {
        Form(.object, example: example) { body, call throws(Refusal) in
            try call.input(body).object.all
        }
    }

    private static func change(
        _ call: Call, _ change: @escaping @Sendable (JSONObject) -> JSONObject
    ) async throws -> Reply {
        let json = try await call.operations.preferences.change(
            call.text(of: namespace), by: call.requester
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
