import ArgusVocabulary
import ArgusWire
import Logging

/// Writes a line of the log for each message, whatever text from elsewhere stands in it.
struct OneLineLogHandler: LogHandler {
    private var lines: any LogHandler

    /// Hands what it has made harmless to another handler.
    init(_ lines: any LogHandler) {
        self.lines = lines
    }

    var logLevel: Logger.Level {
        get { lines.logLevel }
        set { lines.logLevel = newValue }
    }

    var metadata: Logger.Metadata {
        get { lines.metadata }
        set { lines.metadata = Self.harmless(newValue) }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { lines[metadataKey: key] }
        set { lines[metadataKey: key] = newValue.map(Self.harmless) }
    }

    func log(event: LogEvent) {
        var event = event
        event.message = "\(event.message.description.onOneLine)"
        event.metadata = event.metadata.map(Self.harmless)
        lines.log(event: event)
    }

    private static func harmless(_ metadata: Logger.Metadata) -> Logger.Metadata {
        metadata.mapValues(harmless)
    }

    private static func harmless(_ value: Logger.Metadata.Value) -> Logger.Metadata.Value {
        .string("\(value)".onOneLine)
    }
}
