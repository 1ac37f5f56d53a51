import ArgusClient
import ArgusSettings

/// Network Administration Visualized, whose event engine writes its alerts to a program's standard
/// input and goes on, whatever becomes of them.
package struct NAVSystem: MonitoringSystem {
    package static let name = "nav"
    package static let canWait = false

    static let ignoreMaintenance = Setting(
        "glue.nav.ignore_maintenance", .bool, usual: false,
        "whether NAV's alerts of what is in maintenance are left out: `on` or `off`")
    static let ignoreStateless = Setting(
        "glue.nav.ignore_stateless", .bool, usual: false,
        "whether NAV's alerts that have no end are left out: `on` or `off`")

    package static let settings: [any AnySetting] = [ignoreMaintenance, ignoreStateless]

    /// What reads its alerts.
    package let decoder: NAVDecoder

    package init(_ settings: inout SettingsReader, zone: Zone) {
        var omissions: Set<NAVDecoder.Omission> = []
        if settings.read(Self.ignoreMaintenance) { omissions.insert(.maintenance) }
        if settings.read(Self.ignoreStateless) { omissions.insert(.stateless) }
        decoder = NAVDecoder(zone: zone, leavingOut: omissions)
    }

    package var format: any AlertFormat { NAVStream(decoder) }
}
