import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusVocabulary

/// Everything that belongs together and is committed together.
///
/// It is synchronous: nothing can be awaited before it is over.
package struct Transaction {
    package let stores: Stores
    /// The moment that the transaction calls now.
    package let now: Timestamp
    /// Whether incidents that another transaction is changing are passed over, and not waited for.
    let skipsLocked: Bool

    private let recording = Recording()

    /// Begins one, on stores of a connection that is in a transaction.
    init(stores: Stores, now: Timestamp, skipsLocked: Bool = false) {
        (self.stores, self.now, self.skipsLocked) = (stores, now, skipsLocked)
    }

    /// Writes down what is to be told, as the last thing before the commit, and says whether there is
    /// anything.
    func finish() throws -> Bool {
        try stores.gathering?.flush()
        try stores.changes.insert(recording.changes, at: now)
        return !recording.changes.isEmpty
    }

    /// Writes down that something happened to an incident.
    ///
    /// These functions are the only way to tell of a change, so none can be forgotten.
    @discardableResult
    func record(_ event: NewEvent, of incident: Incident.ID) throws -> Event.ID {
        let id = try recordOpening(event, of: incident)
        try stores.incidents.addSearchText(event.description, to: incident)
        return id
    }

    /// Stores what became of an incident, and records what is written in its log.
    func apply(_ revision: IncidentRevision) throws {
        let (incident, id) = (revision.incident, revision.incident.id)
        var old = revision.old
        if old.endTime != incident.endTime {
            try stores.incidents.setEndTime(incident.endTime, of: id, now: now)
            old.endTime = incident.endTime
        }
        if incident != old { try stores.incidents.update(incident, from: old) }
        for event in revision.events { try record(event, of: id) }
    }

    /// Writes down that something happened to an incident, and gives the entry back.
    func record(_ event: NewEvent, of incident: Incident.ID, actorName: String) throws -> Event {
        Event(
            id: try record(event, of: incident), incident: incident, actor: event.actor,
            actorName: actorName, timestamp: event.timestamp, received: event.received,
            type: event.type, description: event.description)
    }

    /// Writes down that an incident began; by what that says it can be found already.
    @discardableResult
    func recordOpening(_ event: NewEvent, of incident: Incident.ID) throws -> Event.ID {
        let id = try stores.events.insert(event, of: incident)
        recording.changes.append(NewChange(.event(event.type), of: incident, event: id))
        return id
    }

    /// Tells of a change that the log of the incident does not tell.
    func recordUnlogged(_ type: ChangeType, of incident: Incident.ID) {
        recording.changes.append(NewChange(type, of: incident))
    }
}

/// What a transaction remembers of itself.
private final class Recording {
    var changes: [NewChange] = []
}
