import ArgusClient
import ArgusSettings
import ArgusVocabulary

/// A kind of monitoring system that posts its alerts to the port of `argus-glue run`.
package protocol WebhookSystem: MonitoringSystem {
    /// The header with its signature, where it has one by itself.
    static var signatureHeader: String { get }

    /// What reads one body.
    var decoder: any AlertDecoder<JSONValue> { get }
}

extension WebhookSystem {
    package static var canWait: Bool { true }
    package static var signatureHeader: String { "X-Signature" }
    package static var settings: [any AnySetting] { [] }

    package var format: any AlertFormat { BodyStream(decoder: decoder) }

    package func readings(of message: WebhookMessage, receipt: Timestamp) -> [Reading] {
        decoder.readings(of: message, receipt: receipt)
    }
}

/// The bodies that a system posts, in a stream one after another, such as a named pipe that a script
/// writes to.
struct BodyStream: AlertFormat {
    private var splitter = JSONObjectSplitter()
    private let decoder: any AlertDecoder<JSONValue>

    init(decoder: any AlertDecoder<JSONValue>) {
        self.decoder = decoder
    }

    mutating func read(_ bytes: ArraySlice<UInt8>, now: Timestamp) -> [Reading] {
        splitter.pieces(from: bytes).flatMap { readings($0, now) }
    }

    mutating func end(now: Timestamp) -> [Reading] {
        splitter.end().flatMap { readings($0, now) }
    }

    private func readings(_ piece: JSONObjectSplitter.Piece, _ now: Timestamp) -> [Reading] {
        switch piece {
        case .object(let object): decoder.decode(.object(object), receipt: now)
        case .rubbish(let rubbish): [.refused(rubbish.description)]
        }
    }
}
