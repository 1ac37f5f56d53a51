import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// What can be done with stored filters.
package struct FilterOperations: Sendable {
    let database: Database

    /// Stores a filter of the asker's.
    package func create(
        _ new: NewFilter, by requester: Requester, once: Once<StoredFilter>? = nil
    ) async throws -> Outcome<StoredFilter> {
        try new.blob.checkSize()
        return try await database.write(.act, by: requester) { transaction in
            try transaction.perform(once, by: requester) {
                let user = try requester.user
                let id = try transaction.stores.filters.insert(new, of: user)
                return StoredFilter(
                    id: id, user: user.id, name: new.name, blob: new.blob, isPublic: new.isPublic)
            }
        }
    }

    /// Lists the filters that the asker may use: the own ones and those that are public.
    package func list(for requester: Requester) async throws -> [StoredFilter] {
        try await database.read { try $0.filters.list(visibleTo: requester.user.id) }
    }

    /// Lists the same filters, each with its owner's name.
    package func listWithOwners(
        for requester: Requester
    ) async throws -> [(filter: StoredFilter, owner: String)] {
        try await database.read { stores in
            let filters = try stores.filters.list(visibleTo: requester.user.id)
            let names = try stores.accounts.names(Set(filters.map(\.user)))
            return filters.map { ($0, names[$0.user] ?? "") }
        }
    }

    /// Lists everybody's filters for those who plan maintenance: the asker's own first.
    package func listAll(by requester: Requester) async throws -> [OwnedFilter] {
        guard requester.has(.planMaintenance) else { throw Refusal.noPermission }
        let own = requester.account?.id
        return try await database.read { stores in
            let filters = try stores.filters.list()
            let names = try stores.accounts.names(Set(filters.map(\.user)))
            let owned = filters.map { filter in
                OwnedFilter(
                    filter: filter, owner: filter.user == own ? nil : names[filter.user] ?? "")
            }
            return owned.filter { $0.owner == nil } + owned.filter { $0.owner != nil }
        }
    }

    /// Finds a filter that the asker may use, or refuses.
    package func find(_ id: StoredFilter.ID, for requester: Requester) async throws -> StoredFilter
    {
        try await database.read { stores in
            guard let filter = try stores.filters.find(id), filter.isVisible(to: requester) else {
                throw Refusal.noSuch(.filter)
            }
            return filter
        }
    }

    /// Which incidents a filter describes that the asker may use: none if it is another's and not
    /// public, or there is none.
    package func incidents(
        of id: StoredFilter.ID, for requester: Requester
    ) async throws -> IncidentFilter {
        let filter = try await database.read { try $0.filters.find(id) }
        guard let filter, filter.isVisible(to: requester) else { return .nothing }
        return filter.blob.filter
    }

    /// Changes a filter of the asker's, or refuses; the change is read once the filter is found.
    package func change(
        _ id: StoredFilter.ID, _ change: @escaping @autoclosure @Sendable () throws -> FilterChange,
        by requester: Requester
    ) async throws -> StoredFilter {
        try await database.write(.act, by: requester) { transaction in
            let filters = transaction.stores.filters
            let changed = try filters.own(id, of: requester).changed(change())
            try changed.blob.checkSize()
            try filters.update(changed, of: requester.user)
            return changed
        }
    }

    /// Removes a filter of the asker's, or refuses if it is in use; others' use of it counts while it is
    /// public, and ends with it otherwise.
    package func delete(_ id: StoredFilter.ID, by requester: Requester) async throws {
        try await database.write(.act, by: requester) { transaction in
            let filters = transaction.stores.filters
            let filter = try filters.own(id, of: requester)
            if let use = try transaction.use(of: filter) {
                throw Refusal.because(.inUse(.filter, by: use))
            }
            try transaction.stores.notificationProfiles.unlink(filter: id)
            try filters.delete(id)
        }
    }
}

/// A stored filter, and whose it is.
package struct OwnedFilter: Hashable, Sendable {
    package let filter: StoredFilter
    /// The name of its owner's account; nil if it is the asker's own.
    package let owner: String?

    /// The name that people see: `name (owner)` where it is another's.
    package var label: String {
        owner.map { "\(filter.name) (\($0))" } ?? filter.name
    }
}

extension Transaction {
    /// What must not lose a filter: a notification profile, or planned maintenance that is not over or
    /// can be made longer still, which without it would cover more.
    ///
    /// Of others' profiles their owners are told, and nobody else. If the account of its owner goes with
    /// it, only others count.
    func use(of filter: StoredFilter, withAccount isWithAccount: Bool = false) throws -> Reason.Use?
    {
        let profiles = try stores.notificationProfiles.list(using: filter.id).filter {
            filter.isVisible(toAccount: $0.user) && !(isWithAccount && $0.user == filter.user)
        }
        guard profiles.isEmpty else {
            let own = profiles.filter { $0.user == filter.user }
            let others = profiles.count - own.count
            let names =
                (own.isEmpty ? [] : [try stores.names(of: own)])
                + (others == 0 ? [] : ["\(others) of others, who use it while it is public"])
            return .profiles(names.joined(separator: ", "))
        }
        let tasks = try stores.plannedMaintenance.list(
            using: filter.id, notOverAt: now - PlannedMaintenance.afterglow)
        return tasks.isEmpty
            ? nil : .maintenance(tasks.map(\.id.description).joined(separator: ", "))
    }
}

extension FilterStore {
    fileprivate func own(_ id: StoredFilter.ID, of requester: Requester) throws -> StoredFilter {
        guard let filter = try find(id), filter.user == requester.account?.id else {
            throw Refusal.noSuch(.filter)
        }
        return filter
    }
}
