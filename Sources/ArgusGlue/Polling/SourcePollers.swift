import Logging
import ServiceLifecycle

/// What asks one source's monitoring system itself, in one process at a time: two would carry
/// everything over twice, and share an event stream between them.
///
/// Another process waits until that one has ended.
struct SourcePollers: Service {
    let source: SourceName
    let spoolPath: String
    let services: [any Service]
    let logger: Logger

    func run() async throws {
        guard let lock = try await lock() else { return }
        try await withThrowingTaskGroup { group in
            for service in services { group.addTask { try await service.run() } }
            try await group.waitForAll()
        }
        withExtendedLifetime(lock) {}
    }

    /// Waits for the right to ask; nil if it is told to end before.
    private func lock() async throws -> DeliveryLock? {
        try await cancelWhenGracefulShutdown {
            var isKnown = false
            while true {
                let lock = try DeliveryLock.take(forSpool: spoolPath, of: source, for: .asking)
                if let lock { return lock }
                if !isKnown { logger.notice("Another process asks; this one waits.") }
                isKnown = true
                do { try await Task.sleep(for: .seconds(2)) } catch { return nil }
            }
        }
    }
}
