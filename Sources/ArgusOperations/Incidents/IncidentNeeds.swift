import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// What has to be known before something is written that sources send in numbers, so that it is read
/// for many of them at once.
struct IncidentNeeds: Sendable {
    private(set) var sources: Set<SourceSystem.ID> = []
    private(set) var incidents: Set<Incident.ID> = []
    private(set) var identifiers: [SourceSystem.ID: Set<ExactText>] = [:]
    /// Those of incidents that are to be created.
    private(set) var newIdentifiers: [SourceSystem.ID: Set<ExactText>] = [:]
    /// The problems that are reported, and become incidents if they are not known.
    private(set) var reported: [(source: SourceSystem.ID, identifier: String)] = []
    private(set) var answers: Set<IdempotencyStore.Key> = []
    private(set) var creations = 0
    private(set) var posts = 0
    /// How many incidents it is about.
    private(set) var size = 0

    /// Nothing yet.
    init() {}

    /// What creating an incident needs.
    init(
        creating new: NewIncident, of source: SourceSystem.ID, by requester: Requester,
        _ once: Once<SourcedIncident>?
    ) throws(Refusal) {
        sources = [source]
        if !new.sourceIncidentID.isEmpty {
            newIdentifiers[source] = [ExactText(new.sourceIncidentID)]
        }
        try remember(once, of: requester)
        (creations, size) = (1, 1)
    }

    /// What posting an event needs.
    init(
        postingTo incident: Incident.ID, by requester: Requester, _ once: Once<Event>?
    ) throws(Refusal) {
        incidents = [incident]
        try remember(once, of: requester)
        (posts, size) = (1, 1)
    }

    /// What a batch needs.
    init(
        carryingOut batch: IncidentBatch, by requester: Requester, _ once: Once<[BatchResult]>?
    ) throws(Refusal) {
        sources = [batch.source]
        incidents = Set(batch.incidents)
        let named = batch.identifiers
        if !named.isEmpty { identifiers[batch.source] = Set(named) }
        reported = batch.reported.map { (batch.source, $0) }
        try remember(once, of: requester)
        size = max(1, batch.items.count)
    }

    private mutating func remember<Value>(
        _ once: Once<Value>?, of requester: Requester
    ) throws(Refusal) {
        if let once { try answers.insert(.init(once.key, of: requester.user.id)) }
    }

    /// Adds what something else needs.
    static func += (needs: inout IncidentNeeds, others: IncidentNeeds) {
        needs.sources.formUnion(others.sources)
        needs.incidents.formUnion(others.incidents)
        needs.identifiers.merge(others.identifiers) { $0.union($1) }
        needs.newIdentifiers.merge(others.newIdentifiers) { $0.union($1) }
        needs.reported += others.reported
        needs.answers.formUnion(others.answers)
        needs.creations += others.creations
        needs.posts += others.posts
        needs.size += others.size
    }
}
