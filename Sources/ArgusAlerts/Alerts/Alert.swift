import ArgusVocabulary

/// What a monitoring system has to say about one problem at one time.
public struct Alert: Hashable, Sendable {
    /// What is said.
    public enum Kind: String, CaseIterable, Sendable {
        /// A problem has begun. Of a problem that is open already it says how it is now.
        case open
        /// A problem is over.
        case close
        /// Something happened that belongs to a problem.
        case event
        /// Something happened that has no end.
        case stateless
        /// A problem is described otherwise than before; it opens none.
        case change
    }

    /// What is said.
    public let kind: Kind
    /// The monitoring system's identifier of the problem, or a ``Fingerprint``; it becomes the
    /// `source_incident_id`.
    ///
    /// Only a stateless alert may leave it empty.
    public let key: String
    /// When it happened.
    public var time: Timestamp
    /// A line for people; empty if nothing is said.
    public var description: String
    /// How bad it is; nil if nothing is said.
    public var level: Level?
    /// What it is about; nil if nothing is said.
    public var tags: Tags?
    /// Where the monitoring system tells more, absolute or relative to the source's base URL; nil
    /// if nothing is said.
    public var detailsURL: String?
    /// Anything else that should be kept with the incident.
    public var metadata: JSONValue?
    /// Whether the key names this one occurrence, and the problem never comes back under it.
    ///
    /// Then a closing is of this occurrence, also where its time is before the opening's because
    /// clocks or zones differ; of a key that recurs it would be of an earlier one, and old news.
    public var isOnce = false
    /// Whether it is told as it happens, how things are now, and never as a history.
    ///
    /// Then the order in which such alerts come counts, and not their times: a closing ends what is
    /// open, and an opening of a problem that is over begins it anew, also where it names the time at
    /// which the problem began at first.
    public var isLive = false
    /// Whether an event says that somebody is working on the problem: an acknowledgement.
    public var isAcknowledgement = false

    package init(
        _ kind: Kind, _ key: String, _ time: Timestamp, _ description: String,
        level: Level? = nil, tags: Tags? = nil, detailsURL: String? = nil,
        metadata: JSONValue? = nil
    ) {
        (self.kind, self.key, self.time, self.description) = (kind, key, time, description)
        (self.level, self.tags) = (level, tags)
        (self.detailsURL, self.metadata) = (detailsURL, metadata)
    }
}

extension Alert {
    /// Says that a problem has begun, or how it is now if it is open already.
    public static func open(
        _ key: String, description: String, at time: Timestamp = .now(),
        level: Level? = nil, tags: Tags? = nil, detailsURL: String? = nil,
        metadata: JSONValue? = nil
    ) -> Alert {
        Alert(
            .open, key, time, description, level: level, tags: tags, detailsURL: detailsURL,
            metadata: metadata)
    }

    /// Says that a problem is over.
    public static func close(
        _ key: String, at time: Timestamp = .now(), description: String = ""
    ) -> Alert {
        Alert(.close, key, time, description)
    }

    /// Says that something happened that belongs to a problem, open or closed.
    public static func event(
        _ key: String, description: String, at time: Timestamp = .now()
    ) -> Alert {
        Alert(.event, key, time, description)
    }

    /// Says that something happened that has no end.
    public static func stateless(
        _ key: String = "", description: String, at time: Timestamp = .now(),
        level: Level? = nil, tags: Tags? = nil, detailsURL: String? = nil,
        metadata: JSONValue? = nil
    ) -> Alert {
        Alert(
            .stateless, key, time, description, level: level, tags: tags, detailsURL: detailsURL,
            metadata: metadata)
    }

    /// Says how a problem is described now; nothing happens if it is not known.
    public static func change(
        _ key: String, description: String = "", at time: Timestamp = .now(),
        level: Level? = nil, tags: Tags? = nil, detailsURL: String? = nil,
        metadata: JSONValue? = nil
    ) -> Alert {
        Alert(
            .change, key, time, description, level: level, tags: tags, detailsURL: detailsURL,
            metadata: metadata)
    }
}
