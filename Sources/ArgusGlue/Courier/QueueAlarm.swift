import ArgusClient
import ArgusVocabulary

/// The incident about a source's own queue: open while alerts wait for too long, closed when the
/// queue is short again.
///
/// It is an alert like others, but in front of them: as soon as the server takes anything, it is told
/// of this first.
struct QueueAlarm: Sendable {
    private let source: SourceName
    private let limit: Duration
    private let spool: Spool

    /// What stands at the beginning of the key of such an incident, before the name of the source.
    private static let beginning = "argus-glue:queue:"

    /// Whether a key is that of such an incident: nothing that its monitoring system knows of.
    static func isOne(_ key: String) -> Bool { key.hasPrefix(beginning) }

    /// Watches over the queue of a source; nil if it may wait for any time.
    init?(of source: SourceName, after limit: Duration?, in spool: Spool) {
        guard let limit else { return nil }
        (self.source, self.limit, self.spool) = (source, limit, spool)
    }

    private var key: String { "\(Self.beginning)\(source)" }

    /// How often it looks.
    var interval: Duration { max(.seconds(1), min(limit / 4, .seconds(60))) }

    /// Puts into the queue what there is to be said; the answer is what that is.
    ///
    /// It is over when the oldest alert waits for less than half of the limit, so that it does not come
    /// and go. While somebody has paused the delivery nothing is said: that was meant.
    func look() throws(SpoolProblem) -> [SpoolEntry] {
        let now = spool.clock()
        let stand = try spool.queue(of: source, leavingOut: key)
        let age = stand.oldest.map { now.since($0) } ?? .zero
        let isSaid = try spool.isOpen(key, of: source)
        if !isSaid, age > limit, try !spool.isPaused(source) {
            return [try spool.putInFront(opening(stand, now), of: source)]
        }
        if isSaid, age * 2 < limit {
            let text = "The queue is short again; \(stand.depth) alerts wait."
            return [try spool.put(.close(key, at: now, description: text), of: source)]
        }
        return []
    }

    private func opening(_ stand: Heartbeat, _ now: Timestamp) -> Alert {
        let since = stand.oldest.map { " since \($0.text())" } ?? ""
        return .open(
            key,
            description: "Alerts of \(source) wait in the queue of argus-glue\(since): "
                + "\(stand.depth) of them when this was written",
            at: now, level: .high, tags: ["service": "argus-glue", "queue": source.description])
    }
}
