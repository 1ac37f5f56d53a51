import ArgusClient

/// How a stream of bytes says alerts.
public protocol AlertFormat: Sendable {
    /// Takes in the next bytes, and hands out what is complete by them.
    mutating func read(_ bytes: ArraySlice<UInt8>, now: Timestamp) -> [Reading]

    /// Hands out what is left when the stream has ended.
    mutating func end(now: Timestamp) -> [Reading]
}

/// A piece of a stream.
public enum Reading: Hashable, Sendable {
    case alert(Alert)
    /// Something that is meant to be ignored, and why.
    case ignored(String)
    /// Something that could not be read, and why.
    case refused(String)
    /// Something that could be read once it was mended, and what was wrong; the alert follows.
    case repaired(String)
}

/// NAV's alert stream: JSON objects, with anything between them.
public struct NAVStream: AlertFormat {
    private var splitter = JSONObjectSplitter()
    private let format: NAVFormat

    /// Reads times without an offset in `zone`, and leaves out some alerts.
    public init(zone: Zone, leavingOut omissions: Set<NAVFormat.Omission> = []) {
        format = NAVFormat(zone: zone, leavingOut: omissions)
    }

    public mutating func read(_ bytes: ArraySlice<UInt8>, now: Timestamp) -> [Reading] {
        let former = splitter.repairs
        return readings(splitter.pieces(from: bytes), repairs: splitter.repairs - former, now)
    }

    public mutating func end(now: Timestamp) -> [Reading] {
        let former = splitter.repairs
        return readings(splitter.end(), repairs: splitter.repairs - former, now)
    }

    private func readings(
        _ pieces: [JSONObjectSplitter.Piece], repairs: Int, _ now: Timestamp
    ) -> [Reading] {
        let note = Reading.repaired("\(repairs) alerts: \(JSONRepair.what)")
        return (repairs > 0 ? [note] : []) + readings(pieces, now)
    }

    private func readings(_ pieces: [JSONObjectSplitter.Piece], _ now: Timestamp) -> [Reading] {
        pieces.map { piece in
            switch piece {
            case .object(let object): format.read(object, now: now)
            case .rubbish(let rubbish): .refused(rubbish.description)
            }
        }
    }
}

/// The pipe format: one JSON object a line (``Alert/init(_:in:now:)``); empty lines are nothing.
public struct PipeStream: AlertFormat {
    private var splitter = LineSplitter()
    private let zone: Zone

    /// Reads times without an offset in `zone`.
    public init(zone: Zone) {
        self.zone = zone
    }

    public mutating func read(_ bytes: ArraySlice<UInt8>, now: Timestamp) -> [Reading] {
        splitter.lines(from: bytes).flatMap { readings($0, now) }
    }

    public mutating func end(now: Timestamp) -> [Reading] {
        splitter.end().map { readings($0, now) } ?? []
    }

    private func readings(_ line: LineSplitter.Line, _ now: Timestamp) -> [Reading] {
        func refused(_ reason: String) -> [Reading] {
            [.refused("line \(line.number): \(reason)")]
        }
        guard var bytes = line.bytes else { return refused("it is too long") }
        if bytes.starts(with: "\u{feff}".utf8) { bytes.removeFirst(3) }
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return [] }
        do {
            return [try reading(JSONValue(parsing: bytes), now)]
        } catch let problem as AlertProblem {
            return refused("\(problem)")
        } catch {
            guard let mended = JSONRepair.mended(bytes),
                let value = try? JSONValue(parsing: mended)
            else { return refused("\(error)") }
            do {
                let note = Reading.repaired("line \(line.number): \(JSONRepair.what)")
                return [note, try reading(value, now)]
            } catch let problem {
                return refused("\(problem)")
            }
        }
    }

    private func reading(_ value: JSONValue, _ now: Timestamp) throws(AlertProblem) -> Reading {
        .alert(try Alert(value, in: zone, now: now))
    }
}
