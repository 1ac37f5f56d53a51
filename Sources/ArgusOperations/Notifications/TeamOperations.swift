import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// A team with the people in it, and who of them is on call: what an answer shows.
package struct DetailedTeam: Hashable, Sendable {
    package let team: Team
    /// Everybody who is named by it.
    package let users: [User.ID: User]
    package let onCall: OnCall
    /// Who is on call after that; nil if nobody else is within a year.
    package let next: OnCall?

    /// What somebody is called.
    package func name(of user: User.ID) -> String { users[user]?.username ?? "\(user)" }
}

/// What can be done with teams: everybody may look, the staff says who is in them, and whoever is in one
/// says who steps in.
package struct TeamOperations: Sendable {
    let database: Database

    /// Stores a team; it is the first member's turn from now on.
    package func create(
        _ new: TeamChange, by requester: Requester, once: Once<DetailedTeam>? = nil
    ) async throws -> Outcome<DetailedTeam> {
        try await database.write(.administerTeams, by: requester) { transaction in
            try transaction.perform(once, by: requester) {
                let blank = Team(
                    id: Team.ID(0), name: "",
                    rota: Rota(weekday: 1, time: TimeOfDay(microseconds: 0), zone: .utc),
                    members: [], firstWeek: 0)
                let team = try transaction.changed(blank, new)
                let id = try transaction.stores.teams.insert(team)
                return try transaction.stores.detailedTeam(id, at: transaction.now)
            }
        }
    }

    /// Lists all teams by name.
    package func list() async throws -> [DetailedTeam] {
        let now = database.clock()
        return try await database.read { try $0.detailed($0.teams.list(), at: now) }
    }

    /// Finds a team, or refuses.
    package func find(_ id: Team.ID) async throws -> DetailedTeam {
        let now = database.clock()
        return try await database.read { try $0.detailedTeam(id, at: now) }
    }

    /// Changes a team, or refuses; the change is read once the team is found.
    ///
    /// Whoever's turn it is stays on call, if they stay in the team.
    package func change(
        _ id: Team.ID, _ change: @escaping @autoclosure @Sendable () throws -> TeamChange,
        by requester: Requester
    ) async throws -> DetailedTeam {
        try await database.write(.administerTeams, by: requester) { transaction in
            let stores = transaction.stores
            let old = try stores.detailedTeam(id, at: transaction.now).team
            try stores.teams.update(transaction.changed(old, change()))
            return try stores.detailedTeam(id, at: transaction.now)
        }
    }

    /// Removes a team, or refuses while a profile names it of somebody whose account is active; others'
    /// lose it.
    package func delete(_ id: Team.ID, by requester: Requester) async throws {
        try await database.write(.administerTeams, by: requester) { transaction in
            let stores = transaction.stores
            _ = try stores.detailedTeam(id, at: transaction.now)
            let using = try stores.notificationProfiles.list().filter {
                $0.rules.allTeams.contains(id)
            }
            let owners = try stores.accounts.find(Set(using.map(\.user))).filter(\.isActive)
            guard owners.isEmpty else {
                let names = owners.map(\.username).sorted().joined(separator: ", ")
                throw Refusal.because(.inUse(.team, by: .profilesOf(names)))
            }
            for var profile in using {
                let dropped = profile.rules.forget(id)
                try stores.notificationProfiles.update(profile)
                try stores.escalations.drop(dropped, of: profile.id)
            }
            try stores.teams.delete(id)
        }
    }

    /// Has somebody be on call from one moment to another, or refuses; the override is read once the team
    /// is found, with which it is answered.
    package func override(
        _ id: Team.ID, _ new: @escaping @autoclosure @Sendable () throws -> NewTeamOverride,
        by requester: Requester, once: Once<DetailedTeam>? = nil
    ) async throws -> Outcome<DetailedTeam> {
        try await database.write(.act, by: requester) { transaction in
            let (stores, now) = (transaction.stores, transaction.now)
            let team = try stores.detailedTeam(id, at: now).team
            try team.checkOverriding(by: requester)
            return try transaction.perform(once, by: requester) {
                let new = try new()
                try transaction.check(new, of: team)
                try stores.teams.insertOverride(
                    of: new.user, from: new.start ?? now, to: new.end, in: id,
                    forgetting: now - .seconds(90 * 86_400))
                return try stores.detailedTeam(id, at: now)
            }
        }
    }

    /// Takes an override of a team back, or refuses.
    package func delete(
        _ override: TeamOverride.ID, of id: Team.ID, by requester: Requester
    ) async throws {
        try await database.write(.act, by: requester) { transaction in
            let stores = transaction.stores
            let team = try stores.detailedTeam(id, at: transaction.now).team
            try team.checkOverriding(by: requester)
            guard team.overrides.contains(where: { $0.id == override }) else {
                throw Refusal.noSuch(.override)
            }
            try stores.teams.delete(override, of: id)
        }
    }
}

extension Team {
    /// Whether somebody may say who steps in: the staff, and whoever is in the team.
    package func mayOverride(_ requester: Requester) -> Bool {
        requester.may(.administerTeams)
            || requester.may(.act) && (requester.account.map { members.contains($0.id) } ?? false)
    }

    fileprivate func checkOverriding(by requester: Requester) throws(Refusal) {
        guard mayOverride(requester) else { throw .noPermission }
    }
}

extension Transaction {
    /// Refuses that somebody steps in who is not there, for a time that is over, or once more than may
    /// be.
    fileprivate func check(_ new: NewTeamOverride, of team: Team) throws {
        guard new.end > now else {
            throw Refusal.invalid("end_time", .text("The end has to lie ahead."))
        }
        guard try stores.accounts.find(new.user) != nil else {
            throw Refusal.noObject("user", new.user.rawValue)
        }
        guard team.overrides.filter({ $0.end > now }).count < Team.mostOverrides else {
            throw Refusal.invalid(
                "The team has \(Team.mostOverrides) overrides already; remove some first.")
        }
    }

    /// A team after a change; refuses people who are not there.
    fileprivate func changed(_ team: Team, _ change: TeamChange) throws -> Team {
        let changed = team.changed(change, at: now)
        guard !changed.name.isEmpty else { throw Refusal.invalid("name", .blank) }
        guard changed.members.count <= Team.mostMembers else {
            throw Refusal.invalid(
                "members", .text("No more than \(Team.mostMembers) people are possible."))
        }
        let known = try stores.accounts.usernames(of: Set(changed.members))
        if let missing = changed.members.first(where: { known[$0] == nil }) {
            throw Refusal.noObject("members", missing.rawValue)
        }
        return changed
    }
}

extension Stores {
    fileprivate func detailedTeam(_ id: Team.ID, at now: Timestamp) throws -> DetailedTeam {
        guard let team = try teams.find(id) else { throw Refusal.noSuch(.team) }
        return try detailed([team], at: now)[0]
    }

    /// Joins teams with their people, in a few statements whatever their number.
    fileprivate func detailed(_ teams: [Team], at now: Timestamp) throws -> [DetailedTeam] {
        let people = Set(teams.flatMap { $0.members + $0.overrides.map(\.user) })
        let users = Dictionary(try accounts.find(people).map { ($0.id, $0) }) { $1 }
        let inactive = Set(users.values.filter { !$0.isActive }.map(\.id))
        return teams.map { team in
            DetailedTeam(
                team: team, users: users,
                onCall: team.onCall(at: now, inactive: inactive),
                next: team.next(after: now, inactive: inactive))
        }
    }
}
