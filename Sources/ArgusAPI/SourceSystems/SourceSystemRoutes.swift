import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire
import HTTPTypes

/// `incidents/sources/` and `incidents/source-types/`.
///
/// The staff administers sources in version 3; here only superusers do, as in the existing server.
struct SourceSystemRoutes {
    let version: APIVersion

    private var root: Path { "\(version.path)incidents/" }

    var list: Endpoint {
        // The answer to creating one never shows when it was last seen.
        let shown = version == .v3 ? .v2 : version
        return Endpoint(
            "\(root)sources/", .sources, access: .changing(.superuser), isSignOfLife: true,
            get: .list("Lists the source systems by name.", of: .source(version)) { call in
                let sources = try await call.operations.sources.list()
                return Reply { writer in
                    writer.list(sources) {
                        SourceSystemJSON($1).write(to: &$0, version, in: call.site.zone)
                    }
                }
            },
            post: .create(
                "Adds a source system, with an account of its own but no token.",
                details: "Superusers only.", form: .newSourceWithAnyBaseURL,
                answers: [.created(.createdSource(version))],
                writing: { SourceSystemJSON($1).write(to: &$0, shown, in: $2.site.zone) }
            ) { call, new, once in
                try await call.operations.sources.create(new, once: once, by: call.requester)
            })
    }

    var one: Endpoint {
        Endpoint(
            "\(root)sources/:pk/", .sources, access: .changing(.superuser), isSignOfLife: true,
            get: Action(
                "Shows a source system.", answers: [.ok(.source(version), "The source system.")]
            ) { call in
                reply(try await call.operations.sources.find(call.id()), call)
            },
            put: rename("Gives a source system another name.", isWhole: true),
            patch: rename("Gives a source system another name, if one is given.", isWhole: false))
    }

    private func rename(_ summary: String, isWhole: Bool) -> Action {
        .change(
            summary, details: "Superusers only.", form: .sourceName(isWhole: isWhole),
            answers: [.ok(.source(version))]
        ) { call, change in
            let source = try await call.operations.sources.change(
                call.id(), try change(), by: call.requester)
            return reply(source, call)
        }
    }

    private func reply(_ source: SourceSystem, _ call: Call) -> Reply {
        Reply { SourceSystemJSON(source).write(to: &$0, version, in: call.site.zone) }
    }

    var heartbeat: Endpoint {
        Endpoint(
            "\(root)sources/heartbeat/", .sources,
            post: Action(
                "Tells that the source system that asks is alive.",
                details: "A body is not needed.", form: .heartbeat,
                answers: [
                    .noContent, DescribedOperation.Answer(403, "The asker is no source system."),
                ]
            ) { call, form in
                do {
                    let requester = try call.requester
                    guard requester.source != nil else { throw Refusal.noPermission }
                    let said = try await call.read(form)
                    try await call.operations.sources.heartbeat(
                        { said.queue(at: $0) }, by: requester)
                    return Reply(status: .noContent)
                } catch let refusal as Refusal where refusal.status == .forbidden {
                    // Clients know this answer as one without a body.
                    return Reply(status: .forbidden)
                }
            })
    }

    private static let typeSchema = Schema.answer("SourceSystemType", ["name": .text])

    private static let typeName = PathPart("name", .someText, "Its name.")

    var types: Endpoint {
        Endpoint(
            "\(root)source-types/", .sources, isSignOfLife: true,
            get: .list("Lists the types of source systems.", of: Self.typeSchema) { call in
                let types = try await call.operations.sources.types()
                return Reply { writer in writer.list(types) { Self.write(&$0, $1) } }
            },
            post: .create(
                "Adds a type of source systems.", form: .newSourceType,
                answers: [.created(Self.typeSchema)],
                writing: { writer, type, _ in Self.write(&writer, type) }
            ) { call, name, once in
                try await call.operations.sources.createType(name, once: once, by: call.requester)
            })
    }

    var type: Endpoint {
        Endpoint(
            "\(root)source-types/\(Self.typeName)/", .sources, isSignOfLife: true,
            get: Action(
                "Shows a type of source systems.", answers: [.ok(Self.typeSchema, "The type.")]
            ) { call in
                let name = call.text(of: Self.typeName)
                let types = try await call.operations.sources.types()
                guard types.contains(where: { $0.isIdentical(to: name) }) else {
                    throw Refusal.noSuch(.sourceSystemType)
                }
                return Reply { Self.write(&$0, name) }
            })
    }

    private static func write(_ writer: inout JSONWriter, _ type: String) {
        writer.raw("{\"name\":")
        writer.string(type)
        writer.raw("}")
    }
}

extension Schema {
    /// A source system in an answer.
    static func source(_ version: APIVersion) -> Schema {
        let source = answer("SourceSystem", sourceMembers)
        guard version == .v3 else { return source }
        return source.adding([
            "last_seen": .time.orNull.note("When it was last heard of.")
        ])
    }

    /// A source system that was just added, which was never seen.
    fileprivate static func createdSource(_ version: APIVersion) -> Schema {
        version == .v3 ? answer("CreatedSourceSystem", sourceMembers) : source(version)
    }

    private static var sourceMembers: KeyValuePairs<String, Schema> {
        [
            "pk": .id,
            "name": .text,
            "type": .answer(["name": .text]),
            "user": .id.note("Its account."),
            "base_url": .text.note("What relative details URLs are joined with; may be empty."),
        ]
    }
}
