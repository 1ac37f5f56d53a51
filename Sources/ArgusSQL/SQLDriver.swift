/// A database that statements can be sent to.
package protocol SQLDriver: Sendable {
    /// Whose words it speaks.
    var dialect: Dialect { get }

    /// How many transactions can read at the same time.
    var readers: Int { get }

    /// Runs a body that only reads, on a consistent snapshot; what is under way stops when nobody
    /// waits for it any longer, or the asking task is cancelled.
    func read<Value: Sendable>(
        within patience: Patience, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value

    /// Runs a body in a transaction of its own, which is on disk when this returns; if the body
    /// throws, nothing of it remains. It is finished even if the asking task is cancelled. Where
    /// transactions can meet it may run more than once, so it does nothing but use the connection.
    func write<Value: Sendable>(
        _ isolation: Isolation, within patience: Patience,
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value

    /// Runs a look-up by key; on an embedded database it blocks the thread for the microseconds that
    /// it takes.
    func glance<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value

    /// Calls a handler whenever a process tells something on a channel, this one too, until the
    /// driver is closed; never where processes have no way to tell each other.
    ///
    /// What is told may be lost with a connection, so the handler is called after each loss, and
    /// whoever must not miss anything looks by themselves now and then.
    func listen(to channel: StaticString, _ handle: @escaping @Sendable () -> Void)

    /// Has the planner's statistics made anew of tables that have become others since they were made,
    /// where the planner goes by them.
    func renewStatistics() async throws

    /// Ends all connections, after what is under way.
    func close() throws
}

/// What a transaction that writes sees of others.
package enum Isolation: Sendable {
    /// What was there when it began; if what it changes has become different since, it is done again.
    case snapshot
    /// What others have committed, statement by statement: for a body that locks the rows that it is
    /// about before it looks at them, and waits there for others instead of being done again.
    case locking
}

extension SQLDriver {
    package func renewStatistics() async throws {}

    /// Runs a body that only reads, however long it takes.
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await read(within: Patience(for: Patience.long), body)
    }

    /// Runs a body in a transaction of its own, however long it takes: one of which nobody waits for
    /// the answer to a request.
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await write(.snapshot, within: Patience(for: Patience.long), body)
    }
}
