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
}

/// NAV's alert stream: JSON objects, with anything between them.
public struct NAVStream: AlertFormat {
    private var splitter = JSONObjectSplitter()
    private let format: NAVFormat

    /// Reads times without an offset in `zone`.
    public init(zone: Zone) {
        format = NAVFormat(zone: zone)
    }

    public mutating func read(_ bytes: ArraySlice<UInt8>, now: Timestamp) -> [Reading] {
        readings(splitter.pieces(from: bytes), now)
    }

    public mutating func end(now: Timestamp) -> [Reading] {
        readings(splitter.end(), now)
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
        splitter.lines(from: bytes).compactMap { reading($0, now) }
    }

    public mutating func end(now: Timestamp) -> [Reading] {
        splitter.end().flatMap { reading($0, now) }.map { [$0] } ?? []
    }

    private func reading(_ line: LineSplitter.Line, _ now: Timestamp) -> Reading? {
        guard let bytes = line.bytes else { return .refused("line \(line.number): it is too long") }
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return nil }
        do {
            return .alert(try Alert(JSONValue(parsing: bytes), in: zone, now: now))
        } catch let problem as AlertProblem {
            return .refused("line \(line.number): \(problem)")
        } catch {
            return .refused("line \(line.number): \(error)")
        }
    }
}
