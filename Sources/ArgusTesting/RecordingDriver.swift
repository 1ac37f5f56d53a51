import ArgusSQL
import Synchronization

/// A driver that hands everything on to another one and remembers the statements.
package final class RecordingDriver: SQLDriver {
    private let driver: any SQLDriver
    private let recorded = Mutex<[SQL]>([])

    /// Stands in front of a driver.
    package init(_ driver: any SQLDriver) {
        self.driver = driver
    }

    package var dialect: Dialect { driver.dialect }
    package var readers: Int { driver.readers }

    /// The statements that a body runs, in order.
    package func statements(
        isolation: isolated (any Actor)? = #isolation, of body: () async throws -> Void
    ) async throws -> [SQL] {
        recorded.withLock { $0 = [] }
        try await body()
        return recorded.withLock { $0 }
    }

    package func read<Value: Sendable>(
        within patience: Patience, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await driver.read(within: patience) {
            try body(RecordingConnection(connection: $0, driver: self))
        }
    }

    package func write<Value: Sendable>(
        _ isolation: Isolation, within patience: Patience,
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await driver.write(isolation, within: patience) {
            try body(RecordingConnection(connection: $0, driver: self))
        }
    }

    package func glance<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await driver.glance { try body(RecordingConnection(connection: $0, driver: self)) }
    }

    /// Does not listen, so that nothing but the body runs statements.
    package func listen(to channel: StaticString, _ handle: @escaping @Sendable () -> Void) {}

    package func close() throws {
        try driver.close()
    }

    private struct RecordingConnection: SQLConnection {
        let connection: any SQLConnection
        let driver: RecordingDriver

        var dialect: Dialect { connection.dialect }

        func check() throws { try connection.check() }

        func run(_ sql: SQL, row: (inout SQLRow) throws -> Void) throws -> Int {
            driver.recorded.withLock { $0.append(sql) }
            return try connection.run(sql, row: row)
        }
    }
}
