import ArgusClient
import ArgusVocabulary

/// What somebody did in Argus about a problem, to be done in its monitoring system too.
package struct Deed: Hashable, Sendable {
    /// What was done.
    package enum Kind: Hashable, Sendable {
        /// Somebody takes care of it, until a time if one is given.
        case acknowledge(until: Timestamp?)
        /// Nobody does any more.
        case unacknowledge
        case close
        case comment
        case ticket(String)
    }

    /// What is at the end of every text that is carried over: by it, it is recognised when the
    /// monitoring system tells of it in turn, or when it may have been carried over before.
    static let mark = "(from Argus)"

    /// The key of the problem.
    package let key: String
    /// The incident, and the entry of its log that tells of it; nil if none does.
    let incident: Incident.ID?
    let event: Event.ID?
    package let kind: Kind
    /// Who did it.
    package let actor: String
    /// What they said; may be empty.
    package let text: String

    /// What an entry of an incident's log says was done; nil if it is nothing to be carried over.
    init?(_ event: Event, of incident: Incident, key: String, until expiration: Timestamp?) {
        switch event.type {
        case .acknowledge: kind = .acknowledge(until: expiration)
        case .close: kind = .close
        case .other: kind = .comment
        case .change where event.description.contains("ticket_url") && !incident.ticketURL.isEmpty:
            kind = .ticket(incident.ticketURL)
        default: return nil
        }
        (self.key, actor, text) = (key, event.actor.username, event.description)
        (self.incident, self.event) = (incident.id, event.id)
    }

    /// Says that an acknowledgement was made to end; who did it is not known.
    init(endingAcknowledgementOf key: String) {
        (self.key, kind, actor, text) = (key, .unacknowledge, "Somebody", "")
        (incident, event) = (nil, nil)
    }

    var isAcknowledgement: Bool {
        if case .acknowledge = kind { true } else { false }
    }

    /// What is said of it in the monitoring system.
    var message: String { "\(words) \(Self.mark)" }

    /// Who did what.
    var words: String {
        let words =
            switch kind {
            case .ticket(let url): "ticket \(url)"
            case .unacknowledge: "took the acknowledgement back"
            case .close where text.isEmpty: "closed it"
            case .acknowledge where text.isEmpty: "acknowledged it"
            default: text
            }
        return "\(actor): \(words)"
    }

    /// Whether a text that a monitoring system tells was carried over to it from Argus.
    static func isOurs(_ text: String) -> Bool { text.contains(mark) }
}

/// A kind of monitoring system in which something can be done about its problems.
package protocol TwoWaySystem: SnapshotSystem {
    /// Does in the system what was done in Argus; `mayBeDone` says that it may have been carried over
    /// before, which is to be looked up.
    ///
    /// False if the system has no such problem any more, or knows nothing of the kind.
    @discardableResult
    func carry(
        _ deed: Deed, to api: SourceAPI, mayBeDone: Bool
    ) async throws(APIProblem) -> Bool
}
