import ArgusClient
import ArgusSettings

/// Grafana, whose contact point of the kind "Webhook" posts its notifications.
package struct GrafanaSystem: WebhookSystem {
    package static let name = "grafana"
    package static let signatureHeader = "X-Grafana-Alerting-Signature"

    package let decoder: any AlertDecoder<JSONValue>

    package init(_ settings: inout SettingsReader, zone: Zone) {
        decoder = GrafanaDecoder(zone: zone)
    }
}
