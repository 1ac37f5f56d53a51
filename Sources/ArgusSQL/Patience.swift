import Synchronization

/// Until when somebody waits for the database, and whether they still do.
///
/// Everything that is done for them ends then: waiting for a connection, for a lock, for an answer.
package final class Patience: Sendable {
    package let deadline: ContinuousClock.Instant
    /// For how long one lock is waited for, if that is less than until the deadline.
    package let lockLimit: Duration?
    private let isGone = Atomic(false)

    /// Waits for some time, counted from now on.
    package convenience init(for duration: Duration, lockLimit: Duration? = nil) {
        self.init(until: .now + duration, lockLimit: lockLimit)
    }

    /// Waits until a moment.
    package init(until deadline: ContinuousClock.Instant, lockLimit: Duration? = nil) {
        (self.deadline, self.lockLimit) = (deadline, lockLimit)
    }

    /// Whoever asked does not wait any longer.
    package func leave() {
        isGone.store(true, ordering: .relaxed)
    }

    /// How long there is left to wait; never negative.
    package var remaining: Duration {
        isGone.load(ordering: .relaxed) ? .zero : max(.zero, deadline - .now)
    }

    /// For how long a lock may be waited for.
    var lockTime: Duration { min(lockLimit ?? remaining, remaining) }

    /// That it has run out: because whoever asked has left, or it took too long.
    package var end: any Error {
        isGone.load(ordering: .relaxed) ? CancellationError() : SQLError.timeout
    }

    /// Throws if nobody waits any longer.
    package func check() throws {
        if remaining == .zero { throw end }
    }

    /// The same, and a moment more: for what the database itself is told the deadline of, and says
    /// that it has passed.
    var withGrace: Patience { Patience(until: deadline + .seconds(1), lockLimit: lockLimit) }

    /// How long is waited for what a request writes or looks up.
    package static let usual: Duration = .seconds(10)
    /// For what has all the time that it takes, such as making an index of a large table.
    static let long: Duration = .seconds(24 * 3600)
}

extension Duration {
    /// Whole milliseconds, at least one, for those that count in these.
    var milliseconds: Int64 {
        max(1, components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)
    }
}
