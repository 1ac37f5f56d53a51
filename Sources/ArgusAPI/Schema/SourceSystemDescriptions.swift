import ArgusCore
import ArgusWire
import HTTPTypes

/// Describes `incidents/sources/` and `incidents/source-types/`.
struct SourceSystemDescriptions {
    let version: APIVersion

    private var root: String { "\(version.path)incidents/" }
    private var id: String { "\(version.prefix)incidents_" }

    var operations: [Operation] {
        let everywhere = [list, create, one, replace, change]
        return version == .v3 ? everywhere : everywhere + [heartbeat] + types
    }

    private var list: Operation {
        Operation(
            .get, "\(root)sources/", id: "\(id)sources_list", .sources,
            "Lists the source systems by name.",
            answers: [.ok(.list(of: .source(version)), "All of them.")])
    }

    private var create: Operation {
        Operation(
            .post, "\(root)sources/", id: "\(id)sources_create", .sources,
            "Adds a source system, with an account of its own but no token.",
            details: "Superusers only.",
            body: .newSource,
            // The answer to creating one never shows when it was last seen.
            isOnce: true, answers: [.created(.newSource(version))])
    }

    private var one: Operation {
        Operation(
            .get, "\(root)sources/:pk/", id: "\(id)sources_retrieve", .sources,
            "Shows a source system.", answers: [.ok(.source(version), "The source system.")])
    }

    private var replace: Operation {
        Operation(
            .put, "\(root)sources/:pk/", id: "\(id)sources_update", .sources,
            "Gives a source system another name.", details: "Superusers only.",
            body: Operation.Body(
                .body("SourceSystemName", ["name": .sourceName.required]),
                example: ["name": "nav-west"]),
            answers: [.ok(.source(version))])
    }

    private var change: Operation {
        Operation(
            .patch, "\(root)sources/:pk/", id: "\(id)sources_partial_update", .sources,
            "Gives a source system another name, if one is given.", details: "Superusers only.",
            body: Operation.Body(
                .body("PatchedSourceSystemName", ["name": .sourceName]),
                example: ["name": "nav-west"]),
            answers: [.ok(.source(version))])
    }

    private var heartbeat: Operation {
        Operation(
            .post, "\(root)sources/heartbeat/", id: "\(id)sources_heartbeat_create", .sources,
            "Tells that the source system that asks is alive.",
            answers: [.noContent, Operation.Answer(403, "The asker is no source system.")])
    }

    private var types: [Operation] {
        let type = Schema.answer("SourceSystemType", ["name": .text])
        return [
            Operation(
                .get, "\(root)source-types/", id: "\(id)source_types_list", .sources,
                "Lists the types of source systems.",
                answers: [.ok(.list(of: type), "All of them.")]),
            Operation(
                .post, "\(root)source-types/", id: "\(id)source_types_create", .sources,
                "Adds a type of source systems.",
                body: Operation.Body(
                    .body(
                        "NewSourceSystemType",
                        [
                            "name": .text(matching: "^[a-z]+$").required.note(
                                "In lower case, and new.")
                        ]),
                    example: ["name": "icinga"]),
                isOnce: true, answers: [.created(type)]),
            Operation(
                .get, "\(root)source-types/:name/", id: "\(id)source_types_retrieve", .sources,
                "Shows a type of source systems.",
                path: [Operation.Parameter("name", .someText, "Its name.")],
                answers: [.ok(type, "The type.")]),
        ]
    }
}

extension Schema {
    /// What a source system may be called.
    static let sourceName = text(1...TextLimit.sourceSystemName.count)
}

extension Operation.Body {
    /// A source system to be added.
    static let newSource = Self(
        .body(
            "NewSourceSystem",
            [
                "name": .sourceName.required,
                "type": .text(matching: "^[a-z]+$").required.note(
                    "One of the types, which stand at `source-types/`."),
                "username": .text(matching: "^[A-Za-z0-9@.+_-]{0,150}$").note(
                    "The name of its account; that of the source if missing."),
                "base_url": .text.note(
                    "What relative details URLs of its incidents are joined with."),
                "heartbeat_frequency": .heartbeatFrequency,
            ]),
        example: [
            "name": "nav2", "type": "nav", "username": "nav2",
            "base_url": "https://nav2.example.org/", "heartbeat_frequency": "120",
        ])
}

extension Schema {
    /// How often a source system gives a sign of life, as it is sent.
    static let heartbeatFrequency = Schema.either(
        .integer(60...86_400), .text(matching: "^([0-9]+|.+:.+|P.+)?$"), .null
    ).note("How often it gives a sign of life: seconds from 60 to a day, `HH:MM:SS`, or ISO 8601.")

    /// A source system that was just added, which was never seen.
    static func newSource(_ version: APIVersion) -> Schema {
        guard version == .v3, case .named(_, let schema) = source(.v2).form else {
            return source(version)
        }
        return Schema(.named("CreatedSourceSystem", schema))
    }

    /// A source system in an answer.
    static func source(_ version: APIVersion) -> Schema {
        let members: KeyValuePairs<String, Schema> = [
            "pk": .id,
            "name": .text,
            "type": .answer(["name": .text]),
            "user": .id.note("Its account."),
            "base_url": .text.note("What relative details URLs are joined with; may be empty."),
        ]
        guard version == .v3 else { return .answer("SourceSystem", members) }
        return .answer("SourceSystem", members).adding([
            "last_seen": .time.orNull.note("When it was last heard of.")
        ])
    }
}
