import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// What can be done with the changes: follow them, and forget them.
package struct ChangeOperations: Sendable {
    let database: Database
    let presence: Presence

    /// For how long changes are kept.
    package static let lifetime: Duration = .seconds(7 * 24 * 3600)

    /// Lets somebody follow what changes, from the change after `since` on, or from now on.
    ///
    /// Refuses if what comes after it is no longer known, or if there never was such a change.
    package func follow(
        _ filter: ChangeFilter, since: RecordedChange.ID?
    ) async throws -> ChangeReader {
        let seat = try database.watch.join()
        let start = try await database.read { stores in
            guard let since else { return try stores.changes.last() ?? RecordedChange.ID(0) }
            try stores.changes.check(since)
            return since
        }
        return ChangeReader(self, seat, filter, from: start)
    }

    /// The number of the last change that there was; 0 if there was none.
    package func last() async throws -> RecordedChange.ID {
        try await database.glance { try $0.changes.last() } ?? RecordedChange.ID(0)
    }

    /// Sends home all who follow, since the server is ending.
    package func end() {
        database.watch.end()
    }

    /// Returns when everybody who follows is sent home.
    package func ended() async {
        await database.watch.waitForEnd()
    }

    /// Forgets the changes that are too old, a few at a time so that others can write between.
    package func forget(by requester: Requester) async throws {
        let step = 1000
        var count = step
        while count == step, !Task.isCancelled {
            count = try await database.write(.keepHouse, by: requester) { transaction in
                let oldest = transaction.now.advanced(by: .zero - Self.lifetime)
                return try transaction.stores.changes.delete(before: oldest, limit: step)
            }
        }
    }
}

/// Which changes somebody wants to be told.
package struct ChangeFilter: Hashable, Sendable {
    /// Those of incidents that this describes when the change is told.
    package let incidents: IncidentFilter
    /// Also those of other incidents, without the incident.
    package let tellsOthers: Bool

    /// Describes changes; without anything all of them, deletions included.
    package init(_ incidents: IncidentFilter = .everything, tellsOthers: Bool = false) {
        self.incidents = incidents
        self.tellsOthers = tellsOthers || incidents == .everything
    }
}

/// A change as it is told.
package struct ToldChange: Hashable, Sendable {
    package let change: RecordedChange
    /// The incident as it is now; nil if it was deleted or does not fit.
    package let incident: SourcedIncident?
}

extension ChangeOperations {
    /// What was read of the feed.
    struct Batch {
        let told: [ToldChange]
        /// The last change that was read, told or not.
        let last: RecordedChange.ID
        /// Whether there may be more.
        let isFull: Bool
    }

    /// Reads on after a change.
    func read(_ filter: ChangeFilter, after id: RecordedChange.ID, limit: Int) async throws -> Batch
    {
        let now = database.clock()
        return try await database.read { [presence] stores in
            let changes = try stores.changes.list(after: id, limit: limit)
            if changes.isEmpty { return Batch(told: [], last: id, isFull: false) }
            // Housekeeping may have been faster than whoever reads.
            try stores.changes.check(id)
            let ids = Set(changes.map(\.incident.rawValue))
            let wanted = IncidentFilter.all([.ids(Array(ids)), filter.incidents])
            let found = try IncidentSearch(stores.connection, wanted, now: now)
                .page(PageRequest(size: ids.count))
            let incidents = Dictionary(
                try stores.sourced(found.items, presence).map { ($0.incident.id, $0) }
            ) { $1 }
            let told = changes.map { ToldChange(change: $0, incident: incidents[$0.incident]) }
                .filter { filter.tellsOthers || $0.incident != nil }
            return Batch(
                told: told, last: changes.last?.id ?? id, isFull: changes.count == limit)
        }
    }
}

extension ChangeStore {
    /// Refuses a change after which not everything is known.
    fileprivate func check(_ since: RecordedChange.ID) throws {
        let last = try last()?.rawValue ?? 0
        guard since.rawValue >= 0, since.rawValue <= last else {
            throw Refusal.invalid(
                "since", "There is no change \(since) yet; the last one is \(last).")
        }
        if let first = try first()?.rawValue, since.rawValue < first - 1 {
            throw Refusal.gone(
                "What changed after \(since) is no longer known in full. Read the list of "
                    + "incidents again, then go on from the change in last.", last: last)
        }
    }
}
