import ArgusClient
import ArgusVocabulary

/// Reads a line of the pipe format: one JSON object (``Alert/init(_:in:now:)``), or nothing.
package struct PipeDecoder: AlertDecoder {
    /// The zone of times without an offset.
    package let zone: Zone

    /// Reads times without an offset in `zone`.
    package init(zone: Zone) {
        self.zone = zone
    }

    /// Reads a line, with or without a byte order mark before it.
    package func decode(_ line: [UInt8], receipt: Timestamp) -> [Reading] {
        let mark = Array("\u{feff}".utf8)
        let bytes = line.starts(with: mark) ? Array(line.dropFirst(mark.count)) : line
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return [] }
        do {
            return [reading(of: try JSONValue(parsing: bytes), receipt)]
        } catch {
            guard let mended = JSONRepair.mended(bytes),
                let value = try? JSONValue(parsing: mended)
            else { return [.refused("\(error)")] }
            return mendedReadings(reading(of: value, receipt))
        }
    }

    /// What is said of a line that had to be mended; what is refused all the same needs no note.
    private func mendedReadings(_ reading: Reading) -> [Reading] {
        if case .alert = reading { [.repaired(JSONRepair.what), reading] } else { [reading] }
    }

    private func reading(of value: JSONValue, _ receipt: Timestamp) -> Reading {
        do {
            return .alert(try Alert(value, in: zone, now: receipt))
        } catch {
            return .refused("\(error)")
        }
    }
}
