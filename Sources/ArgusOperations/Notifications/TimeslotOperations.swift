import ArgusCore
import ArgusStorage

/// What can be done with timeslots; everybody sees only the own ones.
package struct TimeslotOperations: Sendable {
    let database: Database

    /// Stores a timeslot of the asker's.
    package func create(
        _ new: NewTimeslot, by requester: Requester, once: Once<Timeslot>? = nil
    ) async throws -> Outcome<Timeslot> {
        try await database.write(.act, by: requester) { transaction in
            try transaction.perform(once, by: requester) {
                let user = try requester.user
                let id = try transaction.stores.timeslots.insert(new, of: user)
                return Timeslot(
                    id: id, user: user.id, name: new.name, recurrences: new.recurrences)
            }
        }
    }

    /// Lists the asker's timeslots by name.
    package func list(of requester: Requester) async throws -> [Timeslot] {
        try await database.read { try $0.timeslots.list(of: requester.user.id) }
    }

    /// Finds a timeslot of the asker's, or refuses.
    package func find(_ id: Timeslot.ID, of requester: Requester) async throws -> Timeslot {
        try await database.read { try $0.timeslots.own(id, of: requester) }
    }

    /// Changes a timeslot of the asker's, or refuses; the change is read once the timeslot is found.
    package func change(
        _ id: Timeslot.ID, _ change: @escaping @autoclosure @Sendable () throws -> TimeslotChange,
        by requester: Requester
    ) async throws -> Timeslot {
        try await database.write(.act, by: requester) { transaction in
            let timeslots = transaction.stores.timeslots
            let old = try timeslots.own(id, of: requester)
            let changed = old.changed(try change())
            try timeslots.update(changed, from: old, of: requester.user)
            return changed
        }
    }

    /// Removes a timeslot of the asker's, with the notification profiles that use it, or refuses.
    package func delete(_ id: Timeslot.ID, by requester: Requester) async throws {
        try await database.write(.act, by: requester) { transaction in
            let timeslots = transaction.stores.timeslots
            _ = try timeslots.own(id, of: requester)
            try transaction.stores.deletedProfiles.insert(using: id, now: transaction.now)
            try timeslots.delete(id)
        }
    }
}

extension TimeslotStore {
    fileprivate func own(_ id: Timeslot.ID, of requester: Requester) throws -> Timeslot {
        guard let timeslot = try find(id), timeslot.user == requester.account?.id else {
            throw Refusal.noSuch(.timeslot)
        }
        return timeslot
    }
}
