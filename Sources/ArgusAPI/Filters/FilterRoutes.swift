import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusWire
import HTTPTypes

/// `notificationprofiles/filters/`: stored filters; and what a filter would find.
struct FilterRoutes {
    let version: APIVersion

    private var root: String { "\(version.path)notificationprofiles/" }

    /// The filters that the asker may use, and storing one.
    var list: Endpoint {
        Endpoint(
            "\(root)filters/",
            get: { call in
                let filters = try await call.operations.filters.list(for: call.requester)
                return Reply(.array(filters.map { FilterJSON($0).json(version) }))
            },
            post: create)
    }

    /// One filter.
    var one: Endpoint {
        Endpoint(
            "\(root)filters/:pk/",
            get: { call in
                reply(try await call.operations.filters.find(call.id(), for: call.requester))
            },
            put: { try await change($0, isWhole: true) },
            patch: { try await change($0, isWhole: false) },
            delete: { call in
                try await call.operations.filters.delete(call.id(), by: call.requester)
                return Reply(status: .noContent)
            })
    }

    /// What a filter would find, before it is stored: all of it, as a plain array.
    var previews: [Endpoint] {
        ["filterpreview/", "preview/"].map { path in
            Endpoint(
                root + path, isPersonal: true,
                post: { call in
                    var input = try call.input(await call.body())
                    let blob = input.filterBlob(version)
                    try input.check()
                    return try await IncidentRoutes(version: version)
                        .plainList(of: blob.filter, call).hinting(blob.hints)
                })
        }
    }

    @Sendable
    private func create(_ call: Call) async throws -> Reply {
        let requester = try call.requester
        let body = try await call.body()
        var input = try call.input(body)
        let name = input.requiredText("name", .characters(40))
        let blob = input.storedBlob(version) ?? FilterBlob()
        let isPublic = version == .v1 ? nil : input.bool("public")
        try input.check()
        let new = NewFilter(name: name, blob: blob, isPublic: isPublic ?? false)
        return try await call.creating(body, writing: write) { once in
            try await call.operations.filters.create(new, by: requester, once: once)
        }.hinting(blob.hints)
    }

    private func change(_ call: Call, isWhole: Bool) async throws -> Reply {
        let body = await call.lateBody()
        let asked = { @Sendable in
            try body.read { try $0.filterChange(version, isWhole: isWhole) }
        }
        let changed = try await call.operations.filters.change(
            call.id(), try asked().change, by: call.requester)
        let (change, isPartial) = try asked()
        let json = FilterJSON(changed).json(version)
        return Reply(isPartial ? Self.partial(json) : json).hinting(change.blob?.hints ?? [])
    }

    /// A filter that is given in part has no `hide_closed_acked` in the answer unless it is named, as
    /// in the existing server's.
    private static func partial(_ json: JSONValue) -> JSONValue {
        guard var filter = json.object, let blob = filter["filter"]?.object else { return json }
        let named = blob.members.filter { $0.name != "hide_closed_acked" }
        filter.set("filter", to: .object(JSONObject(named.map { ($0.name, $0.value) })))
        return .object(filter)
    }

    private func reply(_ filter: StoredFilter) -> Reply {
        Reply(FilterJSON(filter).json(version))
    }

    @Sendable
    private func write(_ writer: inout JSONWriter, _ filter: StoredFilter) {
        writer.value(FilterJSON(filter).json(version))
    }
}

extension Input {
    /// What is to become different about a filter, and whether only a part of what it describes.
    fileprivate mutating func filterChange(
        _ version: APIVersion, isWhole: Bool
    ) throws(Refusal) -> (change: FilterChange, isPartial: Bool) {
        let namesAll = isWhole || object["filter"]?["hide_closed_acked"] != nil
        var change = FilterChange()
        change.name =
            isWhole ? requiredText("name", .characters(40)) : someText("name", .characters(40))
        change.blob = storedBlob(version)
        change.isPublic = version == .v1 ? nil : bool("public")
        try check()
        return (change, isPartial: !namesAll && change.blob != nil)
    }
}
