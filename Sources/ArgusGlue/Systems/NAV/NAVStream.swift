import ArgusClient
import ArgusVocabulary

/// NAV's alert stream: JSON objects, with anything between them.
package struct NAVStream: AlertFormat {
    private var splitter = JSONObjectSplitter()
    private let decoder: NAVDecoder

    /// Reads the objects with a decoder.
    package init(_ decoder: NAVDecoder) {
        self.decoder = decoder
    }

    package mutating func read(_ bytes: ArraySlice<UInt8>, now: Timestamp) -> [Reading] {
        let former = splitter.repairs
        return readings(splitter.pieces(from: bytes), repairs: splitter.repairs - former, now)
    }

    package mutating func end(now: Timestamp) -> [Reading] {
        let former = splitter.repairs
        return readings(splitter.end(), repairs: splitter.repairs - former, now)
    }

    private func readings(
        _ pieces: [JSONObjectSplitter.Piece], repairs: Int, _ now: Timestamp
    ) -> [Reading] {
        let note = Reading.repaired("\(repairs) alerts: \(JSONRepair.what)")
        return (repairs > 0 ? [note] : []) + pieces.flatMap { readings($0, now) }
    }

    private func readings(_ piece: JSONObjectSplitter.Piece, _ now: Timestamp) -> [Reading] {
        switch piece {
        case .object(let object): decoder.decode(object, receipt: now)
        case .rubbish(let rubbish): [.refused(rubbish.description)]
        }
    }
}
