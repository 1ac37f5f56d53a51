import ArgusClient
import ArgusVocabulary
import GRDB

/// An alert in the queue.
package struct SpoolEntry: Hashable, Sendable {
    /// Its place; later alerts have larger ones.
    package let sequence: Int64
    /// Whose it is.
    package let source: SourceName
    package internal(set) var alert: Alert
    /// When it was put there.
    package let accepted: Timestamp
    /// How often it was, or may have been, sent before.
    package var attempts: Int
    /// Not to be tried before; nil for at once.
    let nextAttempt: Timestamp?
    /// Why it cannot be delivered; nil while it waits.
    package let reason: String?
    /// How grave it is that the server fails on it and on no other; 0 if it does not.
    var gravity: Int
    /// What else it says, that waited behind it; nil if it is alone.
    var merged: Merged?
    /// The last of the entries that it was brought together with before, and goes together with again.
    var together: Int64?

    static let columns = """
        sequence, source, key, payload, accepted, attempts, next_attempt, reason, gravity, together
        """

    init(row: Row) throws {
        sequence = row["sequence"]
        source = SourceName(row: row)
        accepted = Timestamp(microseconds: row["accepted"])
        attempts = row["attempts"]
        nextAttempt = (row["next_attempt"] as Int64?).map { Timestamp(microseconds: $0) }
        reason = row["reason"]
        gravity = row["gravity"]
        together = row["together"]
        let payload: String = row["payload"]
        alert = try Alert(JSONValue(parsing: payload), in: .utc, now: accepted)
    }
}

extension SpoolEntry {
    /// The entry with an alert that a server takes over a version of the API, or why none can.
    ///
    /// What was let into the spool for another version, or by a program of its own, is made
    /// deliverable here.
    func deliverable(for version: APIVersion) throws(AlertProblem) -> SpoolEntry {
        var entry = self
        entry.alert = try alert.deliverable(for: version, receipt: accepted).alert
        return entry
    }
}

extension SpoolEntry {
    /// The same entry, of another time.
    func happening(at time: Timestamp) -> SpoolEntry {
        var entry = self
        entry.alert.time = time
        return entry
    }
}

extension SpoolEntry {
    /// The same entry, of the time at which the last happened that was brought together with it.
    var happeningLast: SpoolEntry { merged.map { happening(at: $0.last) } ?? self }
}

/// What became of entries that were sent.
enum Settlement: Sendable {
    /// The server has them.
    case delivered([Int64], Memory)
    /// There was nothing to be done.
    case skipped(Int64, Memory)
    /// The same entry can never be delivered.
    case dead(Int64, reason: String)
}

extension Settlement {
    /// What became of an entry together with those that were brought together with it.
    func including(_ merged: Merged?) -> [Settlement] {
        guard let merged else { return [self] }
        switch self {
        case .delivered(let sequences, let memory):
            return [.delivered(sequences + merged.sequences, memory)]
        case .skipped: return [self] + merged.sequences.map { .skipped($0, .nothing) }
        case .dead: return [self]
        }
    }
}
