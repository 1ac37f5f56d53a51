import ArgusClient
import ArgusVocabulary

/// In Alertmanager an acknowledged alert is silenced, until the acknowledgement ends or for a week;
/// it knows no comments and no closing.
extension AlertmanagerSystem: TwoWaySystem {
    private static let usualSilence = Duration.seconds(7 * 86_400)

    package func carry(
        _ deed: Deed, to api: SourceAPI, mayBeDone: Bool
    ) async throws(APIProblem) -> Bool {
        switch deed.kind {
        case .acknowledge(let expiration):
            if mayBeDone, try await isDone(deed, in: api) { return true }
            return try await silence(deed, until: expiration, in: api)
        case .unacknowledge:
            try await endSilences(of: deed.key, in: api)
            return true
        case .close, .comment, .ticket: return false
        }
    }

    /// The labels of an alert; none if it is over by now.
    private func labels(
        of fingerprint: String, in api: SourceAPI
    ) async throws(APIProblem) -> [(key: String, value: String)] {
        let alerts = try await answers(from: api).flatMap { $0.array ?? [] }
        let alert = alerts.first { $0.filled("fingerprint") == fingerprint }
        return alert?["labels"]?.texts ?? []
    }

    /// Ends the silences of an alert that were carried over from Argus.
    private func endSilences(
        of fingerprint: String, in api: SourceAPI
    ) async throws(APIProblem) {
        let labels = Set(try await labels(of: fingerprint, in: api).map { "\($0.key)=\($0.value)" })
        guard !labels.isEmpty else { return }
        for silence in try await api.get("/api/v2/silences").array ?? [] {
            let matchers = (silence["matchers"]?.array ?? []).map {
                "\($0.filled("name") ?? "")=\($0["value"]?.string ?? "")"
            }
            guard silence["comment"]?.string.map(Deed.isOurs) == true, Set(matchers) == labels,
                silence["status"]?.filled("state") != "expired", let id = silence.filled("id")
            else { continue }
            try await api.delete("/api/v2/silence/\(id.percentEncoded)")
        }
    }

    private func silence(
        _ deed: Deed, until expiration: Timestamp?, in api: SourceAPI
    ) async throws(APIProblem) -> Bool {
        let labels = try await labels(of: deed.key, in: api)
        guard !labels.isEmpty else { return false }
        let now = clock()
        let end = expiration ?? now.advanced(by: Self.usualSilence)
        let matchers = labels.map { label -> JSONValue in
            [
                "name": .string(label.key), "value": .string(label.value), "isRegex": false,
                "isEqual": true,
            ]
        }
        _ = try await api.post(
            "/api/v2/silences",
            [
                "matchers": .array(matchers), "startsAt": .string(now.text()),
                "endsAt": .string(end.text()), "createdBy": .string(deed.actor),
                "comment": .string(deed.message),
            ])
        return true
    }

    private func isDone(_ deed: Deed, in api: SourceAPI) async throws(APIProblem) -> Bool {
        let silences = try await api.get("/api/v2/silences").array ?? []
        return silences.contains { $0["comment"]?.string == deed.message }
    }
}
