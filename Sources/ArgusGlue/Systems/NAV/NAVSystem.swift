import ArgusClient
import ArgusSettings

/// Network Administration Visualized, whose event engine writes its alerts to a program's standard
/// input and goes on, whatever becomes of them.
public struct NAVSystem: MonitoringSystem {
    public static let name = "nav"
    public static let canWait = false

    static let ignoreMaintenance = Setting(
        "glue.nav.ignore_maintenance", .bool, usual: false,
        "whether NAV's alerts of what is in maintenance are left out: `on` or `off`")
    static let ignoreStateless = Setting(
        "glue.nav.ignore_stateless", .bool, usual: false,
        "whether NAV's alerts that have no end are left out: `on` or `off`")

    public static let settings: [any AnySetting] = [ignoreMaintenance, ignoreStateless]

    /// What reads its alerts.
    public let decoder: NAVDecoder

    public init(_ settings: inout SettingsReader, zone: Zone) {
        var omissions: Set<NAVDecoder.Omission> = []
        if settings.read(Self.ignoreMaintenance) { omissions.insert(.maintenance) }
        if settings.read(Self.ignoreStateless) { omissions.insert(.stateless) }
        decoder = NAVDecoder(zone: zone, leavingOut: omissions)
    }

    public var format: any AlertFormat { NAVStream(decoder) }
}
