import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusWire
import HTTPTypes

/// `incidents/<pk>/tags/`: an incident's tags, one by one.
struct TagRoutes {
    let version: APIVersion

    private var root: String { "\(version.path)incidents/:pk/tags/" }

    /// The tags, and adding some.
    var list: Endpoint {
        Endpoint(
            root,
            get: { call in
                call.seen()
                let tags = try await call.operations.tags.list(of: call.id())
                return Reply { writer in writer.list(tags) { write(&$0, $1) } }
            },
            post: add)
    }

    /// One tag, and taking it away.
    var one: Endpoint {
        Endpoint(
            "\(root):tag/",
            get: { call in
                call.seen()
                let tag = try tag(call)
                try await call.operations.tags.find(tag, of: call.id())
                return Reply { writeOne(&$0, tag) }
            },
            delete: { call in
                call.seen()
                try await call.operations.tags.remove(
                    try tag(call), from: call.id(), by: call.requester)
                return Reply(status: .noContent)
            })
    }

    private func tag(_ call: Call) throws(Refusal) -> Tag {
        let text = call.parameter("tag")
        if version == .v3 {
            guard let tag = version.strictTag(text) else {
                throw .invalid("['\(version.tagConstruct)']")
            }
            return tag
        }
        do {
            return try Tag(text, keys: version.tagKeys)
        } catch {
            throw .invalid(error.message)
        }
    }

    @Sendable
    private func add(_ call: Call) async throws -> Reply {
        call.seen()
        let id: Incident.ID = try call.id()
        let requester = try call.requester
        let body = try await call.body()
        let tags = try tags(in: body)
        return try await call.creating(body, writing: writeAdded) { once in
            try await call.operations.tags.add(tags, to: id, by: requester, once: once)
        }
    }

    private func tags(in body: Body) throws(Refusal) -> [Tag] {
        do throws(TagRefusal) {
            return version == .v3
                ? try Input.tags(body.value, version) : [try looseTag(in: body.value)]
        } catch {
            throw .invalid(error.problems)
        }
    }

    private func looseTag(in value: JSONValue) throws(TagRefusal) -> Tag {
        guard value["tag"] != nil else {
            throw TagRefusal(
                .fields([Problems.Field("tag", .messages(["This field is required."]))]))
        }
        return try version.tag(value).get()
    }

    private func write(_ writer: inout JSONWriter, _ tag: Tag) {
        guard version != .v3 else { return writer.string(tag.text) }
        writer.raw("{\"tag\":")
        writer.string(tag.text)
        writer.raw("}")
    }

    /// Version 3 answers with a list in any case.
    private func writeOne(_ writer: inout JSONWriter, _ tag: Tag) {
        guard version == .v3 else { return write(&writer, tag) }
        writer.list([tag]) { write(&$0, $1) }
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
