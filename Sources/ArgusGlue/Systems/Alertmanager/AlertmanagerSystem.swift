import ArgusClient
import ArgusSettings

/// Prometheus' Alertmanager, which posts its notifications, and Prometheus itself, which posts its
/// alerts.
package struct AlertmanagerSystem: WebhookSystem {
    package static let name = "alertmanager"

    static let receiver = Setting(
        "glue.alertmanager.receiver", .text, usually: "all of them",
        "the receiver in Alertmanager whose alerts are compared")

    package static let settings: [any AnySetting] = [receiver]

    package let decoder: any AlertDecoder<JSONValue>
    let zone: Zone
    /// Whose alerts are opened by a comparison; nil for those of all receivers.
    let receiver: String?
    var clock: WallClock = Timestamp.now

    package init(_ settings: inout SettingsReader, zone: Zone) {
        self.zone = zone
        receiver = settings.read(Self.receiver)
        decoder = AlertmanagerDecoder(zone: zone)
    }
}
