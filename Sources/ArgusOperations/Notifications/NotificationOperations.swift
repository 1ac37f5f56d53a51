import ArgusCore
import ArgusStorage
import ArgusVocabulary
import Synchronization

/// What the notification engine does with the database: it decides who is told, and keeps what is to be
/// sent until somebody has taken it.
package struct NotificationOperations: Sendable {
    let database: Database
    /// What whoever runs the server has decided.
    package let policy: NotificationPolicy
    /// Every way in which this server sends messages.
    package let channels: [any Channel]
    let limits: FailureLimits
    /// What links of messages are signed with.
    let linkKey = KeptKey()
    private let kept: KeptRules

    init(
        database: Database, policy: NotificationPolicy, limits: FailureLimits,
        channels: [any Channel]
    ) {
        (self.database, self.policy, self.limits) = (database, policy, limits)
        self.channels = channels
        kept = KeptRules(policy)
    }

    /// Decides who is told of the events that wait for that, the first ones and no more than so many, and
    /// says what was decided.
    ///
    /// What several servers decide at the same time is written down once.
    @discardableResult
    package func plan(upTo limit: Int = 100, by requester: Requester) async throws -> Planning {
        try requester.check(.keepHouse)
        let now = database.clock()
        let (rules, events, last) = try await database.read { [kept] stores in
            let rules = try kept.rules(stores)
            return (
                rules, try stores.outbox.unplanned(withText: rules.readsText, limit: limit),
                try stores.changes.last() ?? RecordedChange.ID(0)
            )
        }
        guard !events.isEmpty else { return Planning(events: 0, deliveries: 0, last: last) }
        let plans = events.map { rules.plan($0, now: now) }
        let deliveries = try await database.write(.keepHouse, by: requester) { transaction in
            try transaction.carryOut(plans, rules)
        }
        return Planning(events: events.count, deliveries: deliveries, last: last)
    }

    /// What was decided.
    package struct Planning: Sendable {
        /// Of how many events.
        package let events: Int
        /// How many messages are to be sent.
        package let deliveries: Int
        /// The last change that there was before.
        package let last: RecordedChange.ID
    }

    /// The rules as they are now.
    package func rules() async throws -> NotificationRules {
        try await database.read { [kept] in try kept.rules($0) }
    }

    /// What tells that there may be events to decide on; refuses if the server is ending.
    package func signal() throws(Refusal) -> NewsSignal {
        NewsSignal(seat: try database.watch.join(as: nil))
    }
}

/// What tells a worker that something was committed.
package struct NewsSignal: Sendable {
    let seat: ChangeWatch.Seat

    /// What to wait from; taken before one looks.
    package var mark: Int { seat.watch.news }

    /// Whether the server is ending.
    package var hasEnded: Bool { seat.watch.hasEnded }

    /// Returns once there is something new since a mark was taken, or after a change that was seen; or
    /// after so many seconds, or at the end.
    package func wait(after mark: Int, _ last: RecordedChange.ID, seconds: Int) async {
        await seat.watch.waitForNews(
            after: mark, last, until: seat.watch.seconds + seconds)
    }
}

/// The rules in memory, which are read again when something has changed about them.
private final class KeptRules: Sendable {
    private let policy: NotificationPolicy
    private let state = Mutex<(version: String, rules: NotificationRules)?>(nil)

    init(_ policy: NotificationPolicy) {
        self.policy = policy
    }

    func rules(_ stores: Stores) throws -> NotificationRules {
        let version = try stores.ruleChanges.version()
        if let kept = state.withLock({ $0 }), kept.version == version { return kept.rules }
        let rules = NotificationRules(try stores.ruleParts(), policy)
        state.withLock { $0 = (version, rules) }
        return rules
    }
}

extension Stores {
    fileprivate func ruleParts() throws -> NotificationRules.Parts {
        var parts = NotificationRules.Parts()
        parts.profiles = try notificationProfiles.list()
        parts.maintenance = try plannedMaintenance.list()
        let used = parts.profiles.flatMap(\.filters) + parts.maintenance.flatMap(\.filters)
        let usedFilters = Set(used)
        parts.filters = try filters.list().filter { usedFilters.contains($0.id) }
        parts.timeslots = try timeslots.list()
        parts.teams = try teams.list()
        let people = Set(parts.teams.flatMap { $0.members + $0.overrides.map(\.user) })
        let usedDestinations = Set(parts.profiles.flatMap(\.destinations))
        parts.destinations = try destinations.list().filter {
            usedDestinations.contains($0.id) || people.contains($0.user)
        }
        parts.usernames = try accounts.usernames(of: people)
        parts.inactiveAccounts = try accounts.inactive()
        parts.holidays = try holidays.list().mapValues(\.calendar)
        parts.zones = Preferences.zones(try preferences.list(in: Preferences.dashboard))
        return parts
    }
}

extension Transaction {
    /// Writes down what was decided, of each event once, and says how many messages come of it.
    fileprivate func carryOut(
        _ plans: [NotificationPlan], _ rules: NotificationRules
    ) throws -> Int {
        let plans = try tellingEscalated(plans)
        let told = Set(plans.filter(\.isTold).map(\.event.event.id))
        let open = try stores.outbox.settle(plans.map(\.event.event.id), told: told, now: now)
        var count = 0
        var settled: [NotificationPlan] = []
        for plan in plans where open.contains(plan.event.event.id) {
            let plan = try following(plan, rules)
            // One after the other: what follows looks for what was planned before.
            try stores.deliveries.insert([plan], now: now)
            try stores.escalations.insert([plan], now: now)
            count += plan.deliveries.count
            settled.append(plan)
        }
        try stores.decisions.insert(settled, now: now)
        return count
    }

    /// The plan without what is told only to those who know of the problem, where they do not.
    private func following(
        _ plan: NotificationPlan, _ rules: NotificationRules
    ) throws -> NotificationPlan {
        guard plan.event.kind.isFollowUp else { return plan }
        let followers = rules.followers(plan.verdicts[.told] ?? [])
        guard !followers.isEmpty else { return plan }
        let known = try stores.deliveries.toldOpening(of: plan.event.incident.id)
        var plan = plan
        plan.deliveries = plan.deliveries.compactMap { delivery in
            guard !known.contains(delivery.destination.id) else { return delivery }
            var delivery = delivery
            delivery.profiles.removeAll { followers.contains($0) }
            return delivery.profiles.isEmpty ? nil : delivery
        }
        let telling = Set(plan.deliveries.flatMap(\.profiles))
        let silent = (plan.verdicts[.told] ?? []).filter { !telling.contains($0) }
        if !silent.isEmpty {
            plan.verdicts[.told]?.removeAll { !telling.contains($0) }
            if plan.verdicts[.told]?.isEmpty == true { plan.verdicts[.told] = nil }
            plan.verdicts[.openingNotTold] = silent
            for profile in silent { plan.escalations[profile] = nil }
        }
        return plan
    }
}
