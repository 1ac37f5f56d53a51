import ArgusCore
import ArgusOperations
import ArgusSQL
import ArgusTime

/// A real database in a file of its own, with the operations on it, a clock that stands still, and
/// a small cast of accounts.
package struct TestDatabase: Sendable {
    /// The databases that tests run on.
    ///
    /// Another one needs a case here and a way to open it below.
    package enum Kind: String, CaseIterable, Sendable {
        case sqlite
    }

    /// The databases that can be tested on this machine: the arguments of a test on each.
    package static let kinds = Kind.allCases

    package let kind: Kind
    package let driver: any SQLDriver
    package let operations: Operations
    package let clock: ManualClock
    package let cast: Cast
    private let folder: TemporaryFolder

    /// Makes a database with the cast, lets a body use it, and removes it.
    @discardableResult
    package static func with<Value>(
        _ kind: Kind = .sqlite, isolation: isolated (any Actor)? = #isolation,
        _ body: (TestDatabase) async throws -> Value
    ) async throws -> Value {
        try await TemporaryFolder.with { folder in
            let driver = try open(kind, in: folder)
            let clock = ManualClock()
            let operations = try await Operations.open(driver, clock: clock.clock).operations
            let database = TestDatabase(
                kind: kind, driver: driver, operations: operations, clock: clock,
                cast: try await Cast(in: operations), folder: folder)
            do {
                let value = try await body(database)
                try driver.close()
                return value
            } catch {
                try? driver.close()
                throw error
            }
        }
    }

    /// Other operations on the same database, as another process would have them, until the body
    /// ends.
    @discardableResult
    package func reopened<Value>(
        isolation: isolated (any Actor)? = #isolation, _ body: (Operations) async throws -> Value
    ) async throws -> Value {
        let driver = try Self.open(kind, in: folder)
        let operations = try await Operations.open(driver, clock: clock.clock).operations
        do {
            let value = try await body(operations)
            try driver.close()
            return value
        } catch {
            try? driver.close()
            throw error
        }
    }

    private static func open(_ kind: Kind, in folder: TemporaryFolder) throws -> SQLiteDriver {
        switch kind {
        case .sqlite: try SQLiteDriver(path: folder.file("argus.db"))
        }
    }
}
