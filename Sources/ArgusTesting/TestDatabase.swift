import ArgusCore
import ArgusOperations
import ArgusSQL
import ArgusVocabulary

/// A real database of its own, with the operations on it, a clock that stands still, and a small cast
/// of accounts.
package struct TestDatabase: Sendable {
    package let driver: any SQLDriver
    package let operations: Operations
    package let clock: ManualClock
    package let cast: Cast
    private let database: EmptyDatabase

    /// Which database it is.
    package var kind: EmptyDatabase.Kind { database.kind }

    /// Makes a database with the cast, lets a body use it, and removes it; `contents` is what it may
    /// have before, `policy` what its operator has decided.
    @discardableResult
    package static func with<Value>(
        _ contents: TestServer.Contents = .tables,
        policy: IncidentPolicy = IncidentPolicy(allowsDeletion: true),
        notifying: NotificationPolicy = NotificationPolicy(), channels: [any Channel] = [],
        isolation: isolated (any Actor)? = #isolation,
        _ body: (TestDatabase) async throws -> Value
    ) async throws -> Value {
        try await EmptyDatabase.with(contents) { database in
            try await database.open { driver in
                let clock = ManualClock()
                let operations = try await Operations.open(
                    driver, clock: clock.clock, policy: policy, notifying: notifying,
                    channels: channels
                ).operations
                return try await body(
                    TestDatabase(
                        driver: driver, operations: operations, clock: clock,
                        cast: try await Cast(in: operations), database: database))
            }
        }
    }

    /// The same database once more, as another process would have it open, until a body ends.
    @discardableResult
    package func another<Value>(
        isolation: isolated (any Actor)? = #isolation, _ body: (any SQLDriver) async throws -> Value
    ) async throws -> Value {
        try await database.open(body)
    }

    /// Other operations on the same database, as another process would have them, until the body
    /// ends.
    @discardableResult
    package func reopened<Value>(
        isolation: isolated (any Actor)? = #isolation, _ body: (Operations) async throws -> Value
    ) async throws -> Value {
        try await database.open { driver in
            try await body(try await Operations.open(driver, clock: clock.clock).operations)
        }
    }
}
