import ArgusClient
import ArgusSettings

/// Prometheus' Alertmanager, which posts its notifications, and Prometheus itself, which posts its
/// alerts.
package struct AlertmanagerSystem: WebhookSystem {
    package static let name = "alertmanager"

    package let decoder: any AlertDecoder<JSONValue>

    package init(_ settings: inout SettingsReader, zone: Zone) {
        decoder = AlertmanagerDecoder(zone: zone)
    }
}
