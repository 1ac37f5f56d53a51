import Foundation
import Synchronization

extension Process {
    /// Starts the process, one at a time in all tests: Foundation crashes when two threads start
    /// processes at once.
    package func start() throws {
        try Self.starting.withLock { _ in try run() }
    }

    private static let starting = Mutex(())
}
