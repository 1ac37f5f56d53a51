import Logging
import Synchronization

/// Keeps what is logged.
package final class RecordingLog: Sendable {
    private let kept = Mutex<[(Logger.Level, String)]>([])
    /// What is logged, as it comes; for one listener.
    package let heard: AsyncStream<String>
    private let telling: AsyncStream<String>.Continuation

    /// Begins with nothing.
    package init() { (heard, telling) = AsyncStream.makeStream() }

    /// What is to be logged with, from the level `trace` on.
    package var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

    /// What was logged at a level so far.
    package func lines(_ level: Logger.Level) -> [String] {
        kept.withLock { $0.filter { $0.0 == level }.map(\.1) }
    }

    private struct Handler: LogHandler {
        let log: RecordingLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.kept.withLock { $0.append((event.level, event.message.description)) }
            log.telling.yield(event.message.description)
        }
    }
}
