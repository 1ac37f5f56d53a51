import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// What can be done with notification profiles; everybody sees only the own ones.
package struct NotificationProfileOperations: Sendable {
    let database: Database

    /// Stores a profile of the asker's, who says everything but the name.
    package func create(
        _ new: NotificationProfileChange, by requester: Requester,
        once: Once<DetailedProfile>? = nil
    ) async throws -> Outcome<DetailedProfile> {
        try await database.write(.act, by: requester) { transaction in
            try transaction.perform(once, by: requester) {
                let profile = try transaction.stores.changed(
                    .blank(of: requester.user.id), new, by: requester)
                let id = try transaction.stores.notificationProfiles.insert(profile)
                return try transaction.stores.own(id, of: requester)
            }
        }
    }

    /// Lists the asker's profiles.
    package func list(of requester: Requester) async throws -> [DetailedProfile] {
        try await database.read { stores in
            try stores.detailed(stores.notificationProfiles.list(of: requester.user.id))
        }
    }

    /// Finds a profile of the asker's, or refuses.
    package func find(
        _ id: NotificationProfile.ID, of requester: Requester
    ) async throws -> DetailedProfile {
        try await database.read { try $0.own(id, of: requester) }
    }

    /// Which incidents any of the filters of a profile of the asker's describes; nil if it is
    /// another's, or there is none.
    package func incidents(
        of id: NotificationProfile.ID, for requester: Requester
    ) async throws -> IncidentFilter? {
        do {
            return .any(try await find(id, of: requester).filters.map(\.blob.filter))
        } catch Refusal.because(.noSuch) {
            return nil
        }
    }

    /// Changes a profile of the asker's, or refuses; the change is read once the profile is found.
    package func change(
        _ id: NotificationProfile.ID,
        _ change: @escaping @autoclosure @Sendable () throws -> NotificationProfileChange,
        by requester: Requester
    ) async throws -> DetailedProfile {
        try await database.write(.act, by: requester) { transaction in
            let stores = transaction.stores
            let old = try stores.own(id, of: requester).profile
            try stores.notificationProfiles.update(stores.changed(old, change(), by: requester))
            return try stores.own(id, of: requester)
        }
    }

    /// Removes a profile of the asker's, or refuses.
    package func delete(_ id: NotificationProfile.ID, by requester: Requester) async throws {
        try await database.write(.act, by: requester) { transaction in
            _ = try transaction.stores.own(id, of: requester)
            try transaction.stores.deletedProfiles.insert(id, now: transaction.now)
            try transaction.stores.notificationProfiles.delete(id)
        }
    }
}

extension NotificationProfile {
    /// A profile of which nothing is said yet.
    static func blank(of user: User.ID) -> NotificationProfile {
        NotificationProfile(
            id: NotificationProfile.ID(0), user: user, name: nil, timeslot: Timeslot.ID(0),
            filters: [], destinations: [], isActive: true)
    }
}

extension Stores {
    /// A profile of the asker's, or a refusal.
    func own(
        _ id: NotificationProfile.ID, of requester: Requester
    ) throws -> DetailedProfile {
        guard let profile = try notificationProfiles.find(id),
            profile.user == requester.account?.id,
            let detailed = try detailed([profile]).first
        else { throw Refusal.noSuch(.profile) }
        return detailed
    }

    /// A profile after a change; refuses what does not exist, or is not the asker's to use.
    func changed(
        _ profile: NotificationProfile, _ change: NotificationProfileChange,
        by requester: Requester
    ) throws -> NotificationProfile {
        let user = try requester.user.id
        var changed = profile
        if let name = change.name { changed.name = name }
        changed.isActive = change.isActive ?? profile.isActive
        if let rules = change.rules {
            do {
                try rules.check()
                try checkExist(rules, of: user)
            } catch let refusal as Refusal {
                throw refusal.nested(in: "rules")
            }
            changed.rules = rules
        }
        if let id = change.timeslot { changed.timeslot = try usable(id, by: user) }
        if let ids = change.filters {
            let found = try filters.find(Set(ids)).filter { $0.isVisible(to: requester) }
            try ids.checkAllExist(in: found.map(\.id), "filters")
            let old = try filters.find(Set(profile.filters))
            let shown = Set(old.filter { $0.isVisible(to: requester) }.map(\.id))
            // What was withdrawn stays where nothing is changed, and works again once it is public.
            if Set(ids) != shown { changed.filters = ids.withoutRepetitions() }
        }
        if let choice = change.destinations {
            let own = try destinations.list(of: user)
            let current = own.filter { profile.destinations.contains($0.id) }
            changed.destinations = try choice.chosen(from: own, current: current).map(\.id)
        }
        return changed
    }

    /// Refuses teams that are not there, and destinations that are not the owner's.
    private func checkExist(_ rules: ProfileRules, of user: User.ID) throws {
        let teams = Set(try teams.find(Set(rules.allTeams)).map(\.id))
        if let missing = rules.teams.first(where: { !teams.contains($0) }) {
            throw Refusal.noObject("teams", missing.rawValue)
        }
        guard !rules.escalation.isEmpty else { return }
        let own = Set(try destinations.list(of: user).map(\.id))
        for (place, level) in rules.escalation.enumerated() {
            let missing =
                level.destinations.first { !own.contains($0) }.map { "destination \($0)" }
                ?? level.teams.first { !teams.contains($0) }.map { "team \($0)" }
            guard let missing else { continue }
            throw Refusal.invalid(
                "escalation",
                .text("Level \(place + 1): there is no \(missing) that you may use."))
        }
    }

    private func usable(_ id: Timeslot.ID, by user: User.ID) throws -> Timeslot.ID {
        guard let timeslot = try timeslots.find(id) else {
            throw Refusal.noObject("timeslot", id.rawValue)
        }
        guard timeslot.user == user else {
            throw Refusal.invalid(Problems.whole, .foreignTimeslot)
        }
        return id
    }
}

extension [StoredFilter.ID] {
    /// Refuses the first filter that is not among those that were found.
    func checkAllExist(in found: [StoredFilter.ID], _ field: String) throws(Refusal) {
        let found = Set(found)
        if let missing = first(where: { !found.contains($0) }) {
            throw .noObject(field, missing.rawValue)
        }
    }
}
