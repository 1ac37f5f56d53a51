import ArgusVocabulary

/// Icinga 2 takes what people do about a problem as actions (its manual, "Actions"); it cannot be told
/// that a problem is over, so a closing is a comment.
extension Icinga2System: TwoWaySystem {
    package func carry(
        _ deed: Deed, to api: SourceAPI, mayBeDone: Bool
    ) async throws(APIProblem) -> Bool {
        // To take an acknowledgement back twice does no harm.
        if mayBeDone, deed.kind != .unacknowledge, try await isDone(deed, in: api) { return true }
        var body = target(of: deed)
        body.set("author", to: .string(deed.actor))
        if deed.kind == .unacknowledge {
            return try await act("remove-acknowledgement", body, api)
        }
        body.set("comment", to: .string(deed.message))
        guard case .acknowledge(let expiration) = deed.kind else {
            return try await act("add-comment", body, api)
        }
        body.set("notify", to: false)
        if let expiration {
            body.set("expiry", to: .integer(expiration.microseconds / 1_000_000))
        }
        return try await act("acknowledge-problem", body, api)
    }

    /// Does something to an object; false if there is none such.
    ///
    /// Where nothing is by that name, as after a host was removed, Icinga answers with status 500 and no
    /// results.
    private func act(
        _ action: String, _ body: JSONObject, _ api: SourceAPI
    ) async throws(APIProblem) -> Bool {
        do {
            let answer = try await api.post("/v1/actions/\(action)", .object(body))
            return answer["results"]?.array?.isEmpty == false
        } catch {
            guard error.answer?["results"]?.array?.isEmpty == true else { throw error }
            return false
        }
    }

    private func target(of deed: Deed) -> JSONObject {
        let names = deed.key.split(separator: "!", maxSplits: 1).map(String.init)
        let isService = names.count == 2
        return [
            "type": isService ? "Service" : "Host",
            "filter": isService ? "host.name == h && service.name == s" : "host.name == h",
            "filter_vars": [
                "h": .string(names.first ?? ""), "s": .string(names.last ?? ""),
            ],
        ]
    }

    /// Acknowledgements leave a comment, too.
    private func isDone(_ deed: Deed, in api: SourceAPI) async throws(APIProblem) -> Bool {
        let answer = try await api.post(
            "/v1/objects/comments",
            ["filter": "comment.text == t", "filter_vars": ["t": .string(deed.message)]],
            [("X-HTTP-Method-Override", "GET")])
        return answer["results"]?.array?.isEmpty == false
    }
}
