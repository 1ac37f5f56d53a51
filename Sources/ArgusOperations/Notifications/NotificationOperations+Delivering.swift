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

    /// When the next message is due, or somebody else is to be told; nil if nothing waits.
    package func nextDue() async throws -> Timestamp? {
        try await database.glance { stores in
            [try stores.deliveries.nextDue(), try stores.escalations.nextDue()]
                .compactMap(\.self).min()
        }
    }

    /// Takes messages that are due, of each medium to no more than so many destinations; those that are
    /// not to be sent any more are put away.
    ///
    /// Media that are not named carry nothing here, and what would go by them has failed. What goes to
    /// `waiting` destinations is left for later.
    package func claim(
        _ media: [Medium: Int], besides waiting: Set<Destination.ID> = [],
        by requester: Requester
    ) async throws -> [ClaimedDelivery] {
        let rules = try await rules()
        let (policy, lease) = (policy, Secret.random(bytes: 12).value)
        let signer = try await linkSigner()
        return try await database.write(.keepHouse, by: requester) { transaction in
            try transaction.escalate(by: rules)
            try transaction.stores.deliveries.fail(
                besides: Array(media.keys), now: transaction.now)
            // What is put away makes room for what comes after it.
            for _ in 0..<10 {
                let taken = try transaction.take(media, besides: waiting, lease)
                if taken.isEmpty { break }
                let claimed = try Dispatch(transaction, taken, rules, policy, signer)
                    .claimed(lease)
                if !claimed.isEmpty { return claimed }
            }
            return []
        }
    }

    /// Has messages and escalations that wait follow a clock that was put back by more than a minute: they
    /// wait as long as they would have, and not by so much longer; says how many do.
    package func followClock(by requester: Requester) async throws -> Int {
        try requester.check(.keepHouse)
        // The clocks of two servers are not so far apart.
        let tolerance = Duration.seconds(60)
        let isAhead = try await database.read { [clock = database.clock] stores in
            let now = clock()
            return try stores.deliveries.isAhead(
                writtenAfter: now + tolerance, heldAfter: now + Self.lease + tolerance)
                || stores.escalations.isAhead(writtenAfter: now + tolerance)
        }
        guard isAhead else { return 0 }
        return try await database.write(.keepHouse, by: requester) { transaction in
            let (stores, now) = (transaction.stores, transaction.now)
            let messages = try stores.deliveries.followClock(
                now: now, writtenAfter: now + tolerance, heldAfter: now + Self.lease + tolerance)
            return try messages
                + stores.escalations.followClock(now: now, writtenAfter: now + tolerance)
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
                guard one.delivery.state == .sent else { continue }
                let told =
                    one.delivery.carrier == nil
                    ? [one.delivery] : try deliveries.toldTogether(with: one.delivery.id)
                for delivery in told {
                    guard let again = delivery.terms.repetition, delivery.occasion < again.most
                    else { continue }
                    try deliveries.insertRepetition(
                        of: delivery, due: transaction.now.advanced(by: again.interval),
                        now: transaction.now)
                }
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
                    try stores.escalations.delete(before: oldest, limit: step),
                    try stores.deliveries.delete(before: oldest, limit: step),
                    try stores.maintenanceNotices.delete(before: oldest, limit: step),
                    try stores.outbox.delete(before: oldest, limit: step),
                    try stores.decisions.delete(before: oldest, limit: step),
                    try stores.deletedProfiles.delete(before: oldest, limit: step))
            }
        }
    }
}

extension Transaction {
    /// Takes messages that are due, of each medium to no more than so many destinations.
    fileprivate func take(
        _ media: [Medium: Int], besides waiting: Set<Destination.ID>, _ lease: String
    ) throws -> [NotificationDelivery] {
        try media.sorted { $0.key.rawValue < $1.key.rawValue }.filter { $0.value > 0 }
            .flatMap { medium, count in
                try stores.deliveries.claim(
                    medium, lease: lease, until: now.advanced(by: NotificationOperations.lease),
                    now: now, limit: count, besides: waiting)
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
