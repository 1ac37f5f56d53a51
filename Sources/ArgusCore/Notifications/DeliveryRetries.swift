import ArgusVocabulary

/// How often it is tried to send a message that could not be sent.
package struct DeliveryRetries: Hashable, Sendable {
    /// How long is waited after the first attempt; twice as long after each that follows.
    package var first: Duration
    /// The longest time between two attempts.
    package var longest: Duration
    /// For how long it is tried in all.
    package var patience: Duration

    /// Usually after 10 seconds, in the end every quarter of an hour, for a day.
    package init(
        first: Duration = .seconds(10), longest: Duration = .seconds(900),
        patience: Duration = .seconds(86_400)
    ) {
        (self.first, self.longest, self.patience) = (first, longest, patience)
    }

    /// How long is waited after so many attempts.
    package func pause(after attempts: Int) -> Duration {
        min(longest, first * (1 << min(max(attempts - 1, 0), 20)))
    }

    /// What becomes of a message once an attempt has ended.
    package func settle(
        _ delivery: NotificationDelivery, _ outcome: DeliveryOutcome, at now: Timestamp
    ) -> NotificationDelivery {
        var settled = delivery
        settled.attempts += 1
        settled.updated = now
        switch outcome {
        case .sent(let answer, let thread, let reason):
            (settled.state, settled.reason, settled.detail) = (.sent, reason, answer)
            // What tells of several incidents begins no thread of one.
            if delivery.carrier == nil { settled.thread = thread }
        case .failed(let reason, let detail):
            (settled.state, settled.reason, settled.detail) = (.failed, reason, detail)
        case .retry(let reason, let detail, let asked):
            let pause = max(pause(after: settled.attempts), min(asked ?? .zero, patience))
            settled.due = now.advanced(by: pause)
            (settled.reason, settled.detail) = (reason, detail)
            guard settled.due.since(delivery.created) > patience + (delivery.terms.wait ?? .zero)
            else { break }
            settled.state = .failed
        }
        return settled
    }
}
