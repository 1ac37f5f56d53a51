import ArgusCore
import ArgusStorage

/// What can be done with stored filters.
package struct FilterOperations: Sendable {
    let database: Database

    /// Stores a filter of the asker's.
    package func create(
        _ new: NewFilter, by requester: Requester, once: Once<StoredFilter>? = nil
    ) async throws -> Outcome<StoredFilter> {
        try await database.write { transaction in
            try transaction.perform(once, by: requester.user.id) {
                let id = try transaction.stores.filters.insert(new, of: requester.user)
                return StoredFilter(
                    id: id, user: requester.user.id, name: new.name, blob: new.blob,
                    isPublic: new.isPublic)
            }
        }
    }

    /// Lists the filters that the asker may use: the own ones and those that are public.
    package func list(for requester: Requester) async throws -> [StoredFilter] {
        try await database.read { try $0.filters.list(visibleTo: requester.user.id) }
    }

    /// Finds a filter that the asker may use, or refuses.
    package func find(_ id: StoredFilter.ID, for requester: Requester) async throws -> StoredFilter
    {
        try await database.read { stores in
            guard let filter = try stores.filters.find(id),
                filter.isVisible(to: requester.user.id)
            else { throw Refusal.noSuch("Filter") }
            return filter
        }
    }

    /// Which incidents a filter of the asker's describes: none if it is another's, or there is none.
    package func incidents(
        of id: StoredFilter.ID, for requester: Requester
    ) async throws -> IncidentFilter {
        let filter = try await database.read { try $0.filters.find(id) }
        return filter?.user == requester.user.id ? filter?.blob.filter ?? .nothing : .nothing
    }

    /// Changes a filter of the asker's, or refuses.
    package func change(
        _ id: StoredFilter.ID, _ change: FilterChange, by requester: Requester
    ) async throws -> StoredFilter {
        try await database.write { transaction in
            let filters = transaction.stores.filters
            let changed = try filters.own(id, of: requester).changed(change)
            try filters.update(changed, of: requester.user)
            return changed
        }
    }

    /// Removes a filter of the asker's, or refuses.
    package func delete(_ id: StoredFilter.ID, by requester: Requester) async throws {
        try await database.write { transaction in
            let filters = transaction.stores.filters
            _ = try filters.own(id, of: requester)
            try filters.delete(id)
        }
    }
}

extension FilterStore {
    fileprivate func own(_ id: StoredFilter.ID, of requester: Requester) throws -> StoredFilter {
        guard let filter = try find(id), filter.user == requester.user.id else {
            throw Refusal.noSuch("Filter")
        }
        return filter
    }
}
