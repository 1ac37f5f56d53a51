import ArgusSQL
import Synchronization

/// A driver on which some transactions fail when they are to be committed: the first, or all after
/// the first.
package final class FailingDriver: SQLDriver {
    private let driver: any SQLDriver
    /// How many pass, and how many fail then.
    private let left: Mutex<(passes: Int, failures: Int)>
    private let error: any Error

    /// Fails so many transactions, and lets all others pass.
    package init(
        _ driver: any SQLDriver, failing times: Int = 1, with error: any Error = SQLError.busy
    ) {
        (self.driver, self.error) = (driver, error)
        left = Mutex((0, times))
    }

    /// Lets so many transactions pass, and fails all others.
    package init(_ driver: any SQLDriver, after passes: Int, with error: any Error) {
        (self.driver, self.error) = (driver, error)
        left = Mutex((passes, .max))
    }

    package var dialect: Dialect { driver.dialect }
    package var readers: Int { driver.readers }

    package func read<Value: Sendable>(
        within patience: Patience, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await driver.read(within: patience, body)
    }

    package func write<Value: Sendable>(
        _ isolation: Isolation, within patience: Patience,
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        let fails = left.withLock { left in
            if left.passes > 0 {
                left.passes -= 1
                return false
            }
            defer { left.failures -= 1 }
            return left.failures > 0
        }
        return try await driver.write(isolation, within: patience) { [error] connection in
            let value = try body(connection)
            if fails { throw error }
            return value
        }
    }

    package func glance<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await driver.glance(body)
    }

    package func listen(to channel: StaticString, _ handle: @escaping @Sendable () -> Void) {
        driver.listen(to: channel, handle)
    }

    package func close() throws {
        try driver.close()
    }
}
