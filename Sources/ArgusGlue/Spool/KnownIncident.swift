import ArgusClient
import ArgusVocabulary
import GRDB

/// The latest incident of a key on the server, as far as it is known.
struct KnownIncident: Hashable, Sendable {
    let key: String
    var id: Incident.ID
    var sourceIncidentID: String
    /// When it began, or began again: what tells one occurrence of a problem from the next.
    var started: Timestamp
    var isOpen: Bool
    /// When it ended; nil if it is open, or was closed by a glue that did not write that down.
    var ended: Timestamp?
    /// The time of the latest word on how it is: what is older is old news.
    var heard: Timestamp
    /// No event was put into its log that is later than this; nil if that is not known.
    var logged: Timestamp?
    /// What was last said of it, as JSON: repeating it changes nothing.
    var said: String

    init(key: String, _ incident: Incident, said: String = "") {
        (self.key, id, started) = (key, incident.id, incident.startTime)
        (sourceIncidentID, isOpen) = (incident.sourceIncidentID, incident.isOpen)
        (heard, self.said) = (started, said)
        if !isOpen {
            // What has no end was over as soon as it happened.
            if case .ended(let end) = incident.endTime { ended = end } else { ended = started }
        }
    }

    init(row: Row) {
        key = row["key"]
        id = Incident.ID(row["id"])
        sourceIncidentID = row["source_incident_id"]
        started = Timestamp(microseconds: row["started"])
        isOpen = row["is_open"]
        ended = (row["ended"] as Int64?).map { Timestamp(microseconds: $0) }
        heard = Timestamp(microseconds: row["heard"])
        logged = (row["logged"] as Int64?).map { Timestamp(microseconds: $0) }
        said = row["said"]
    }

    static let columns = """
        key, id, source_incident_id, started, is_open, ended, heard, logged, said
        """

    /// The same incident, of which something was said.
    func with(said: String? = nil, at moment: Timestamp) -> KnownIncident {
        var copy = self
        copy.said = said ?? self.said
        copy.heard = max(heard, moment)
        return copy
    }

    /// The same incident, over.
    func closed(at moment: Timestamp) -> KnownIncident {
        var copy = self
        (copy.isOpen, copy.ended) = (false, moment)
        return copy
    }

    /// Whether an opening or a closing of that time says nothing new: the problem was spoken of
    /// later, or was over by then.
    func knowsMore(thanWasSaidAt moment: Timestamp) -> Bool {
        isOpen ? moment < heard : moment <= ended ?? started
    }
}

/// A closing that found nothing to close.
struct EarlyClosing: Hashable, Sendable {
    let key: String
    private(set) var time: Timestamp
    let description: String

    /// Remembers the closing that an entry says.
    init(_ alert: Alert) {
        (key, time, description) = (alert.key, alert.time, alert.description)
    }

    init(row: Row) {
        key = row["key"]
        time = Timestamp(microseconds: row["time"])
        description = row["description"]
    }

    /// The closing as it ends what an alert opens, not before that; nil if it is of an earlier
    /// occurrence.
    func ending(_ opening: Alert) -> EarlyClosing? {
        guard time >= opening.time || opening.isOnce else { return nil }
        var closing = self
        closing.time = max(time, opening.time)
        return closing
    }
}

/// What is known of a key, or is to be remembered of it.
struct Memory: Hashable, Sendable {
    var incident: KnownIncident?
    var closing: EarlyClosing?

    /// Nothing is known, or nothing new is to be remembered.
    static let nothing = Memory()

    init(_ incident: KnownIncident? = nil, closing: EarlyClosing? = nil) {
        (self.incident, self.closing) = (incident, closing)
    }
}
