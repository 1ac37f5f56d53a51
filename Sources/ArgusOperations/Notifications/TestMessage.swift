import ArgusCore

/// What became of a message by which somebody tried a destination.
package struct TestMessage: Sendable {
    package let destination: Destination
    package let outcome: DeliveryOutcome

    /// Whether whoever carries it on has taken it.
    package var isSent: Bool {
        if case .sent = outcome { true } else { false }
    }

    /// Why it was not sent, or what was wrong all the same; nil if nothing was.
    package var reason: DeliveryReason? {
        switch outcome {
        case .sent(_, _, let reason): reason
        case .retry(let reason, _, _), .failed(let reason, _): reason
        }
    }

    /// What the other side said.
    package var detail: String {
        switch outcome {
        case .sent(let detail, _, _), .retry(_, let detail, _), .failed(_, let detail): detail
        }
    }

    /// What happened, in a sentence.
    package var sentence: String {
        let address = destination.address.isEmpty ? "" : " to \(destination.address)"
        let place = "by \(destination.medium.name)\(address)"
        let said = detail.asAside
        guard let reason, !isSent else { return "A test message was sent \(place)\(said)." }
        return "The test message was not sent \(place): \(reason.text)\(said)."
    }
}
