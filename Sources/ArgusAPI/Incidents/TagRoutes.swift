import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

/// `incidents/<pk>/tags/`: an incident's tags, one by one.
struct TagRoutes {
    let version: APIVersion

    private var root: Path { "\(version.path)incidents/:pk/tags/" }

    /// One tag in an answer; version 3 answers with a list in any case.
    private var tagSchema: Schema {
        version == .v3 ? .list(of: .tag(version)) : .tag(version)
    }

    var list: Endpoint {
        Endpoint(
            root, .tags, isSignOfLife: true,
            get: .list("Lists an incident's tags.", of: .tag(version), refuses: [400]) { call in
                let tags = try await call.operations.tags.list(of: call.id())
                return Reply { writer in writer.list(tags) { write(&$0, $1) } }
            },
            post: Action(
                version == .v3 ? "Adds tags to an incident." : "Adds a tag to an incident.",
                details: "Those that it has already stay as they are.", form: .newTags(version),
                isOnce: true, answers: [.created(tagSchema)]
            ) { call, form in
                let id: Incident.ID = try call.id()
                let body = try await call.body()
                let tags = try form.read(body, call)
                return try await call.creating(body, writing: writeAdded) { once in
                    try await call.operations.tags.add(
                        tags, to: id, by: call.requester, once: once)
                }
            })
    }

    var one: Endpoint {
        Endpoint(
            "\(root)\(Self.tag)/", .tags, isSignOfLife: true,
            get: Action(
                "Tells that an incident has a tag.", refuses: [400],
                answers: [.ok(tagSchema, "It has it.")]
            ) { call in
                let tag = try tag(call)
                try await call.operations.tags.find(tag, of: call.id())
                return Reply { writeAdded(&$0, [tag]) }
            },
            delete: .delete("Takes a tag away from an incident.", refuses: [400]) { call in
                try await call.operations.tags.remove(
                    try tag(call), from: call.id(), by: call.requester)
            })
    }

    private static let tag = PathPart(
        "tag", APIVersion.v3.tagText, "The tag as `key=value`, percent-encoded.")

    private func tag(_ call: Call) throws(Refusal) -> Tag {
        let text = call.text(of: Self.tag)
        if version == .v3 {
            guard let tag = version.strictTag(text) else {
                throw .invalid("['\(version.tagConstruct)']")
            }
            return tag
        }
        do {
            return try Tag(text, keys: version.tagKeys)
        } catch {
            throw .invalid(.text(error.message))
        }
    }

    private func write(_ writer: inout JSONWriter, _ tag: Tag) {
        guard version != .v3 else { return writer.string(tag.text) }
        writer.raw("{\"tag\":")
        writer.string(tag.text)
        writer.raw("}")
    }

    @Sendable
    private func writeAdded(_ writer: inout JSONWriter, _ tags: [Tag]) {
        if version == .v3 {
            writer.list(tags) { write(&$0, $1) }
        } else if let tag = tags.first {
            write(&writer, tag)
        }
    }
}
