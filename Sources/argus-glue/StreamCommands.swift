import ArgumentParser
import ArgusGlue
import ArgusGlueHTTP
import ArgusGlueListeners

/// Reads NAV's alert stream.
struct NAVCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nav",
        abstract: "Reads the alert stream of NAV on standard input and delivers it.",
        discussion: """
            To be named as the export script of NAV's event engine. Reading never waits for the \
            network. What is no alert is reported and skipped, and summed up where there is much \
            of it. Ends when the input has ended and the spool is empty.

            Example, as the export script of eventengine.conf: \
            exec argus-glue nav --config /etc/argus-glue/nav.yaml

            \(SettingsHelp.delivering)
            """)

    @OptionGroup var source: SourceOption
    @OptionGroup var options: GlueOptions

    func run() async throws {
        _ = try await options.read(NAVSystem.self, source)
    }
}

/// Reads alerts in the program's own format.
struct PipeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pipe",
        abstract: "Reads alerts on standard input, a JSON object a line, and delivers them.",
        discussion: """
            A line that is wrong is reported and skipped; then the exit status is 1. Ends when the \
            input has ended and the spool is empty.

            Example: {"type": "open", "key": "42", "description": "mail2 is down", "level": \
            "high", "tags": ["host=mail2"]}, later {"type": "close", "key": "42"}

            \(SettingsHelp.delivering)
            """)

    @OptionGroup var source: SourceOption
    @OptionGroup var options: GlueOptions

    func run() async throws {
        let outcome = try await options.read(PipeSystem.self, source)
        if outcome.problem?.kind == .full {
            Terminal.end(
                Terminal.temporaryFailure,
                "Only the first \(outcome.accepted) alerts were accepted; give the others again.")
        }
        if outcome.refused > 0 {
            Terminal.end(1, "\(outcome.refused) lines were refused, \(outcome.accepted) accepted.")
        }
    }
}

/// Runs all sources.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract:
            "Delivers what was enqueued, and takes what sources write or post, for as long as it runs.",
        discussion: """
            On SIGTERM or SIGINT it finishes what is under way and ends with status 0.

            Example: argus-glue run --config /etc/argus-glue/glue.yaml

            \(SettingsHelp.delivering)
            """)

    @OptionGroup var options: GlueOptions

    func run() async throws {
        let settings = try options.settings()
        let logger = settings.logger("argus-glue")
        try await GlueService.serve(settings, logger) { acceptor in
            let port = WebhookServer(settings, into: acceptor, logger: logger)
            let listeners = ListenerServer.all(settings, into: acceptor, logger: logger)
            let status = StatusServer(settings, logger: logger)
            return (port.map { [$0] } ?? []) + (status.map { [$0] } ?? []) + listeners
        }
    }
}

extension GlueOptions {
    /// Reads on standard input what a system says, and delivers it.
    fileprivate func read(
        _ system: any MonitoringSystem.Type, _ option: SourceOption
    ) async throws -> StreamIntake.Outcome {
        let settings = try settings(system: system)
        return try await GlueService.read(
            settings.source(named: option.source, of: system), settings,
            settings.logger("argus-glue"))
    }
}
