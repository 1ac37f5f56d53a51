import ArgusVocabulary

/// Reads what Alertmanager posts to a webhook (its manual, "webhook_config", version 4), and what
/// Prometheus posts to `/api/v2/alerts`, which is an array of alerts.
///
/// A notification tells how the alerts of a group are now, some of them resolved in a group that
/// fires. It is told again and again while they last.
package struct AlertmanagerDecoder: AlertDecoder {
    /// The zone of times without an offset.
    package let zone: Zone

    /// Reads times without an offset in `zone`.
    package init(zone: Zone) {
        self.zone = zone
    }

    /// Reads a body; a tag `time_source=receipt` says that the time of an opening is missing.
    package func decode(_ body: JSONValue, receipt: Timestamp) -> [Reading] {
        if let alerts = body.array { return readings(alerts, of: [:], receipt) }
        guard let alerts = body["alerts"]?.array else {
            return [
                .refused(
                    "it has no array `alerts`, as webhooks of version 4 have; set `system: json` for "
                        + "a body of your own (`payload`)")
            ]
        }
        return readings(alerts, of: body, receipt) + cut(body)
    }

    private func readings(
        _ alerts: [JSONValue], of group: JSONValue, _ receipt: Timestamp
    ) -> [Reading] {
        alerts.enumerated().map { index, value in
            guard let alert = AlertmanagerAlert(value, of: group, in: zone) else {
                return .refused("alert \(index + 1) has neither labels nor a fingerprint")
            }
            return .alert(alert.said(at: receipt, named: "alertmanager"))
        }
    }

    /// What is said of alerts that Alertmanager left out of a notification.
    private func cut(_ body: JSONValue) -> [Reading] {
        guard let count = body["truncatedAlerts"]?.integer, count > 0 else { return [] }
        return [
            .refused("\(count) alerts were left out of it; set `max_alerts: 0` for this receiver")
        ]
    }
}
