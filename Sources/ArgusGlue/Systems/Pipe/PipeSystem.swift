import ArgusClient
import ArgusSettings

/// Whatever can write lines of JSON in the program's own format.
package struct PipeSystem: MonitoringSystem {
    package static let name = "pipe"
    package static let settings: [any AnySetting] = []
    package static let canWait = true

    /// What reads its lines.
    package let decoder: PipeDecoder

    package init(_ settings: inout SettingsReader, zone: Zone) {
        decoder = PipeDecoder(zone: zone)
    }

    package var format: any AlertFormat { PipeStream(decoder) }
}
