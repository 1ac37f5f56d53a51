import ArgusCore
import ArgusStorage
import ArgusTime

/// One request of the two kinds that sources send in numbers.
enum IncidentWrite: Sendable {
    case create(NewIncident, of: SourceSystem.ID, by: Requester, Once<SourcedIncident>?)
    case post(PostedEvent, to: Incident.ID, by: Requester, Once<Event>?)
}

/// What became of it.
enum IncidentWritten: Sendable {
    case created(Outcome<SourcedIncident>)
    case posted(Outcome<Event>)
}

/// An event as it was asked for.
package struct PostedEvent: Hashable, Sendable {
    package let type: EventType
    /// nil for the moment at which it is written down.
    package let timestamp: Timestamp?
    package let description: String
    /// Where acknowledgements of the incident are posted, for telling those who do it here.
    package let acknowledgementsURL: String

    /// Describes an event.
    package init(
        type: EventType, timestamp: Timestamp?, description: String, acknowledgementsURL: String
    ) {
        (self.type, self.timestamp) = (type, timestamp)
        (self.description, self.acknowledgementsURL) = (description, acknowledgementsURL)
    }

    func event(by actor: User.ID, received: Timestamp) -> NewEvent {
        NewEvent(
            type: type, timestamp: timestamp ?? received, received: received, actor: actor,
            description: description)
    }
}

/// Carries out a batch of writes in one transaction: what they need is read for all at once, then
/// each is written, and a refused one leaves nothing.
struct IncidentWriter {
    private let transaction: Transaction
    private var sources: [SourceSystem.ID: SourceSystem]
    private var incidents: [Incident.ID: Incident]

    init(_ transaction: Transaction, for writes: [IncidentWrite]) throws {
        self.transaction = transaction
        var wanted: (sources: Set<SourceSystem.ID>, incidents: Set<Incident.ID>) = ([], [])
        for write in writes {
            switch write {
            case .create(_, let source, _, _): wanted.sources.insert(source)
            case .post(_, let incident, _, _): wanted.incidents.insert(incident)
            }
        }
        sources = try transaction.stores.sources.find(wanted.sources)
        let found = try transaction.stores.incidents.find(wanted.incidents)
        incidents = Dictionary(found.map { ($0.id, $0) }) { $1 }
    }

    /// Carries out one write.
    ///
    /// A refusal is a result; anything else that is thrown ends the batch.
    mutating func result(of write: IncidentWrite) throws -> Result<IncidentWritten, any Error> {
        do {
            switch write {
            case .create(let new, let source, let requester, let once):
                return .success(
                    .created(
                        try transaction.perform(once, by: requester.user.id) {
                            try create(new, of: source, by: requester)
                        }))
            case .post(let event, let incident, let requester, let once):
                return .success(
                    .posted(
                        try transaction.perform(once, by: requester.user.id) {
                            try post(event, to: incident, by: requester)
                        }))
            }
        } catch let refusal as Refusal {
            return .failure(refusal)
        }
    }

    private func create(
        _ new: NewIncident, of id: SourceSystem.ID, by requester: Requester
    ) throws -> SourcedIncident {
        guard let source = sources[id] else {
            throw Refusal.invalid("SourceSystem with pk=\(id) does not exist.")
        }
        let incident = try transaction.stores.incidents.insert(
            new, of: id, tagsAddedBy: requester.user.id, now: transaction.now)
        guard let incident else { throw Self.duplicate(new.sourceIncidentID, id) }
        let opening = new.opening(by: source.user, received: transaction.now)
        try transaction.recordOpening(opening, of: incident.id)
        return SourcedIncident(incident, of: source)
    }

    /// The words of the existing server, which clients look into.
    private static func duplicate(_ identifier: String, _ source: SourceSystem.ID) -> Refusal {
        .conflict(
            .messages([
                "duplicate key value violates unique constraint "
                    + "\"incident_unique_source_incident_id_per_source\"\nDETAIL:  "
                    + "Key (source_incident_id, source_id)=(\(identifier), \(source)) already exists."
            ]))
    }

    private mutating func post(
        _ posted: PostedEvent, to id: Incident.ID, by requester: Requester
    ) throws -> Event {
        guard var incident = incidents[id] else { throw Refusal.noSuch("Incident") }
        guard requester.mayChange(incidentOf: incident.source) else { throw Refusal.noPermission }
        let event = posted.event(by: requester.user.id, received: transaction.now)
        let endTime = try incident.endTime(
            after: event, by: requester, acknowledgementsURL: posted.acknowledgementsURL)
        if let endTime {
            try transaction.stores.incidents.setEndTime(endTime, of: id, now: transaction.now)
            incident.endTime = endTime
            incidents[id] = incident
        }
        return try transaction.record(event, of: id, actorName: requester.user.username)
    }
}
