import ArgusClient
import ArgusSettings

/// Devices that send SNMP traps, which snmptrapd hands to a program.
package struct SNMPTrapSystem: MonitoringSystem {
    package static let name = "snmptrap"
    package static let settings: [any AnySetting] = []
    package static let canWait = true
    package static let isStream = false

    package init(_ settings: inout SettingsReader, zone: Zone) {}

    package var format: any AlertFormat { WholeInput { readings(of: $0, receipt: $1) } }

    package func readings(of message: WebhookMessage, receipt: Timestamp) -> [Reading] {
        SNMPTrapDecoder().decode(message.bytes, receipt: receipt)
    }
}
