import ArgusClient
import GRDB

/// An alert in the queue.
public struct SpoolEntry: Hashable, Sendable {
    /// Its place; later alerts have larger ones.
    public let sequence: Int64
    public let alert: Alert
    /// When it was put there.
    public let accepted: Timestamp
    /// How often it was, or may have been, sent before.
    public var attempts: Int
    /// Not to be tried before; nil for at once.
    let nextAttempt: Timestamp?
    /// Why it cannot be delivered; nil while it waits.
    public let reason: String?

    static let columns = "sequence, key, payload, accepted, attempts, next_attempt, reason"

    init(row: Row) throws {
        sequence = row["sequence"]
        accepted = Timestamp(microseconds: row["accepted"])
        attempts = row["attempts"]
        nextAttempt = (row["next_attempt"] as Int64?).map { Timestamp(microseconds: $0) }
        reason = row["reason"]
        let payload: String = row["payload"]
        alert = try Alert(JSONValue(parsing: payload), in: .utc, now: accepted)
    }
}

/// What is known of the server's incident for a key.
struct KnownIncident: Hashable, Sendable {
    let key: String
    var id: Incident.ID
    var sourceIncidentID: String
    /// When it began, which tells one occurrence of a problem from the next.
    var started: Timestamp
    var isOpen: Bool
    /// What was last said of it, as JSON: repeating it changes nothing.
    var said: String

    init(key: String, _ incident: Incident, isOpen: Bool? = nil, said: String = "") {
        (self.key, id, started) = (key, incident.id, incident.startTime)
        sourceIncidentID = incident.sourceIncidentID
        (self.isOpen, self.said) = (isOpen ?? incident.isOpen, said)
    }

    init(row: Row) {
        key = row["key"]
        id = Incident.ID(row["id"])
        sourceIncidentID = row["source_incident_id"]
        started = Timestamp(microseconds: row["started"])
        isOpen = row["is_open"]
        said = row["said"]
    }

    /// The same incident in another state.
    func with(isOpen: Bool? = nil, said: String? = nil) -> KnownIncident {
        var copy = self
        (copy.isOpen, copy.said) = (isOpen ?? self.isOpen, said ?? self.said)
        return copy
    }
}

/// What became of entries that were sent.
enum Settlement: Sendable {
    /// The server has them; the incident is remembered if there is one.
    case delivered([Int64], KnownIncident?)
    /// There was nothing to be done.
    case skipped(Int64, KnownIncident?)
    /// The same entry can never be delivered.
    case dead(Int64, reason: String)
    /// It will be tried again at that time.
    case postponed(Int64, until: Timestamp)
}
