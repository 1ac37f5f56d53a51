import ArgusVocabulary

/// A source system with what is set up for it, in version 3 under `sources/`.
///
/// Members, in order: those of ``SourceSystemJSON`` in version 3, and `heartbeat_frequency`, in
/// seconds or null.
public struct WatchedSourceJSON: Hashable, Sendable {
    public var source: SourceSystemJSON
    /// After how long without a sign of life it counts as dead; nil if that is not watched.
    public var heartbeatFrequency: Duration?

    package init(source: SourceSystemJSON, heartbeatFrequency: Duration?) {
        (self.source, self.heartbeatFrequency) = (source, heartbeatFrequency)
    }

    /// Reads what is answered.
    public init(_ json: JSONValue) throws(WireError) {
        source = try SourceSystemJSON(json)
        let reader = try MemberReader(json, of: "source")
        heartbeatFrequency =
            try reader.value("heartbeat_frequency") == .null
            ? nil : .seconds(reader.integer("heartbeat_frequency"))
    }

    /// What is answered.
    package func json(in zone: Zone) -> JSONValue {
        [
            "pk": .integer(source.id.rawValue), "name": .string(source.name),
            "type": ["name": .string(source.type)], "user": .integer(source.userID.rawValue),
            "base_url": .string(source.baseURL),
            "last_seen": source.lastSeen.map { .string($0.text(in: zone)) } ?? .null,
            "heartbeat_frequency": heartbeatFrequency.map { .integer($0.components.seconds) }
                ?? .null,
        ]
    }
}
