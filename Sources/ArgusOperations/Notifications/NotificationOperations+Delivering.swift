import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// A message that somebody has taken to send.
package struct ClaimedDelivery: Sendable {
    package let notice: Notice
    package let destination: Destination
    let lease: String

    package var delivery: NotificationDelivery { notice.delivery }
}

extension NotificationOperations {
    /// For how long whoever takes messages has them for themselves.
    package static let lease = Duration.seconds(60)

    /// When the next message is due; nil if none waits.
    package func nextDue() async throws -> Timestamp? {
        try await database.glance { try $0.deliveries.nextDue() }
    }

    /// Takes messages that are due, of each medium to no more than so many destinations; those that are
    /// not to be sent any more are put away.
    ///
    /// Media that are not named carry nothing here, and what would go by them has failed.
    package func claim(
        _ media: [Medium: Int], by requester: Requester
    ) async throws -> [ClaimedDelivery] {
        let rules = try await rules()
        let (policy, lease) = (policy, Secret.random(bytes: 12).value)
        let signer = try await linkSigner()
        return try await database.write(.keepHouse, by: requester) { transaction in
            try transaction.stores.deliveries.fail(
                besides: Array(media.keys), now: transaction.now)
            // What is put away makes room for what comes after it.
            for _ in 0..<10 {
                let taken = try transaction.take(media, lease)
                if taken.isEmpty { break }
                let claimed = try Dispatch(transaction, taken, rules, policy, signer)
                    .claimed(lease)
                if !claimed.isEmpty { return claimed }
            }
            return []
        }
    }

    /// Writes down what became of messages that were taken, in one transaction.
    ///
    /// One that somebody else has taken since stays as it is.
    package func settle(_ settled: [ClaimedDelivery.Settled], by requester: Requester) async throws
    {
        try await database.write(.keepHouse, by: requester) { transaction in
            let deliveries = transaction.stores.deliveries
            for one in settled where try deliveries.settle(one.delivery, lease: one.lease) {
                guard one.delivery.state == .sent, let again = one.delivery.terms.repetition,
                    one.delivery.occasion < again.most
                else { continue }
                try deliveries.insertRepetition(
                    of: one.delivery, due: transaction.now.advanced(by: again.interval),
                    now: transaction.now)
            }
        }
    }

    /// Lets messages go that were taken and not tried.
    package func release(_ claimed: [ClaimedDelivery], by requester: Requester) async throws {
        try await database.write(.keepHouse, by: requester) { transaction in
            for (lease, those) in Dictionary(grouping: claimed, by: \.lease) {
                try transaction.stores.deliveries.release(those.map(\.delivery.id), lease: lease)
            }
        }
    }

    /// Forgets what was decided and sent too long ago, a few rows at a time so that others can write
    /// between.
    package func forget(by requester: Requester) async throws {
        let step = 1000
        var count = step
        while count >= step, !Task.isCancelled {
            count = try await database.write(.keepHouse, by: requester) { transaction in
                let (stores, oldest) = (
                    transaction.stores, transaction.now.advanced(by: .zero - policy.history)
                )
                try stores.ruleChanges.trim()
                return max(
                    try stores.deliveries.delete(before: oldest, limit: step),
                    try stores.outbox.delete(before: oldest, limit: step),
                    try stores.decisions.delete(before: oldest, limit: step))
            }
        }
    }
}

extension Transaction {
    /// Takes messages that are due, of each medium to no more than so many destinations.
    fileprivate func take(_ media: [Medium: Int], _ lease: String) throws -> [NotificationDelivery]
    {
        try media.sorted { $0.key.rawValue < $1.key.rawValue }.filter { $0.value > 0 }
            .flatMap { medium, count in
                try stores.deliveries.claim(
                    medium, lease: lease, until: now.advanced(by: NotificationOperations.lease),
                    now: now, limit: count)
            }
    }
}

extension ClaimedDelivery {
    /// What became of a message that was taken.
    package struct Settled: Sendable {
        let delivery: NotificationDelivery
        let lease: String
    }

    /// What becomes of it after an attempt.
    package func settled(
        _ outcome: DeliveryOutcome, by policy: DeliveryRetries, at now: Timestamp
    ) -> Settled {
        Settled(delivery: policy.settle(delivery, outcome, at: now), lease: lease)
    }
}

/// Looks at messages once more before they are sent.
private struct Dispatch {
    private let transaction: Transaction
    private let taken: [NotificationDelivery]
    private let rules: NotificationRules
    private let policy: NotificationPolicy
    private let signer: LinkSigner?
    private let events: [Event.ID: NotifiableEvent]
    private let incidents: [Incident.ID: Incident]
    private let destinations: [Destination.ID: Destination]
    private let inactive: Set<User.ID>
    /// Who may only look, as far as anybody is asked to do something.
    private let viewers: Set<User.ID>
    private let threads: [DeliveryStore.Pair: String]

    init(
        _ transaction: Transaction, _ taken: [NotificationDelivery], _ rules: NotificationRules,
        _ policy: NotificationPolicy, _ signer: LinkSigner?
    ) throws {
        (self.transaction, self.taken) = (transaction, taken)
        (self.rules, self.policy, self.signer) = (rules, policy, signer)
        let stores = transaction.stores
        let ids = taken.map(\.event).withoutRepetitions()
        events = Dictionary(try stores.outbox.events(ids).map { ($0.event.id, $0) }) { $1 }
        incidents = Dictionary(
            try stores.incidents.find(Set(taken.map(\.incident))).map { ($0.id, $0) }
        ) { $1 }
        destinations = Dictionary(
            try stores.destinations.find(Set(taken.compactMap(\.destination))).map { ($0.id, $0) }
        ) { $1 }
        inactive = try stores.accounts.inactive()
        viewers = signer == nil ? [] : try stores.accounts.viewers()
        threads = try stores.deliveries.threads(of: taken.filter(\.medium.hasThreads))
    }

    /// Those that are to be sent.
    func claimed(_ lease: String) throws -> [ClaimedDelivery] {
        try taken.compactMap { delivery in
            guard let destination = delivery.destination.flatMap({ destinations[$0] }),
                let event = events[delivery.event], let current = incidents[delivery.incident]
            else {
                try put(delivery, .failed, .destinationRemoved, lease)
                return nil
            }
            if let reason = try reason(notToSend: delivery, event, current) {
                try put(delivery, .dropped, reason, lease)
                return nil
            }
            guard try !holdBack(delivery, to: destination, lease) else { return nil }
            return ClaimedDelivery(
                notice: Notice(
                    delivery, event, current: current,
                    detailsURL: DetailsURL(base: event.source.baseURL).resolve(
                        event.incident.detailsURL),
                    url: policy.publicURL.map { "\($0)/incidents/\(current.id)/" },
                    acknowledgeURL: acknowledgeURL(delivery, current),
                    more: try more(delivery, to: destination),
                    thread: threads[
                        DeliveryStore.Pair(
                            incident: delivery.incident, destination: destination.id)],
                    zone: policy.zone),
                destination: destination, lease: lease)
        }
    }

    /// Where the recipient acknowledges; nil if there is nothing to acknowledge any more, or not for the
    /// recipient.
    private func acknowledgeURL(_ delivery: NotificationDelivery, _ current: Incident) -> String? {
        let now = transaction.now
        guard let signer, let root = policy.publicURL, let age = policy.linkAge,
            !current.isAcked(at: now), !current.endTime.isClosed(at: now),
            !viewers.contains(delivery.user)
        else { return nil }
        // A message that is tried again is the same to the letter, unless that took half as long as the
        // link is good.
        let step = age / 2
        let steps = Int64(now.since(delivery.created) / step) + 2
        let link = MessageLink(
            .acknowledge, current.id, as: delivery.user,
            until: delivery.created.advanced(by: step * steps))
        return "\(root)\(NotificationOperations.acknowledgingPath)?key=\(signer.signed(link))"
    }

    private func put(
        _ delivery: NotificationDelivery, _ state: NotificationDelivery.State,
        _ reason: DeliveryReason, _ lease: String
    ) throws {
        var delivery = delivery
        (delivery.state, delivery.reason, delivery.updated) = (state, reason, transaction.now)
        _ = try transaction.stores.deliveries.settle(delivery, lease: lease)
    }

    private func reason(
        notToSend delivery: NotificationDelivery, _ event: NotifiableEvent, _ current: Incident
    ) throws -> DeliveryReason? {
        let now = transaction.now
        if inactive.contains(delivery.user) { return .accountInactive }
        if event.kind.isFollowUp, let destination = delivery.destination,
            rules.followers(delivery.profiles).count == delivery.profiles.count,
            try !transaction.stores.deliveries.toldOpening(of: current.id).contains(destination)
        {
            return .openingNotTold
        }
        // What was waited for, or is told again, is looked at as it is now.
        if delivery.terms.wait != nil || delivery.occasion > 0 {
            if current.endTime.isClosed(at: now) { return .closed }
            if current.isAcked(at: now) { return .acknowledged }
            if rules.isMaintained(event.facts(of: current), at: now) { return .maintenance }
        }
        return nil
    }

    /// Holds a message back if its destination had as many as it gets in an hour: the first of these
    /// waits, and tells how many came after it.
    private func holdBack(
        _ delivery: NotificationDelivery, to destination: Destination, _ lease: String
    ) throws -> Bool {
        guard let limit = delivery.terms.hourlyLimit else { return false }
        let (deliveries, now) = (transaction.stores.deliveries, transaction.now)
        let sent = try deliveries.sent(to: destination.id, since: now - .seconds(3600))
        guard sent.count >= limit, let first = sent.first else { return false }
        if try deliveries.hasCarrier(destination.id, besides: delivery.id) {
            try put(delivery, .dropped, .limited, lease)
            return true
        }
        var held = delivery
        held.due = first.advanced(by: .seconds(3600))
        if held.reason != .limited { held.updated = now }
        held.reason = .limited
        _ = try deliveries.settle(held, lease: lease)
        return true
    }

    private func more(_ delivery: NotificationDelivery, to destination: Destination) throws
        -> Notice.More?
    {
        guard delivery.reason == .limited else { return nil }
        let limited = try transaction.stores.deliveries.limited(
            to: destination.id, since: delivery.updated)
        return limited.worst.map { Notice.More(count: limited.count, worst: $0) }
    }
}
