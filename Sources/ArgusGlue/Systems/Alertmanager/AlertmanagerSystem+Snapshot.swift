import ArgusClient
import ArgusVocabulary

/// Alertmanager's API of version 2 tells all alerts that fire, silenced ones too, which it never
/// reports as resolved.
extension AlertmanagerSystem: SnapshotSystem {
    package func answers(from api: SourceAPI) async throws(APIProblem) -> [JSONValue] {
        let query = ["active", "silenced", "inhibited", "unprocessed"].map { ($0, "true") }
        let answer = try await api.get("/api/v2/alerts", query)
        guard answer.array != nil else {
            throw APIProblem("GET \(api.root)/api/v2/alerts", "the answer is no array")
        }
        return [answer]
    }

    package func snapshot(of answers: [JSONValue], receipt: Timestamp) -> Snapshot {
        var snapshot = Snapshot()
        for value in answers.flatMap({ $0.array ?? [] }) {
            guard let alert = AlertmanagerAlert(value, of: [:], in: zone) else {
                snapshot.doubts.append("an alert has neither labels nor a fingerprint")
                continue
            }
            let state = value["status"]?.filled("state")
            guard state == nil || state == "active", goesToReceiver(value) else {
                snapshot.leftOut.insert(alert.fingerprint)
                continue
            }
            let said = alert.said(at: receipt, named: Self.name)
            if said.kind == .open { snapshot.alerts.append(said) }
        }
        return snapshot
    }

    /// What is routed to other receivers only was never posted here.
    private func goesToReceiver(_ alert: JSONValue) -> Bool {
        guard let receiver, let receivers = alert["receivers"]?.array else { return true }
        return receivers.contains { $0.filled("name") == receiver }
    }

    package func mayOwn(_ key: String) -> Bool {
        key.utf8.count == 16 && key.allSatisfy(\.isHexDigit)
    }
}
