import ArgusClient
import ArgusSettings

/// Checkmk, whose notification scripts are given variables.
package struct CheckmkSystem: HookSystem {
    package static let name = "checkmk"
    /// What the variables of the environment begin with.
    package static let prefixes = ["NOTIFY_"]

    package init(_ settings: inout SettingsReader, zone: Zone) {}

    package func readings(of variables: HookVariables, receipt: Timestamp) -> [Reading] {
        CoreNotification(variables.without(prefixes: Self.prefixes), name: Self.name)
            .readings(receipt)
    }
}
