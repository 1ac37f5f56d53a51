import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// Why somebody was, or was not, told of an incident.
package struct Explanation: Sendable {
    package let incident: Incident
    package let user: User
    /// The first event first.
    package let events: [ExplainedEvent]

    /// Whether it was, or will be, told of any event.
    package var isTold: Bool {
        events.contains { event in
            event.profiles.contains { $0.verdict == .told || $0.later == .told }
                || !event.deliveries.isEmpty
        }
    }
}

/// What was decided of an event for somebody.
package struct ExplainedEvent: Sendable {
    package let event: Event
    /// When it was decided; nil as long as it is not, or if that is forgotten.
    package let decided: Timestamp?
    /// What was decided for each of their profiles.
    package let profiles: [ExplainedProfile]
    /// What came of it.
    package let deliveries: [NotificationDelivery]
}

/// What was decided of an event for a profile.
package struct ExplainedProfile: Sendable {
    package let id: NotificationProfile.ID
    /// What it is called; nil if it has no name.
    package let name: String?
    /// nil if it was not there when that was decided.
    package let verdict: NotificationVerdict?
    /// What was decided when maintenance was over, or about to be, that had hidden it.
    package let later: NotificationVerdict?
    /// The verdict in a sentence.
    package let sentence: String
}

extension NotificationOperations {
    /// Explains why somebody was, or was not, told of an incident: everybody may ask for themselves, the
    /// staff for everybody.
    ///
    /// Of a long log no more than the latest events are explained. Times in sentences are those of a zone,
    /// or else of the server's.
    package func explain(
        _ id: Incident.ID, to username: String? = nil, latest: Int = 1000, in zone: Zone? = nil,
        by requester: Requester
    ) async throws -> Explanation {
        try await database.read { [policy] stores in
            guard let incident = try stores.incidents.find(id) else {
                throw Refusal.noSuch(.incident)
            }
            // Whoever may not ask for others does not learn either who there is.
            let user = try username.flatMap { try stores.accounts.find(username: $0) }
            if let username, user == nil || user?.id != requester.account?.id {
                guard requester.isAtLeast(.staff) else { throw Refusal.noPermission }
                guard user != nil else {
                    throw Refusal.invalid("user", "There is no account \"\(username)\".")
                }
            }
            let asked = try user ?? requester.user
            return try Explainer(stores, asked, zone ?? policy.zone).explain(
                incident, latest: latest)
        }
    }

    /// What is being sent, or was, about an incident: all of it for the staff, one's own for others.
    package func deliveries(
        of id: Incident.ID, by requester: Requester
    ) async throws -> [NotificationDelivery] {
        try await database.read { stores in
            try stores.deliveries.list(of: id).filter {
                requester.isAtLeast(.staff) || $0.user == requester.account?.id
            }
        }
    }

    /// Tries messages again that failed: one, or all, of a reason and to a destination if these are named;
    /// one's own, or everybody's for the staff.
    ///
    /// Says how many they are.
    package func resend(
        _ id: NotificationDelivery.ID?, _ reason: DeliveryReason?,
        to destination: Destination.ID? = nil, all: Bool = false, by requester: Requester
    ) async throws -> Int {
        try requester.check(.act)
        let user = requester.isAtLeast(.staff) && (all || id != nil) ? nil : try requester.user.id
        return try await database.write(.act, by: requester) { transaction in
            try transaction.stores.deliveries.revive(
                id, reason, to: destination, of: user, now: transaction.now)
        }
    }
}
