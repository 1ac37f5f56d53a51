import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// Many things that a source says at once.
package struct IncidentBatch: Sendable {
    package let source: SourceSystem.ID
    /// An item that could not be understood has its refusal in its place.
    package let items: [Result<Item, Refusal>]

    /// Takes what a source says, in order.
    package init(
        of source: SourceSystem.ID, _ items: [Result<Item, Refusal>]
    ) {
        (self.source, self.items) = (source, items)
    }

    /// The most items that one may hold.
    package static let sizeLimit = 1000

    /// One thing that a source says.
    package enum Item: Sendable {
        /// A problem is so, whether or not it is known yet.
        case create(IncidentReport)
        /// Fields are different.
        case update(Reference, IncidentChange)
        /// It is over, since a moment, which may have been written as another one's, or since now.
        case close(Reference, at: Timestamp?, or: Timestamp? = nil, description: String)
    }

    /// How an item names an incident.
    package enum Reference: Hashable, Sendable {
        case id(Incident.ID)
        case sourceIncidentID(String)
    }
}

extension IncidentBatch {
    /// The incidents that are named by their primary keys.
    var incidents: [Incident.ID] {
        references.compactMap { if case .id(let id) = $0 { id } else { nil } }
    }

    /// The incidents that are named by the source's own identifiers.
    var identifiers: [ExactText] {
        references.compactMap { reference in
            guard case .sourceIncidentID(let name) = reference, !name.isEmpty else { return nil }
            return ExactText(name)
        }
    }

    /// The source's own identifiers of problems that it reports, whether they are known or not.
    var reported: [String] {
        items.compactMap { item in
            guard case .success(.create(let report)) = item else { return nil }
            return report.new.sourceIncidentID
        }
    }

    private var references: [Reference] {
        items.compactMap { item in
            switch item {
            case .success(.create(let report)): .sourceIncidentID(report.new.sourceIncidentID)
            case .success(.update(let reference, _)): reference
            case .success(.close(let reference, _, _, _)): reference
            case .failure: nil
            }
        }
    }
}

/// What became of an item of a batch.
package typealias BatchResult = Result<BatchedIncident, Refusal>

/// An incident as an item of a batch has left it.
package struct BatchedIncident: Hashable, Sendable {
    package let incident: SourcedIncident
    /// Whether the item has created it.
    package let isNew: Bool
}

extension IncidentOperations {
    /// Does many things that a source says, in one transaction; what is refused refuses itself only.
    ///
    /// A superuser may say them for a source that is named; they count as the source's doing.
    package func carryOut(
        _ items: [Result<IncidentBatch.Item, Refusal>], source: IncidentSource,
        by requester: Requester, once: Once<[BatchResult]>? = nil
    ) async throws -> Outcome<[BatchResult]> {
        let source = try source.resolved(for: requester)
        let batch = IncidentBatch(of: source, items)
        let needs = try IncidentNeeds(carryingOut: batch, by: requester, once)
        return try await batcher.submit(needs, .act, by: requester) { writer in
            try writer.transaction.perform(once, by: requester) {
                try writer.carryOut(batch, by: requester)
            }
        }
    }
}

extension IncidentWriter {
    /// Does what the items of a batch say, in order.
    mutating func carryOut(_ batch: IncidentBatch, by requester: Requester) throws -> [BatchResult]
    {
        guard let source = sources[batch.source] else {
            throw Refusal.because(.noSource(batch.source))
        }
        let actor = try transaction.actor(for: source, askedBy: requester)
        let details = DetailsURL(base: source.baseURL)
        var expiries: [Incident.ID: Timestamp] = [:]
        let results: [BatchResult] = try batch.items.map { item in
            do {
                let (incident, isNew) = try carryOut(item.get(), of: source, by: actor)
                if case .success(.create(let report)) = item {
                    expiries[incident.id] = expiry(of: incident, report, source)
                }
                let sourced = SourcedIncident(
                    incident: incident, source: source,
                    detailsURL: details.resolve(incident.detailsURL))
                return .success(BatchedIncident(incident: sourced, isNew: isNew))
            } catch let refusal as Refusal {
                return .failure(refusal)
            }
        }
        try transaction.stores.alertExpiries.set(expiries, told: transaction.now)
        return results
    }

    private mutating func carryOut(
        _ item: IncidentBatch.Item, of source: SourceSystem, by actor: Requester
    ) throws -> (Incident, isNew: Bool) {
        let now = transaction.now
        var revision: IncidentRevision
        switch item {
        case .create(let report):
            guard let known = incident(report.new.sourceIncidentID, of: source.id) else {
                return (try create(report.new, of: source, tagsBy: try actor.user.id), true)
            }
            revision = try known.reported(report, by: actor, at: now)
        case .update(let reference, let change):
            revision = IncidentRevision(of: try incident(reference, of: source, by: actor))
            try revision.change(change, by: actor, at: now)
        case .close(let reference, let end, let other, let description):
            let known = try incident(reference, of: source, by: actor)
            revision = try known.closed(
                at: known.moment(end ?? now, or: other), description: description, by: actor,
                received: now)
        }
        if revision.isChange { try apply(revision) }
        return (revision.incident, false)
    }

    /// When a problem is over that was just told of, unless it is told of again; nil if it has no end
    /// by itself.
    private func expiry(
        of incident: Incident, _ report: IncidentReport, _ source: SourceSystem
    ) -> Timestamp? {
        let now = transaction.now
        guard report.isLive, incident.endTime.isOpen(at: now) else { return nil }
        return source.expiry(of: report.expiry, toldAt: now)
    }

    private func incident(
        _ reference: IncidentBatch.Reference, of source: SourceSystem, by actor: Requester
    ) throws(Refusal) -> Incident {
        switch reference {
        case .id(let id): return try incident(id, changeableBy: actor)
        case .sourceIncidentID(let identifier):
            guard let known = incident(identifier, of: source.id) else { throw .noSuch(.incident) }
            return known
        }
    }
}

extension Transaction {
    /// The account as which something is done for a source: the source's own, whoever asks.
    func actor(for source: SourceSystem, askedBy requester: Requester) throws -> Requester {
        if requester.source == source.id { return requester }
        guard let user = try stores.accounts.find(source.user) else {
            throw Refusal.noSuch(.sourceSystem)
        }
        return Requester(user: user, source: source.id)
    }
}
