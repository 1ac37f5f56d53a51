import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

/// `notificationprofiles/filters/`: stored filters; and what a filter would find.
struct FilterRoutes {
    let version: APIVersion

    private var root: Path { "\(version.path)notificationprofiles/" }

    var list: Endpoint {
        Endpoint(
            "\(root)filters/", .filters,
            get: .list(
                "Lists one's own filters, and those that others made public.",
                of: .filter(version)
            ) { call in
                let filters = try await call.operations.filters.list(for: call.requester)
                return Reply(.array(filters.map { FilterJSON($0).json(version) }))
            },
            post: .create(
                "Stores a filter.", form: .filter(version, isWhole: true),
                answers: [.created(.filter(version))],
                writing: { writer, filter, _ in writer.value(FilterJSON(filter).json(version)) },
                hints: { $0.blob?.hints ?? [] }
            ) { call, said, once in
                let new = NewFilter(
                    name: said.name ?? "", blob: said.blob ?? FilterBlob(),
                    isPublic: said.isPublic ?? false)
                return try await call.operations.filters.create(
                    new, by: call.requester, once: once)
            })
    }

    var one: Endpoint {
        Endpoint(
            "\(root)filters/:pk/", .filters,
            get: Action("Shows a filter.", answers: [.ok(.filter(version), "The filter.")]) {
                call in
                let filter = try await call.operations.filters.find(call.id(), for: call.requester)
                return Reply(FilterJSON(filter).json(version))
            },
            put: change(
                "Changes one's own filter.", details: "What is not mentioned stays.",
                isWhole: true),
            patch: change("Changes some of one's own filter.", isWhole: false),
            delete: .delete(
                "Deletes one's own filter, if no profile and no maintenance uses it.",
                refuses: [400]
            ) { call in
                try await call.operations.filters.delete(call.id(), by: call.requester)
            })
    }

    /// What a filter would find, before it is stored: all of it, as a plain array.
    var previews: [Endpoint] {
        ["filterpreview/", "preview/"].map { path in
            Endpoint(
                "\(root)\(path)", .filters, access: .own,
                post: Action(
                    "Lists the incidents that a filter would find, before it is stored.",
                    form: .filterBlob(version),
                    answers: [.ok(.list(of: .incident(version)), "All of them.")]
                ) { call, form in
                    let blob = try await call.read(form)
                    try blob.checkSize()
                    return try await IncidentRoutes(version: version)
                        .plainList(of: blob.filter, call).hinting(blob.hints)
                })
        }
    }

    private func change(_ summary: String, details: String? = nil, isWhole: Bool) -> Action {
        Action(
            summary, details: details, form: .filter(version, isWhole: isWhole),
            answers: [.ok(.filter(version))]
        ) { call, form in
            let body = await call.lateBody()
            let changed = try await call.operations.filters.change(
                call.id(), try body.read(form), by: call.requester)
            let change = try body.read(form)
            let blob = try body.get().value["filter"]
            let isPartial =
                !isWhole && change.blob != nil && blob?["hide_closed_acked"] == nil
            let json = FilterJSON(changed).json(version)
            return Reply(isPartial ? Self.partial(json) : json)
                .hinting(change.blob?.hints ?? [])
        }
    }

    /// A filter that is given in part has no `hide_closed_acked` in the answer unless it is named, as
    /// in the existing server's.
    private static func partial(_ json: JSONValue) -> JSONValue {
        guard var filter = json.object, let blob = filter["filter"]?.object else { return json }
        let named = blob.members.filter { $0.name != "hide_closed_acked" }
        filter.set("filter", to: .object(JSONObject(named.map { ($0.name, $0.value) })))
        return .object(filter)
    }
}
