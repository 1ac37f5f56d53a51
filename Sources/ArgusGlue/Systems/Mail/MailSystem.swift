import ArgusClient
import ArgusSettings

/// Programs that send mail when something goes wrong.
package struct MailSystem: MonitoringSystem {
    package static let name = "mail"
    package static let settings: [any AnySetting] = []
    package static let canWait = true
    package static let isStream = false

    package init(_ settings: inout SettingsReader, zone: Zone) {}

    package var format: any AlertFormat { WholeInput { readings(of: $0, receipt: $1) } }

    package func readings(of message: WebhookMessage, receipt: Timestamp) -> [Reading] {
        MailDecoder().decode(message.bytes, receipt: receipt)
    }
}
