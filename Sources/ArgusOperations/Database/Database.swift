import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusVocabulary

/// The database, as operations see it: reads on a snapshot, and transactions.
package struct Database: Sendable {
    let driver: any SQLDriver
    let clock: WallClock
    let watch: ChangeWatch
    let limits: DatabaseLimits
    let pause: Pause
    /// How many of the readers one account may have at once.
    private let shares: Turnstile<User.ID>
    /// Who changes an incident here waits here for others who do, and not on a connection.
    private let changers = Turnstile<Incident.ID>(capacity: 1)

    /// Uses a driver whose schema is up to date.
    init(
        driver: any SQLDriver, clock: @escaping WallClock, pause: @escaping Pause,
        limits: DatabaseLimits = DatabaseLimits()
    ) {
        (self.driver, self.clock, self.limits) = (driver, clock, limits)
        self.pause = pause
        shares = Turnstile(
            capacity: max(1, driver.readers / 2), queueLimit: 200,
            overflow: Refusal.unavailable(
                "Too many questions of this account are waiting for an answer; ask fewer at once.",
                retryAfter: 1), lateness: SQLError.timeout)
        watch = ChangeWatch(
            pause: pause, look: { try await driver.glance { try ChangeStore($0).last() } },
            listen: { driver.listen(to: ChangeStore.channel, $0) })
    }

    /// How many transactions are worth having write at the same time.
    var writers: Int {
        switch driver.dialect {
        case .sqlite: 1
        case .postgresql: 2
        }
    }

    /// Reads on a consistent snapshot, for as long as whoever asks waits and no longer than a limit.
    ///
    /// One account has no more than its share of the readers, so that others get theirs.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Stores) throws -> Value
    ) async throws -> Value {
        let patience = Patience(for: limits.read)
        let asker = Asking.account.map { [$0] } ?? []
        return try await refusing {
            try await shares.pass(Set(asker), within: patience) {
                try await driver.read(within: patience) { try body(Stores(connection: $0)) }
            }
        }
    }

    /// Runs a transaction for somebody who may do what is done in it, or refuses; what it wrote is on
    /// disk when this returns, and then the feed tells it.
    ///
    /// Nobody else can write: who adds an operation has to say who may use it.
    func write<Value: Sendable>(
        _ permission: Permission, by requester: Requester,
        _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        try requester.check(permission)
        return try await writeUnchecked { try body($0) }
    }

    /// Runs a transaction that changes incidents, each of which it has for itself: what it finds of
    /// them is what is there until it is over.
    func write<Value: Sendable>(
        _ permission: Permission, by requester: Requester, changing incidents: Set<Incident.ID>,
        _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        try requester.check(permission)
        let patience = Patience(for: limits.write)
        // Where there is one writer, all wait for it.
        let meeting = writers == 1 ? [] : incidents
        return try await refusing {
            try await changers.pass(meeting, within: patience) {
                try await writeUnchecked(.locking, within: patience) { transaction in
                    try transaction.stores.incidents.lock(incidents)
                    return try body(transaction)
                }
            }
        }
    }

    /// Runs a transaction that also writes down who was heard of; if it fails, that is remembered.
    func write<Value: Sendable>(
        _ permission: Permission, by requester: Requester, settling presence: Presence,
        _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        try requester.check(permission)
        let heard = presence.take()
        do {
            return try await writeUnchecked { transaction in
                try heard.write(in: transaction)
                return try body(transaction)
            }
        } catch {
            presence.putBack(heard)
            throw error
        }
    }

    /// Runs a transaction for those who were let in one by one, as the batcher does.
    ///
    /// If it `skipsLocked`, it passes over the incidents that other transactions are changing.
    func writeUnchecked<Value: Sendable>(
        _ isolation: Isolation = .snapshot,
        within patience: Patience? = nil, skipsLocked: Bool = false,
        _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        let patience = patience ?? Patience(for: limits.write)
        let (value, hasChanges) = try await refusing {
            try await driver.write(isolation, within: patience) { [clock] connection in
                let transaction = Transaction(
                    stores: Stores(writing: connection), now: clock(), skipsLocked: skipsLocked)
                return (try body(transaction), try transaction.finish())
            }
        }
        if hasChanges { watch.announce() }
        return value
    }

    /// Has the statistics made anew by which the database plans.
    func renewStatistics() async throws {
        try await refusing { try await driver.renewStatistics() }
    }

    /// Looks something up by its key, with one statement.
    func glance<Value: Sendable>(
        _ body: @escaping @Sendable (Stores) throws -> Value
    ) async throws -> Value {
        try await refusing { try await driver.glance { try body(Stores(connection: $0)) } }
    }

    private func refusing<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as SQLError {
            throw Self.translated(error)
        }
    }

    /// A database that cannot be used just now is nothing that the asker did wrong; a value that it
    /// does not take is.
    static func translated(_ error: SQLError) -> any Error {
        switch error {
        case .refusedValue:
            Refusal.invalid(
                "The database cannot store one of the values; the longest is probably too long.")
        case .busy, .conflict, .unavailable: Unavailable(cause: error)
        case .timeout:
            Refusal.unavailable(
                "This takes longer than it may; ask for less at once, or for fewer conditions.",
                retryAfter: 30)
        default: error
        }
    }
}

/// That the database cannot be used just now: the asker is told to try again, the log is told why.
package struct Unavailable: Error, CustomStringConvertible {
    package let cause: SQLError

    package var description: String { cause.description }

    /// Whether the database was lost, so that what was being committed may be there or not.
    var isLoss: Bool {
        if case .unavailable = cause { true } else { false }
    }

    /// Whether somebody else has what it takes, which says nothing about what was asked.
    var isHeld: Bool { cause == .busy || cause == .conflict }

    /// What the asker is told.
    package var refusal: Refusal {
        .unavailable("The server cannot do this just now; try again.", retryAfter: 5)
    }
}

/// How long it is waited for what many want at once, from the moment at which somebody asks.
package struct DatabaseLimits: Sendable {
    let read: Duration
    let write: Duration
    /// Whether those who log in at the same time are refused where too many wait.
    let areLogInsBounded: Bool

    /// Sets limits; without them, everything is waited for.
    package init(
        read: Duration = .seconds(86_400), write: Duration = .seconds(86_400),
        areLogInsBounded: Bool = false
    ) {
        (self.read, self.write, self.areLogInsBounded) = (read, write, areLogInsBounded)
    }
}

/// Who is asking for what is done in a task, so that each account gets its share.
package enum Asking {
    /// The account that asks; nil for what nobody in particular asks for.
    @TaskLocal package static var account: User.ID?
}
