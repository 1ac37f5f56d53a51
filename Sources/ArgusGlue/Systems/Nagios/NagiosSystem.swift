import ArgusClient
import ArgusSettings

/// Nagios and its kin, whose notification commands are given macros.
package struct NagiosSystem: HookSystem {
    package static let name = "nagios"
    /// What the variables of the environment begin with, in Nagios and Naemon, and in Icinga 1.
    package static let prefixes = ["NAGIOS_", "ICINGA_"]

    package init(_ settings: inout SettingsReader, zone: Zone) {}

    package func readings(of variables: HookVariables, receipt: Timestamp) -> [Reading] {
        CoreNotification(variables.without(prefixes: Self.prefixes), name: Self.name)
            .readings(receipt)
    }
}
