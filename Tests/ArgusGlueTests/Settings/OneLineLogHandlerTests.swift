import Logging
import Synchronization
import Testing

@testable import ArgusGlue

@Suite struct `The glue's log` {
    @Test func `is a line for each message, whatever stands in it`() {
        let kept = Kept()
        var logger = Logger(label: "glue") { _ in OneLineLogHandler(Keeping(kept: kept)) }
        logger[metadataKey: "source"] = "a\u{1b}[2Jb"
        logger.warning("refused: one\r\ntwo\u{7}", metadata: ["key": ["x\ny"]])

        #expect(
            kept.lines.withLock { $0 } == [
                #"refused: one\r\ntwo\u{7} key=["x\ny"] source=a\u{1b}[2Jb"#
            ])
    }
}

/// What was logged.
private final class Kept: Sendable {
    let lines = Mutex<[String]>([])
}

/// Keeps what is logged, with its metadata.
private struct Keeping: LogHandler {
    let kept: Kept
    var logLevel = Logger.Level.trace
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let line = ([event.message.description] + all.map { "\($0.key)=\($0.value)" })
            .joined(separator: " ")
        kept.lines.withLock { $0.append(line) }
    }
}
