import ArgusSQL

/// A database of which every transaction fails in the same way, as on a full disk.
struct FailingDriver: SQLDriver {
    let working: any SQLDriver
    let error: any Error

    var dialect: Dialect { working.dialect }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await working.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        throw error
    }

    func glance<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await working.glance(body)
    }

    func listen(to channel: StaticString, _ handle: @escaping @Sendable () -> Void) {
        working.listen(to: channel, handle)
    }

    func close() throws {}
}
