import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// One look at what is wrong with Argus and its sources, in a transaction that nobody else looks in.
struct Watch {
    let transaction: Transaction
    let own: SourceSystem
    /// The account in whose name incidents are opened and closed.
    let user: User
    /// The open incidents of the own source that have an identifier.
    let open: [Incident]
    var look = WatchOperations.Look()

    init(_ transaction: Transaction, of own: SourceSystem) throws {
        (self.transaction, self.own) = (transaction, own)
        user = try transaction.stores.accounts.existing(own.user).user
        open = try transaction.stores.incidents.findOpen(of: own.id, now: transaction.now)
    }

    var stores: Stores { transaction.stores }
    var now: Timestamp { transaction.now }
    private var requester: Requester { Requester(user: user, source: own.id) }

    /// Opens an incident of a problem; `isKnownByKey` if its identifier is its own primary key.
    mutating func open(_ problem: WatchedProblem, isKnownByKey: Bool = false) throws {
        let new = try problem.incident(at: now)
        let created = try stores.incidents.insert(
            new, of: own.id, tagsAddedBy: user.id, now: now)
        guard let incident = created else { return }
        if isKnownByKey {
            try stores.incidents.identifyByKey(incident.id)
            var tagged = incident
            let tag = Tag(key: "object", value: incident.id.description)
            tagged.tags.append(Incident.TagRelation(tag: tag, addedBy: user.id, addedTime: now))
            try stores.incidents.updateTags(of: tagged, from: incident)
        }
        try transaction.recordOpening(new.opening(by: user.id, received: now), of: incident.id)
        look.opened.append(incident.id)
    }

    /// Opens the incident of a problem that is known by an identifier, again if it was closed before
    /// the problem was last seen.
    mutating func openOrReopen(_ problem: WatchedProblem, seen: Timestamp) throws {
        let identifiers: Set = [ExactText(problem.identifier)]
        guard let id = try stores.incidents.find(identifiers, of: own.id).first?.id else {
            return try open(problem)
        }
        try stores.incidents.lock([id])
        guard let incident = try stores.incidents.find(id), incident.endTime.isClosed(at: now),
            case .ended(let end) = incident.endTime, end < seen
        else { return }
        var report = IncidentReport(new: try problem.incident(at: now), change: problem.change)
        report.isLive = true
        let revision = try incident.reported(report, by: requester, at: now)
        guard revision.isChange else { return }
        try transaction.apply(revision)
        look.opened.append(id)
    }

    /// Closes an incident, unless somebody else has: as a source tells that it is over, or as a person
    /// closes what is not right.
    mutating func close(
        _ id: Incident.ID, _ description: String, as type: EventType = .end
    ) throws {
        try stores.incidents.lock([id])
        guard let incident = try stores.incidents.find(id), incident.endTime.isOpen(at: now) else {
            return
        }
        let event = NewEvent(
            type: type, timestamp: now, received: now, actor: user.id, description: description)
        var revision = IncidentRevision(of: incident)
        try revision.add(
            event, by: type == .end ? requester : Requester(user: user, source: nil))
        try transaction.apply(revision)
        look.closed.append(id)
    }
}

/// What is wrong with Argus or a source, as an incident tells it.
struct WatchedProblem {
    /// The values of the tag `problem_type`.
    enum Kind: String {
        case missingHeartbeat = "missing_heartbeat"
        case tokenExpiry = "token_expiry"
        case failingDestination = "failing_destination"
        case deliveryQueue = "delivery_queue"

        var tag: Tag { Tag(key: "problem_type", value: rawValue) }
    }

    let kind: Kind
    let level: Level
    let description: String
    var identifier = ""
    /// Those beside the kind.
    var tags: [Tag] = []

    private var allTags: [Tag] { [kind.tag] + tags }

    /// The incident to open.
    func incident(at moment: Timestamp) throws(Refusal) -> NewIncident {
        try NewIncident(
            startTime: moment, sourceIncidentID: identifier,
            details: IncidentDetails(description: description, level: level), tags: allTags)
    }

    /// What to change about the incident if it is opened again.
    var change: IncidentChange {
        var change = IncidentChange()
        change.tags = allTags
        change.description = description
        return change
    }
}

extension Incident {
    /// The values of a tag.
    func values(of key: String) -> [String] {
        tags.map(\.tag).filter { $0.key == key }.map(\.value)
    }
}
