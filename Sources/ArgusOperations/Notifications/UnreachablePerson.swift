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
        return try await database.read { [media = policy.media] stores in
            let people = try stores.accounts.activePeople()
            let profiles = Dictionary(grouping: try stores.notificationProfiles.list(), by: \.user)
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
                        profiles[user.id] ?? [], own: ids, carried: Set(carried.map(\.id)),
                        working: ids.subtracting(failing.keys))
                else { return nil }
                let answers =
                    reason != .failing
                    ? []
                    : carried.compactMap { destination in
                        failing[destination.id].map { delivery in
                            "\(destination.address): \(delivery.reason?.text ?? "in vain")"
                                + (delivery.detail.isEmpty ? "." : " (\(delivery.detail)).")
                        }
                    }
                return UnreachablePerson(user: user, reason: reason, answers: answers)
            }
        }
    }
}
