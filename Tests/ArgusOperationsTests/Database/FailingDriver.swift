import ArgusSQL
import Synchronization

/// A driver on which the first transactions fail when they are to be committed.
final class FailingDriver: SQLDriver {
    private let driver: any SQLDriver
    private let failures: Mutex<Int>
    private let error: SQLError

    init(_ driver: any SQLDriver, failing times: Int = 1, with error: SQLError = .busy) {
        (self.driver, self.error) = (driver, error)
        failures = Mutex(times)
    }

    var dialect: Dialect { driver.dialect }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await driver.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        let fails = failures.withLock { left in
            defer { left -= 1 }
            return left > 0
        }
        return try await driver.write { [error] connection in
            let value = try body(connection)
            if fails { throw error }
            return value
        }
    }

    func glance<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await driver.glance(body)
    }

    func close() throws {
        try driver.close()
    }
}
