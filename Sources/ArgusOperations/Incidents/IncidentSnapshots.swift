import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusVocabulary

/// What came of comparing a source's open incidents with its snapshot.
package struct SnapshotResult: Hashable, Sendable {
    /// Whether the open incidents are now those of the snapshot.
    package let standing: Standing
    /// What was done, or would be, of each kind.
    package let incidents: [Kind: [Entry]]
    /// How many incidents with an identifier were open before.
    package let openCount: Int

    /// Whether anything was done.
    package enum Standing: Hashable, Sendable {
        case done
        /// It was only asked what would be done.
        case rehearsed
        /// More would have been closed than may be without a confirmation: so many percent.
        case unconfirmed(share: Int)
    }

    /// Whether nothing was done for want of a confirmation.
    package var isUnconfirmed: Bool {
        if case .unconfirmed = standing { true } else { false }
    }

    /// What becomes of an incident, in the API's words.
    package enum Kind: String, CaseIterable, Sendable {
        case opened, reopened, updated, closed, unchanged, skipped
    }

    /// An incident, which has no primary key yet if it was not created.
    package struct Entry: Hashable, Sendable {
        package let id: Incident.ID?
        package let sourceIncidentID: String
    }
}

extension IncidentOperations {
    /// Makes the open incidents of the asker's source system those of a snapshot, in one transaction,
    /// or tells what that would do.
    ///
    /// What has no identifier of the source's is left alone.
    package func replaceOpen(
        by snapshot: IncidentSnapshot, isRehearsal: Bool, confirmation: CloseLimit.Confirmation,
        by requester: Requester
    ) async throws -> SnapshotResult {
        let source = try IncidentSource.own.resolved(for: requester)
        let plan = { @Sendable (stores: Stores, now: Timestamp) throws in
            try snapshot.plan(
                from: stores.known(to: snapshot, of: source, now: now), by: requester, at: now)
        }
        if isRehearsal {
            let now = database.clock()
            return try await database.read { stores in
                SnapshotResult(try plan(stores, now), .rehearsed)
            }
        }
        return try await database.write(.act, by: requester, changing: []) { [policy] transaction in
            try transaction.stores.lockKnown(to: snapshot, of: source, now: transaction.now)
            let limit = CloseLimit(share: policy.maxCloseShare, confirmation: confirmation)
            let plan = try plan(transaction.stores, transaction.now)
            let isAllowed = limit.allows(
                closing: plan.closed.count, of: plan.openCount)
            guard isAllowed else {
                return SnapshotResult(plan, .unconfirmed(share: limit.share))
            }
            var writer = try IncidentWriter(transaction, creatingFor: source)
            return SnapshotResult(
                plan, .done, opened: try writer.apply(plan, of: source, by: requester))
        }
    }
}

extension Stores {
    /// Keeps others from changing what a snapshot is compared with.
    fileprivate func lockKnown(
        to snapshot: IncidentSnapshot, of source: SourceSystem.ID, now: Timestamp
    ) throws {
        let before = Set(try known(to: snapshot, of: source, now: now).map(\.id))
        try incidents.lock(before)
        // What came or was reopened while others were waited for is not locked.
        let after = Set(try known(to: snapshot, of: source, now: now).map(\.id))
        guard after.isSubset(of: before) else { throw SQLError.conflict }
    }

    /// What is known of the problems of a snapshot, and of those that are open, in two statements.
    fileprivate func known(
        to snapshot: IncidentSnapshot, of source: SourceSystem.ID, now: Timestamp
    ) throws -> [Incident] {
        let open = try incidents.findOpen(of: source, now: now)
        let missing = Set(snapshot.reports.map { ExactText($0.new.sourceIncidentID) })
            .subtracting(open.map { ExactText($0.sourceIncidentID) })
        return try open + (missing.isEmpty ? [] : incidents.find(missing, of: source))
    }
}

extension IncidentWriter {
    fileprivate mutating func apply(
        _ plan: SnapshotPlan, of id: SourceSystem.ID, by requester: Requester
    ) throws -> [Incident] {
        for revision in plan.closed + plan.reopened + plan.updated {
            try apply(revision)
        }
        return try plan.opened.map { new in
            try create(new, of: id, by: requester).incident
        }
    }
}

extension SnapshotResult {
    fileprivate init(
        _ plan: SnapshotPlan, _ standing: Standing, opened: [Incident]? = nil
    ) {
        self.standing = standing
        openCount = plan.openCount
        incidents = [
            .opened: opened?.map(Entry.init)
                ?? plan.opened.map { Entry(id: nil, sourceIncidentID: $0.sourceIncidentID) },
            .reopened: plan.reopened.map { Entry($0.old) },
            .updated: plan.updated.map { Entry($0.old) },
            .closed: plan.closed.map { Entry($0.old) },
            .unchanged: plan.unchanged.map(Entry.init),
            .skipped: plan.skipped.map(Entry.init),
        ]
    }
}

extension SnapshotResult.Entry {
    fileprivate init(_ incident: Incident) {
        self.init(id: incident.id, sourceIncidentID: incident.sourceIncidentID)
    }
}
