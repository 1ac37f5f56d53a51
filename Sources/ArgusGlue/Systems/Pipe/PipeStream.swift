import ArgusClient

/// The pipe format: one JSON object a line; empty lines are nothing.
package struct PipeStream: AlertFormat {
    private var splitter = LineSplitter()
    private let decoder: PipeDecoder

    /// Reads the lines with a decoder.
    package init(_ decoder: PipeDecoder) {
        self.decoder = decoder
    }

    package mutating func read(_ bytes: ArraySlice<UInt8>, now: Timestamp) -> [Reading] {
        splitter.lines(from: bytes).flatMap { readings($0, now) }
    }

    package mutating func end(now: Timestamp) -> [Reading] {
        splitter.end().map { readings($0, now) } ?? []
    }

    private func readings(_ line: LineSplitter.Line, _ now: Timestamp) -> [Reading] {
        guard let bytes = line.bytes else {
            return [.refused("line \(line.number): it is too long")]
        }
        return decoder.decode(bytes, receipt: now).map { $0.of(line: line.number) }
    }
}

extension Reading {
    /// The same, with the number of the line in what is said of it.
    fileprivate func of(line number: Int) -> Reading {
        switch self {
        case .alert: self
        case .ignored(let reason): .ignored("line \(number): \(reason)")
        case .refused(let reason): .refused("line \(number): \(reason)")
        case .repaired(let reason): .repaired("line \(number): \(reason)")
        }
    }
}
