import ArgusClient
import ArgusSettings

/// Devices that send SNMP traps, which snmptrapd hands to a program.
package struct SNMPTrapSystem: MonitoringSystem {
    package static let name = "snmptrap"
    static let rules = Setting(
        "glue.snmptrap.rules", .text, usually: "none", "a file that says what becomes of traps")

    package static let settings: [any AnySetting] = [rules]
    package static let canWait = true
    package static let isStream = false

    private let decoder: SNMPTrapDecoder

    package init(_ settings: inout SettingsReader, zone: Zone) {
        let file = settings.read(Self.rules)
        decoder = SNMPTrapDecoder(
            rules: file.map { settings.rules(in: $0, Self.rules, of: SNMPTrapDecoder.fields) }
                ?? [])
    }

    package var format: any AlertFormat { WholeInput { readings(of: $0, receipt: $1) } }

    package func readings(of message: WebhookMessage, receipt: Timestamp) -> [Reading] {
        decoder.decode(message.bytes, receipt: receipt)
    }
}
