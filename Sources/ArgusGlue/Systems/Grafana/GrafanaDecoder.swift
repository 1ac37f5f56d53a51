import ArgusClient
import ArgusVocabulary

/// Reads what Grafana's alerting posts to a webhook (its manual, "Configure the webhook notifier"):
/// what Alertmanager posts, and more.
package struct GrafanaDecoder: AlertDecoder {
    /// The zone of times without an offset.
    package let zone: Zone

    /// Reads times without an offset in `zone`.
    package init(zone: Zone) {
        self.zone = zone
    }

    /// People want the panel, then its dashboard, and the rule only where there is neither.
    private static let links = ["panelURL", "dashboardURL", "generatorURL"]

    /// Reads a body; a tag `time_source=receipt` says that the time of an opening is missing.
    package func decode(_ body: JSONValue, receipt: Timestamp) -> [Reading] {
        guard let alerts = body["alerts"]?.array else {
            return [
                .refused(
                    "it has no array `alerts`, as Grafana's webhooks have; set `system: json` for a "
                        + "body of your own (custom payload)")
            ]
        }
        return alerts.enumerated().map { index, value in
            guard let alert = AlertmanagerAlert(value, of: body, in: zone) else {
                return .refused("alert \(index + 1) has neither labels nor a fingerprint")
            }
            let said = alert.said(at: receipt, named: GrafanaSystem.name, links: Self.links)
            return .alert(isTest(alert) ? Self.test(said) : said)
        }
    }

    /// What the button "Test" of a contact point sends, which nothing ever resolves.
    private func isTest(_ alert: AlertmanagerAlert) -> Bool {
        alert.label("alertname") == "TestAlert" && alert.label("instance") == "Grafana"
    }

    private static func test(_ alert: Alert) -> Alert {
        .stateless(
            description: "A test of Grafana's contact point", at: alert.time, level: .information,
            tags: alert.tags)
    }
}
