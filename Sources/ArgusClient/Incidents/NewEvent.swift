import ArgusVocabulary

/// An entry for an incident's log, which may also open or close the incident.
public struct NewEvent: Hashable, Sendable {
    /// What kind of entry it is.
    public var type: EventType
    /// When it happened; nil if that is now.
    public var timestamp: Timestamp?
    /// What there is to say about it; may be empty.
    public var description: String

    /// Describes an entry.
    public init(type: EventType, timestamp: Timestamp? = nil, description: String = "") {
        (self.type, self.timestamp, self.description) = (type, timestamp, description)
    }

    /// The body of the request, which source systems must put a time into.
    package func json(now: Timestamp) -> JSONValue {
        var object = JSONObject()
        object.set("timestamp", to: .string((timestamp ?? now).text()))
        object.set("type", to: .string(type.rawValue))
        object.setUnlessEmpty("description", to: description)
        return .object(object)
    }
}

/// That somebody takes care of an incident from now on, for good or until it expires.
public struct NewAcknowledgement: Hashable, Sendable {
    /// When it was said; nil if that is now.
    public var timestamp: Timestamp?
    /// What there is to say about it; may be empty.
    public var description: String
    /// Until when it holds; nil if it does not end.
    public var expiration: Timestamp?

    /// Describes an acknowledgement.
    public init(
        timestamp: Timestamp? = nil, description: String = "", expiration: Timestamp? = nil
    ) {
        (self.timestamp, self.description) = (timestamp, description)
        self.expiration = expiration
    }

    /// The body of the request; version 1 has an event within it.
    package func json(_ version: APIVersion, now: Timestamp) -> JSONValue {
        let expiration = expiration.map { JSONValue.string($0.text()) } ?? .null
        let time = JSONValue.string((timestamp ?? now).text())
        let text = JSONValue.string(description)
        return version == .v1
            ? ["event": ["timestamp": time, "description": text], "expiration": expiration]
            : ["timestamp": time, "description": text, "expiration": expiration]
    }
}
