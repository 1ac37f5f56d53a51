import ArgumentParser
import ArgusGlue
import ArgusVocabulary
import ArgusWire
import FoundationEssentials

/// Shows what an input becomes.
struct MapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map",
        abstract: "Shows what an input of a source becomes, and sends nothing.",
        discussion: """
            Prints each alert as a line of the pipe format, and a line that begins with # for what \
            is ignored, refused, repaired or altered. Exit status 1 if something is refused.

            Example: argus-glue map --source zabbix body.json

            \(SettingsHelp.accepting)
            """)

    @OptionGroup var source: SourceOption

    @Option(
        help: ArgumentHelp(
            "What the input is said to be, such as application/x-www-form-urlencoded.",
            valueName: "type"))
    var contentType: String?

    @Argument(help: "A file with what the monitoring system sends; - for standard input.")
    var file: String

    @OptionGroup var options: GlueOptions

    func run() async throws {
        let settings = try options.settings(needsServer: false, only: source.source)
        let source = try settings.source(named: source.source)
        let content =
            file == "-"
            ? Terminal.input(upTo: 64 << 20)
            : FileManager.default.contents(atPath: file).map { [UInt8]($0) }
        guard let content else {
            Terminal.end(1, "The file \(file.inOneLine) cannot be read.")
        }
        let now = Timestamp.now()
        let message = WebhookMessage(content, form: contentType ?? "")
        let readings = source.system.readings(of: message, receipt: now)
        for problem in source.conventions.news(at: now) { Terminal.complain("\(problem).") }
        for reading in readings {
            let text = reading.line(
                for: settings.server.version, by: source.conventions, receipt: now)
            for line in text.split(separator: "\n") {
                Swift.print(
                    line.hasPrefix("#") ? String(line).onOneLine : String(line).printableJSON)
            }
        }
        if readings.contains(where: \.isRefused) { throw ExitCode.failure }
    }
}

extension Reading {
    fileprivate var isRefused: Bool {
        if case .refused = self { true } else { false }
    }
}
