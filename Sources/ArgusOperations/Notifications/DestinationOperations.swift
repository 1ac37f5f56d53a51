import ArgusCore
import ArgusStorage

/// What can be done with destinations; everybody sees only the own ones.
package struct DestinationOperations: Sendable {
    let database: Database

    /// Stores a destination of the asker's.
    package func create(
        _ new: NewDestination, by requester: Requester, once: Once<Destination>? = nil
    ) async throws -> Outcome<Destination> {
        try await database.write(.act, by: requester) { transaction in
            try transaction.perform(once, by: requester) {
                let user = try requester.user.id
                let id = try transaction.stores.destinations.insert(new, of: user)
                return Destination(
                    id: id, user: user, medium: new.medium, label: new.label,
                    settings: new.settings, managed: new.managed)
            }
        }
    }

    /// Lists the asker's destinations: those of one medium, or all.
    package func list(
        of requester: Requester, _ medium: Medium? = nil
    ) async throws -> [Destination] {
        try await database.read { try $0.destinations.list(of: requester.user.id, medium) }
    }

    /// Lists the destinations of an account, by its name, for those who administer accounts.
    package func list(ofAccount name: String, by requester: Requester) async throws -> [Destination]
    {
        try requester.check(.administerAccounts)
        return try await database.read { stores in
            try stores.destinations.list(of: stores.accounts.existing(name).id, nil)
        }
    }

    /// Finds a destination of the asker's, or refuses.
    package func find(
        _ id: Destination.ID, of requester: Requester, _ medium: Medium? = nil
    ) async throws -> Destination {
        try await database.read { try $0.destinations.own(id, of: requester, medium) }
    }

    /// Whether somebody else has a destination that leads to the same place; refuses without one.
    package func isDuplicate(_ id: Destination.ID, of requester: Requester) async throws -> Bool {
        try await database.read { stores in
            guard let own = try stores.destinations.find(id), own.user == requester.account?.id
            else {
                throw Refusal.because(.noDestination(id))
            }
            return try stores.destinations.isShared(own)
        }
    }

    /// Changes a destination of the asker's, or refuses; the change is read once the destination is
    /// found.
    ///
    /// If it followed the account's e-mail address and now leads elsewhere, another one is made that
    /// goes on following.
    package func change(
        _ id: Destination.ID, by requester: Requester, _ medium: Medium? = nil,
        _ change: @escaping @Sendable (Destination) throws -> DestinationChange
    ) async throws -> Destination {
        try await database.write(.act, by: requester) { transaction in
            let destinations = transaction.stores.destinations
            let old = try destinations.own(id, of: requester, medium)
            let changed = try old.changed(change(old))
            try destinations.update(changed)
            if old.isManaged, !changed.isManaged {
                let follower = NewDestination(managedFor: old.address)
                _ = try destinations.insert(follower, of: old.user)
            }
            return changed
        }
    }

    /// Removes a destination of the asker's, or refuses if it is managed or in use.
    package func delete(
        _ id: Destination.ID, by requester: Requester, _ medium: Medium? = nil
    ) async throws {
        try await database.write(.act, by: requester) { transaction in
            let destinations = transaction.stores.destinations
            let destination = try destinations.own(id, of: requester, medium)
            guard !destination.isManaged else { throw Refusal.because(.destinationIsManaged) }
            let profiles = try transaction.stores.notificationProfiles.list(
                using: id, of: destination.user)
            guard profiles.isEmpty else {
                let names = try transaction.stores.names(of: profiles)
                throw Refusal.because(.inUse(.destination, by: .profiles(names)))
            }
            try destinations.delete(id)
        }
    }
}

extension DestinationStore {
    fileprivate func own(
        _ id: Destination.ID, of requester: Requester, _ medium: Medium?
    ) throws -> Destination {
        guard let destination = try find(id), destination.user == requester.account?.id,
            destination.medium == medium ?? destination.medium
        else { throw Refusal.noSuch(.destination) }
        return destination
    }
}
