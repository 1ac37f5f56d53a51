import ArgusVocabulary

/// A source system with what is set up for it, in version 3 under `sources/`.
///
/// Members, in order: those of ``SourceSystemJSON`` in version 3, then `heartbeat_frequency` and
/// `alert_expiry`, in seconds or null, `queue_depth` and `queue_oldest`, or null.
public struct WatchedSourceJSON: Hashable, Sendable {
    public var source: SourceSystemJSON
    /// After how long without a sign of life it counts as dead; nil if that is not watched.
    public var heartbeatFrequency: Duration?

    /// How long an alert that is posted again and again lasts without being told of; zero for ever,
    /// nil as long as it says itself.
    public var alertExpiry: Duration?

    /// How many alerts waited to be brought to the server at its last heartbeat; nil if that did not
    /// say.
    public var queueDepth: Int64?

    /// Since when the oldest of them waits; nil if none did.
    public var queueOldest: Timestamp?

    package init(
        source: SourceSystemJSON, heartbeatFrequency: Duration?, alertExpiry: Duration?,
        queueDepth: Int64?, queueOldest: Timestamp?
    ) {
        (self.source, self.heartbeatFrequency) = (source, heartbeatFrequency)
        (self.alertExpiry, self.queueDepth) = (alertExpiry, queueDepth)
        self.queueOldest = queueOldest
    }

    /// Reads what is answered.
    public init(_ json: JSONValue) throws(WireError) {
        source = try SourceSystemJSON(json)
        let reader = try MemberReader(json, of: "source")
        heartbeatFrequency =
            try reader.value("heartbeat_frequency") == .null
            ? nil : .seconds(reader.integer("heartbeat_frequency"))
        // A server that is older tells nothing of it.
        alertExpiry = json["alert_expiry"]?.integer.map { .seconds($0) }
        queueDepth = json["queue_depth"]?.integer
        queueOldest = json["queue_oldest"]?.string.flatMap { try? Timestamp($0, in: .utc) }
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
            "alert_expiry": alertExpiry.map { .integer($0.components.seconds) } ?? .null,
            "queue_depth": queueDepth.map { .integer($0) } ?? .null,
            "queue_oldest": queueOldest.map { .string($0.text(in: zone)) } ?? .null,
        ]
    }
}
