import ArgusCore
import ArgusStorage
import ArgusVocabulary

extension IncidentOperations {
    /// Closes the incidents of problems that their sources tell of again and again, and of which they
    /// have told nothing for too long; says how many.
    ///
    /// `hearing` says since when this server could be told: what was silent while nobody listened is
    /// given as long as it has when it was told of.
    @discardableResult
    package func expire(hearing: Timestamp, by requester: Requester) async throws -> Int {
        try requester.check(.keepHouse)
        let now = database.clock()
        let overdue = try await database.read { stores in
            try stores.alertExpiries.overdue(now: now, hearing: hearing)
        }
        guard !overdue.isEmpty else { return 0 }
        let ids = Set(overdue.keys)
        return try await database.write(.keepHouse, by: requester, changing: ids) { transaction in
            var writer = try IncidentWriter(transaction, for: ids)
            // They may have been told of while others were waited for.
            let overdue = try transaction.stores.alertExpiries.overdue(
                now: transaction.now, hearing: hearing, among: ids.sorted())
            var closed = 0
            for (id, end) in overdue.sorted(by: { $0.key < $1.key })
            where try writer.expire(id, at: end) {
                closed += 1
            }
            try transaction.stores.alertExpiries.forget(overdue.keys.sorted())
            return closed
        }
    }
}

extension IncidentWriter {
    /// Closes an incident of which nothing was told any more, as its source would have; false if it
    /// is closed, or gone.
    fileprivate mutating func expire(_ id: Incident.ID, at end: Timestamp) throws -> Bool {
        guard let incident = incident(id),
            let source = try transaction.stores.sources.find(incident.source),
            let user = try transaction.stores.accounts.find(source.user)
        else { return false }
        let revision = try incident.closed(
            at: end, description: "Its source told nothing more of it.",
            by: Requester(user: user, source: source.id), received: transaction.now)
        guard revision.isChange else { return false }
        try apply(revision)
        return true
    }
}
