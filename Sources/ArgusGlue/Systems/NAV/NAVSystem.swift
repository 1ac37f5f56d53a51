import ArgusClient

/// Network Administration Visualized, whose event engine writes its alerts to a program's standard
/// input and goes on, whatever becomes of them.
public struct NAVSystem: MonitoringSystem {
    public static let name = "nav"
    public static let canWait = false

    static let ignoreMaintenance = Setting(
        "ARGUS_GLUE_NAV_IGNORE_MAINTENANCE", .bool, usual: "off",
        "whether NAV's alerts of what is in maintenance are left out: `on` or `off`")
    static let ignoreStateless = Setting(
        "ARGUS_GLUE_NAV_IGNORE_STATELESS", .bool, usual: "off",
        "whether NAV's alerts that have no end are left out: `on` or `off`")

    public static let settings = [ignoreMaintenance.description, ignoreStateless.description]

    /// What reads its alerts.
    public let decoder: NAVDecoder

    public init(_ settings: inout SettingsReader, zone: Zone) {
        var omissions: Set<NAVDecoder.Omission> = []
        if settings.read(Self.ignoreMaintenance) == true { omissions.insert(.maintenance) }
        if settings.read(Self.ignoreStateless) == true { omissions.insert(.stateless) }
        decoder = NAVDecoder(zone: zone, leavingOut: omissions)
    }

    public var format: any AlertFormat { NAVStream(decoder) }
}
