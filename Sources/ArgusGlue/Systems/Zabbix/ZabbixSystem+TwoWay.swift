import ArgusVocabulary

/// Zabbix takes what people do about a problem as one call (its manual, "event.acknowledge"), whose
/// actions are bits.
extension ZabbixSystem: TwoWaySystem {
    package func carry(
        _ deed: Deed, to api: SourceAPI, mayBeDone: Bool
    ) async throws(APIProblem) -> Bool {
        if mayBeDone, try await isDone(deed, in: api) { return true }
        let (close, acknowledge, message, unacknowledge): (Int64, Int64, Int64, Int64) = (
            1, 2, 4, 16
        )
        let action =
            switch deed.kind {
            case .acknowledge: acknowledge | message
            case .unacknowledge: unacknowledge | message
            case .close: close | message
            case .comment, .ticket: message
            }
        _ = try await api.call(
            "event.acknowledge",
            [
                "eventids": [.string(deed.key)], "action": .integer(action),
                // Longer messages are refused.
                "message": .string(String(deed.message.suffix(2048))),
            ])
        return true
    }

    private func isDone(_ deed: Deed, in api: SourceAPI) async throws(APIProblem) -> Bool {
        let answer = try await api.call(
            "event.get",
            [
                "eventids": [.string(deed.key)], "output": ["eventid"],
                "selectAcknowledges": ["message"],
            ])
        let updates = (answer.array ?? []).flatMap { $0["acknowledges"]?.array ?? [] }
        return updates.contains { $0["message"]?.string == deed.message }
    }
}
