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
    /// Of a long log no more than the latest events are explained.
    package func explain(
        _ id: Incident.ID, to username: String? = nil, latest: Int = 1000, by requester: Requester
    ) async throws -> Explanation {
        try await database.read { stores in
            guard let incident = try stores.incidents.find(id) else {
                throw Refusal.noSuch(.incident)
            }
            let user =
                try username.map { name in
                    guard let user = try stores.accounts.find(username: name) else {
                        throw Refusal.invalid("user", "There is no account \"\(name)\".")
                    }
                    return user
                } ?? requester.user
            guard user.id == requester.account?.id || requester.isAtLeast(.staff) else {
                throw Refusal.noPermission
            }
            return try Explainer(stores, user).explain(incident, latest: latest)
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

    /// Lists messages, the last one first: one's own, or everybody's for the staff if `all` are asked for.
    package func deliveries(
        all: Bool, _ state: NotificationDelivery.State?, _ reason: DeliveryReason?,
        before id: NotificationDelivery.ID? = nil, limit: Int = 100, by requester: Requester
    ) async throws -> [NotificationDelivery] {
        if all, !requester.isAtLeast(.staff) { throw Refusal.noPermission }
        let user = all ? nil : try requester.user.id
        return try await database.read { stores in
            try stores.deliveries.list(of: user, state, reason, before: id, limit: limit)
        }
    }

    /// Tries messages again that failed: one, all of a reason, or all; one's own, or everybody's for the staff.
    ///
    /// Says how many they are.
    package func resend(
        _ id: NotificationDelivery.ID?, _ reason: DeliveryReason?, all: Bool = false,
        by requester: Requester
    ) async throws -> Int {
        try requester.check(.act)
        let user = requester.isAtLeast(.staff) && (all || id != nil) ? nil : try requester.user.id
        return try await database.write(.act, by: requester) { transaction in
            try transaction.stores.deliveries.revive(id, reason, of: user, now: transaction.now)
        }
    }
}

/// Puts together what is known of why somebody was told.
private struct Explainer {
    private let stores: Stores
    private let user: User
    private let profiles: [NotificationProfile]
    private let filters: [StoredFilter.ID: String]
    private let timeslots: [Timeslot.ID: String]

    init(_ stores: Stores, _ user: User) throws {
        (self.stores, self.user) = (stores, user)
        profiles = try stores.notificationProfiles.list(of: user.id)
        filters = Dictionary(
            try stores.filters.find(Set(profiles.flatMap(\.filters))).map { ($0.id, $0.name) }
        ) { $1 }
        timeslots = Dictionary(
            try stores.timeslots.list(of: user.id).map { ($0.id, $0.name) }
        ) { $1 }
    }

    func explain(_ incident: Incident, latest: Int) throws -> Explanation {
        let events = try stores.events.list(PageRequest(size: latest), of: incident.id).items
            .sorted { $0.id < $1.id }
        let decisions = Dictionary(
            try stores.decisions.list(of: events.map(\.id)).map { ($0.event, $0) }
        ) { $1 }
        let later = Dictionary(
            grouping: try stores.maintenanceNotices.decisions(of: events.map(\.id)), by: \.event)
        let deliveries = Dictionary(
            grouping: try stores.deliveries.list(of: incident.id).filter { $0.user == user.id },
            by: \.event)
        return Explanation(
            incident: incident, user: user,
            events: try events.map { event in
                let decision = decisions[event.id]
                return ExplainedEvent(
                    event: event, decided: decision?.moment,
                    profiles: try decision.map { try explain($0, later[event.id]?.last) } ?? [],
                    deliveries: deliveries[event.id] ?? [])
            })
    }

    private func explain(
        _ decision: DecisionStore.Decision, _ last: MaintenanceNoticeStore.Decision?
    ) throws -> [ExplainedProfile] {
        var later: [NotificationProfile.ID: NotificationVerdict] = [:]
        for (verdict, ids) in last?.verdicts ?? [:] { for id in ids { later[id] = verdict } }
        var verdicts: [NotificationProfile.ID: NotificationVerdict] = [:]
        for (verdict, ids) in decision.verdicts { for id in ids { verdicts[id] = verdict } }
        return try profiles.map { profile in
            let (verdict, then) = (verdicts[profile.id], later[profile.id])
            var text =
                try verdict.map { try sentence($0) }
                ?? "The profile was not there yet when this was decided."
            if let last, let then { text += try " \(self.text(of: last)): \(sentence(then))" }
            return ExplainedProfile(
                id: profile.id, name: profile.name, verdict: verdict, later: then, sentence: text)
        }
    }

    private func sentence(_ verdict: NotificationVerdict) throws -> String {
        switch verdict {
        case .told: "It is told."
        case .off: "Nothing is told on this server: ARGUS_NOTIFICATIONS is off."
        case .late: "It happened too long ago to be told: see ARGUS_NOTIFICATION_MAX_AGE."
        case .maintenance(let id):
            "Planned maintenance \(id)\(try maintenance(id)) covered it when it happened."
        case .profileInactive: "The profile is not active."
        case .accountInactive: "The account is not active."
        case .paused: "The profile was paused."
        case .noFilter: "The profile has no filter, and so describes nothing."
        case .filter(let id, let condition):
            "Filter \(named(filters[id], id.rawValue)) does not hold: \"\(condition)\" is not so."
        case .timeslot(let id):
            "It happened outside the timeslot \(named(timeslots[id], id.rawValue))."
        case .holiday(let id, let name):
            "\(name.isEmpty ? "A holiday" : "\"\(name)\"") is not in the timeslot "
                + "\(named(timeslots[id], id.rawValue))."
        case .eventType: "None of the filters is about events of this type."
        case .kind(let kind): "The profile does not tell of what is \"\(kind.rawValue)\"."
        case .noted:
            "The server noted it of itself, which only profiles tell that name such events."
        case .openingNotTold: "It follows an opening that was not told."
        case .noDestination: "The profile has no destination."
        }
    }

    private func text(of decision: MaintenanceNoticeStore.Decision) -> String {
        switch decision.kind {
        case .warning: "Shortly before the end of maintenance \(decision.task)"
        case .end: "At the end of maintenance \(decision.task)"
        }
    }

    private func named(_ name: String?, _ id: Int64) -> String {
        name.map { "\"\($0)\"" } ?? "\(id), which is gone by now,"
    }

    private func maintenance(_ id: PlannedMaintenance.ID) throws -> String {
        guard let task = try stores.plannedMaintenance.find(id) else { return "" }
        return task.description.isEmpty ? "" : " (\(task.description))"
    }
}
