import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusVocabulary

/// The database, as operations see it: reads on a snapshot, and transactions.
package struct Database: Sendable {
    let driver: any SQLDriver
    let clock: WallClock
    let watch: ChangeWatch

    /// Uses a driver whose schema is up to date.
    init(driver: any SQLDriver, clock: @escaping WallClock, pause: @escaping Pause) {
        (self.driver, self.clock) = (driver, clock)
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

    /// Reads on a consistent snapshot.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Stores) throws -> Value
    ) async throws -> Value {
        try await refusing { try await driver.read { try body(Stores(connection: $0)) } }
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
        return try await writeUnchecked(body)
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
    func writeUnchecked<Value: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        let (value, hasChanges) = try await refusing {
            try await driver.write { [clock] connection in
                let transaction = Transaction(
                    stores: Stores(writing: connection), now: clock())
                return (try body(transaction), try transaction.finish())
            }
        }
        if hasChanges { watch.announce() }
        return value
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

    /// What the asker is told.
    package var refusal: Refusal {
        .unavailable("The server cannot do this just now; try again.", retryAfter: 5)
    }
}
