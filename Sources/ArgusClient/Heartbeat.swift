import ArgusVocabulary

/// What a source system may tell of itself with a sign of life: how many alerts wait for the server
/// in the queue of what brings them, and for how long.
public struct Heartbeat: Hashable, Sendable {
    /// Alerts that wait.
    public var depth: Int
    /// When the oldest of them was put there; nil if none waits.
    public var oldest: Timestamp?

    /// Says how a queue stands.
    public init(depth: Int, oldest: Timestamp? = nil) {
        (self.depth, self.oldest) = (depth, oldest)
    }

    /// What is posted: `queue_depth`, and `queue_oldest_age` in seconds or null.
    func json(at now: Timestamp) -> JSONValue {
        let age = oldest.map { max(0, now.since($0).components.seconds) }
        return [
            "queue_depth": .integer(Int64(depth)),
            "queue_oldest_age": age.map { .integer($0) } ?? .null,
        ]
    }
}
