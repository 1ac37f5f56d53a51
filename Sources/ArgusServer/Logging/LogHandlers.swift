import ArgusVocabulary
import ArgusWire
import Glibc
import Logging

/// Writes lines of the log to standard error, as text for people or as JSON for programs.
struct LineLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    private let label: String
    private let format: LogSettings.Format
    private let zone: Zone

    init(label: String, _ settings: LogSettings, in zone: Zone) {
        (self.label, self.zone) = (label, zone)
        (logLevel, format) = (settings.level, settings.format)
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let time = Timestamp.now().text(in: zone)
        let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        var line: String
        switch format {
        case .text:
            line = "\(time) \(event.level) \(label): \(event.message)"
            for (key, value) in all { line += " \(key)=\(value)" }
            line = line.onOneLine
        case .json:
            var object = JSONObject()
            object.set("time", to: .string(time))
            object.set("level", to: .string(event.level.rawValue))
            object.set("logger", to: .string(label))
            object.set("message", to: .string(event.message.description))
            for (key, value) in all { object.set(key, to: .string("\(value)")) }
            line = JSONValue.object(object).text.printableJSON
        }
        line += "\n"
        line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
