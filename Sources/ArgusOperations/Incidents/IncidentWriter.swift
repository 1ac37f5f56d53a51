import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// An event as it was asked for.
package struct PostedEvent: Hashable, Sendable {
    package let type: EventType
    /// nil for the moment at which it is written down.
    package let timestamp: Timestamp?
    /// The other moment that the written time may stand for, where clocks show it twice.
    package let otherTimestamp: Timestamp?
    package let description: String
    /// Where acknowledgements of the incident are posted, for telling those who do it here.
    package let acknowledgementsURL: String

    /// Describes an event.
    package init(
        type: EventType, timestamp: Timestamp?, or otherTimestamp: Timestamp? = nil,
        description: String, acknowledgementsURL: String
    ) {
        (self.type, self.timestamp, self.otherTimestamp) = (type, timestamp, otherTimestamp)
        (self.description, self.acknowledgementsURL) = (description, acknowledgementsURL)
    }

    func event(on incident: Incident, by actor: User.ID, received: Timestamp) -> NewEvent {
        NewEvent(
            type: type, timestamp: incident.moment(timestamp ?? received, or: otherTimestamp),
            received: received, actor: actor, description: description)
    }
}

/// Carries out many writes in one transaction: what they need is read for all at once, then each is
/// written, and a refused one leaves nothing.
struct IncidentWriter {
    let transaction: Transaction
    private(set) var sources: [SourceSystem.ID: SourceSystem] = [:]
    private var incidents: [Incident.ID: Incident] = [:]
    private var identities: [Identity: Incident.ID] = [:]
    /// Those that another transaction is changing.
    private var held: Set<Incident.ID> = []

    /// By what a source knows its incidents.
    private struct Identity: Hashable {
        let source: SourceSystem.ID
        @ExactText var identifier: String
    }

    init(
        _ transaction: Transaction, for needs: IncidentNeeds, _ presence: Presence
    ) throws {
        self.transaction = transaction
        sources = try transaction.stores.sources.find(needs.sources)
            .mapValues { $0.seen(presence) }
        try load(needs.incidents.union(named(by: needs)))
        let news = needs.reported.count { incident($0.identifier, of: $0.source) == nil }
        try transaction.prepare(needs, creating: needs.creations + news)
    }

    init(_ transaction: Transaction, for incidents: Set<Incident.ID>) throws {
        self.transaction = transaction
        try load(incidents)
    }

    init(_ transaction: Transaction, creatingFor source: SourceSystem.ID) throws {
        self.transaction = transaction
        sources = try transaction.stores.sources.find([source])
    }

    /// The incidents that sources name by their own identifiers.
    private func named(by needs: IncidentNeeds) throws -> [Incident.ID] {
        try needs.identifiers.flatMap { source, identifiers in
            try transaction.stores.incidents.find(identifiers, of: source).map(\.id)
        }
    }

    /// Reads incidents once nobody else changes them.
    private mutating func load(_ ids: Set<Incident.ID>) throws {
        if ids.isEmpty { return }
        let incidents = transaction.stores.incidents
        let locked = try incidents.lock(ids, skips: transaction.skipsLocked)
        for incident in try incidents.find(ids) {
            remember(incident)
            if !locked.contains(incident.id) { held.insert(incident.id) }
        }
    }

    /// Whether something is needed that another transaction is changing.
    func isHeld(_ needs: IncidentNeeds) -> Bool {
        guard !held.isEmpty else { return false }
        return !needs.incidents.isDisjoint(with: held)
            || needs.identifiers.contains { source, identifiers in
                identifiers.contains { identifier in
                    incident(identifier.wrappedValue, of: source).map { held.contains($0.id) }
                        ?? false
                }
            }
    }

    /// Lets later writes of the transaction see an incident as it is now.
    mutating func remember(_ incident: Incident) {
        incidents[incident.id] = incident
        guard !incident.sourceIncidentID.isEmpty else { return }
        let identity = Identity(
            source: incident.source, identifier: incident.sourceIncidentID)
        identities[identity] = incident.id
    }

    /// The incident with a source's own identifier, if there is one.
    func incident(_ identifier: String, of source: SourceSystem.ID) -> Incident? {
        identities[Identity(source: source, identifier: identifier)].flatMap { incidents[$0] }
    }

    /// The incident with a primary key, if it was loaded.
    func incident(_ id: Incident.ID) -> Incident? { incidents[id] }

    /// The incident with a primary key, if somebody may change it; else refuses.
    func incident(_ id: Incident.ID, changeableBy requester: Requester) throws(Refusal) -> Incident
    {
        guard let incident = incidents[id] else { throw .noSuch(.incident) }
        try requester.checkMayChange(incident)
        return incident
    }

    /// Stores what became of an incident.
    mutating func apply(_ revision: IncidentRevision) throws {
        try transaction.apply(revision)
        remember(revision.incident)
    }

    /// Creates an incident of a source, which must be one of those that were loaded.
    mutating func create(
        _ new: NewIncident, of id: SourceSystem.ID, by requester: Requester
    ) throws -> SourcedIncident {
        guard let source = sources[id] else { throw Refusal.because(.noSource(id)) }
        return SourcedIncident(
            try create(new, of: source, tagsBy: requester.user.id), of: source)
    }

    /// Creates an incident, and begins its log.
    mutating func create(
        _ new: NewIncident, of source: SourceSystem, tagsBy user: User.ID
    ) throws -> Incident {
        let incident = try transaction.stores.incidents.insert(
            new, of: source.id, tagsAddedBy: user, now: transaction.now)
        guard let incident else {
            throw Refusal.because(
                .incidentExists(identifier: new.sourceIncidentID, source: source.id))
        }
        let opening = new.opening(by: source.user, received: transaction.now)
        try transaction.recordOpening(opening, of: incident.id)
        remember(incident)
        return incident
    }

    /// Writes an event into an incident's log, and lets it take effect.
    mutating func post(
        _ posted: PostedEvent, to id: Incident.ID, by requester: Requester
    ) throws -> Event {
        var incident = try incident(id, changeableBy: requester)
        let user = try requester.user
        let event = posted.event(on: incident, by: user.id, received: transaction.now)
        let endTime = try incident.endTime(
            after: event, by: requester, acknowledgementsURL: posted.acknowledgementsURL)
        if let endTime {
            try transaction.stores.incidents.setEndTime(endTime, of: id, now: transaction.now)
            incident.endTime = endTime
            remember(incident)
        }
        return try transaction.record(event, of: id, actorName: user.username)
    }
}

extension Transaction {
    /// Where rows are gathered, fetches for all at once what each would ask for before it is.
    fileprivate func prepare(_ needs: IncidentNeeds, creating count: Int) throws {
        guard let gathering = stores.gathering else { return }
        for (source, identifiers) in needs.newIdentifiers {
            _ = try stores.incidents.find(identifiers, of: source)
        }
        let oldest = now.advanced(by: .zero - Once<Event>.lifetime)
        try stores.idempotency.prepare(needs.answers, since: oldest)
        try gathering.reserve(count, keysOf: "incident")
        try gathering.reserve(count + needs.posts, keysOf: "event")
    }
}
