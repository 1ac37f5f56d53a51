import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// Somebody with an account whom no message would reach.
package struct UnreachablePerson: Sendable {
    package let user: User
    package let reason: UnreachableReason
    /// What the other side said last at each destination that fails.
    package let answers: [String]

    /// Why, in a sentence.
    package var sentence: String {
        answers.isEmpty
            ? reason.sentence : "\(reason.sentence) \(answers.joined(separator: " "))"
    }
}

extension NotificationOperations {
    /// Lists the people whom no message would reach, by name, for the staff; accounts of sources, and
    /// those that are not active, are left out.
    package func unreachable(by requester: Requester) async throws -> [UnreachablePerson] {
        guard requester.isAtLeast(.staff) else { throw Refusal.noPermission }
        let now = database.clock()
        return try await database.read { [media] stores in
            let people = try stores.accounts.activePeople()
            let all = try stores.profilesInForce()
            let profiles = Dictionary(grouping: all, by: \.user)
            let called = try stores.called(by: all, at: now)
            let destinations = Dictionary(grouping: try stores.destinations.list(), by: \.user)
            let inVain = try stores.deliveries.inVain()
            let failing = inVain.filter { $0.value.reason != .notConfigured }
            return people.compactMap { user in
                let own = destinations[user.id] ?? []
                let carried = own.filter { destination in
                    destination.medium.isKnown
                        && media?.contains(destination.medium)
                            ?? (inVain[destination.id]?.reason != .notConfigured)
                }
                let ids = Set(own.map(\.id))
                guard
                    let reason = UnreachableReason(
                        profiles[user.id] ?? [], at: now, isCalled: called.contains(user.id),
                        own: ids, carried: Set(carried.map(\.id)),
                        working: ids.subtracting(failing.keys))
                else { return nil }
                let answers =
                    reason != .failing
                    ? []
                    : carried.compactMap { destination in
                        failing[destination.id].map { delivery in
                            "\(destination.address): \(delivery.reason?.text ?? "in vain")"
                                + "\(delivery.detail.asAside)."
                        }
                    }
                return UnreachablePerson(user: user, reason: reason, answers: answers)
            }
        }
    }
}

extension NotificationOperations {
    /// By which media this server can send; nil if nothing is known of that.
    private var media: Set<Medium>? {
        channels.isEmpty ? nil : Set(channels.filter(\.isSetUp).map(\.medium))
    }
}

extension Stores {
    /// All profiles, without the filters that their owners have withdrawn.
    fileprivate func profilesInForce() throws -> [NotificationProfile] {
        let filters = Dictionary(try self.filters.list().map { ($0.id, $0) }) { $1 }
        return try notificationProfiles.list().map { profile in
            var profile = profile
            profile.filters.removeAll { filters[$0]?.isVisible(toAccount: profile.user) != true }
            return profile
        }
    }

    /// Who is in a team, or steps in there sometime, that a profile tells.
    fileprivate func called(
        by profiles: [NotificationProfile], at now: Timestamp
    ) throws -> Set<User.ID> {
        let gone = try accounts.inactive()
        let telling = profiles.filter { $0.tells(at: now) && !gone.contains($0.user) }
        let named = Set(telling.flatMap(\.rules.allTeams))
        return Set(
            try teams.list().filter { named.contains($0.id) }.flatMap { team in
                team.members + team.overrides.filter { $0.end > now }.map(\.user)
            })
    }
}
