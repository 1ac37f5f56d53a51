import ArgusClient
import ArgusSettings

/// Whatever can write lines of JSON in the program's own format.
public struct PipeSystem: MonitoringSystem {
    public static let name = "pipe"
    public static let settings: [any AnySetting] = []
    public static let canWait = true

    /// What reads its lines.
    public let decoder: PipeDecoder

    public init(_ settings: inout SettingsReader, zone: Zone) {
        decoder = PipeDecoder(zone: zone)
    }

    public var format: any AlertFormat { PipeStream(decoder) }
}
