/// A database that statements can be sent to.
package protocol SQLDriver: Sendable {
    /// Whose words it speaks.
    var dialect: Dialect { get }

    /// Runs a body that only reads, on a consistent snapshot.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value

    /// Runs a body in a transaction of its own, which is on disk when this returns; if the body
    /// throws, nothing of it remains. It is finished even if the asking task is cancelled. Where
    /// transactions can meet it may run more than once, so it does nothing but use the connection.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value

    /// Runs a look-up by key; on an embedded database it blocks the thread for the microseconds that
    /// it takes.
    func glance<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value

    /// Ends all connections, after what is under way.
    func close() throws
}
