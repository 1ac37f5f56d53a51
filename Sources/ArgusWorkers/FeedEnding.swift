import ArgusOperations
import ServiceLifecycle

/// Sends home those who follow the changes when the server ends; by themselves they would stay.
package struct FeedEnding: Service {
    private let operations: Operations

    /// Does it for those who follow through these operations.
    package init(operations: Operations) {
        self.operations = operations
    }

    /// Waits for the end.
    package func run() async throws {
        try? await gracefulShutdown()
        operations.changes.end()
    }
}
