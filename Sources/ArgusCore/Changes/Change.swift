import ArgusVocabulary

/// What the feed tells: that something about an incident is not as it was.
package struct Change: Hashable, Sendable {
    package typealias ID = Identifier<Change>

    /// Later changes have larger ones, and none is ever used twice.
    package let id: ID
    package let kind: Kind
    /// When it was written down.
    package let moment: Timestamp
    /// The incident, which may have been deleted since.
    package let incident: Incident.ID
    /// What was written into the log; nil if nothing was, or if it was deleted since.
    package let event: Event?

    /// Puts a change together from what is stored.
    package init(id: ID, kind: Kind, moment: Timestamp, incident: Incident.ID, event: Event?) {
        (self.id, self.kind, self.moment) = (id, kind, moment)
        (self.incident, self.event) = (incident, event)
    }
}

extension Change {
    /// What became different: something that the log tells too, or one of the things that it does
    /// not tell.
    package enum Kind: Hashable, Sendable {
        case event(EventType)
        /// Tags came or went one by one.
        case tags
        /// An acknowledgement holds for another time.
        case expiration
        /// The incident was deleted.
        case deletion
    }
}

extension Change.Kind: RawRepresentable {
    /// The kind with a code; nil for one that is unknown.
    package init?(rawValue: String) {
        switch rawValue {
        case "TAG": self = .tags
        case "EXP": self = .expiration
        case "DEL": self = .deletion
        default:
            guard let type = EventType(rawValue: rawValue) else { return nil }
            self = .event(type)
        }
    }

    /// Its code in the API: that of the event, or one of `TAG`, `EXP` and `DEL`.
    package var rawValue: String {
        switch self {
        case .event(let type): type.rawValue
        case .tags: "TAG"
        case .expiration: "EXP"
        case .deletion: "DEL"
        }
    }
}
