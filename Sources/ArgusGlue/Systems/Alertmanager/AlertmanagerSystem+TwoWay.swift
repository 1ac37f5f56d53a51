import ArgusClient
import ArgusVocabulary

/// In Alertmanager an acknowledged alert is silenced, until the acknowledgement ends or for a week;
/// it knows no comments and no closing.
extension AlertmanagerSystem: TwoWaySystem {
    private static let usualSilence = Duration.seconds(7 * 86_400)

    package func carry(
        _ deed: Deed, to api: SourceAPI, mayBeDone: Bool
    ) async throws(APIProblem) {
        guard case .acknowledge(let expiration) = deed.kind else { return }
        if mayBeDone, try await isDone(deed, in: api) { return }
        let alerts = try await answers(from: api).flatMap { $0.array ?? [] }
        let alert = alerts.first { $0.filled("fingerprint") == deed.key }
        // It may be over by now.
        guard let labels = alert?["labels"]?.texts, !labels.isEmpty else { return }
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
    }

    private func isDone(_ deed: Deed, in api: SourceAPI) async throws(APIProblem) -> Bool {
        let silences = try await api.get("/api/v2/silences").array ?? []
        return silences.contains { $0["comment"]?.string == deed.message }
    }
}
