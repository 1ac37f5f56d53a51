import ArgumentParser
import ArgusGlue
import ArgusTime

/// Reads NAV's alert stream.
struct NAVCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nav",
        abstract: "Reads the alert stream of NAV on standard input and delivers it.",
        discussion: """
            To be named as the export script of NAV's event engine. Reading never waits for the \
            network. What is no alert is reported and skipped, and summed up where there is much \
            of it. Ends when the input has ended and the spool is empty. ARGUS_GLUE_NAV_IGNORE_\
            MAINTENANCE=on leaves out what NAV has in maintenance, ARGUS_GLUE_NAV_IGNORE_STATELESS=\
            on what has no end.

            Example, as the export script of eventengine.conf: \
            exec argus-glue nav --config /etc/argus-glue/nav.yaml

            \(SettingsHelp.delivering)
            """)

    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let settings = try options.settings()
        let stream = NAVStream(zone: settings.zone, leavingOut: settings.navOmissions)
        _ = try await GlueService.read(stream, whenFull: .drop, settings)
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

    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let settings = try options.settings()
        let outcome = try await GlueService.read(
            PipeStream(zone: settings.zone), whenFull: .stop, settings)
        guard let outcome else { return }
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

/// Delivers what others put into the spool.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Delivers what was enqueued, for as long as it runs.",
        discussion: """
            On SIGTERM or SIGINT it finishes what is under way and ends with status 0.

            Example: argus-glue run --config /etc/argus-glue/nav.yaml

            \(SettingsHelp.delivering)
            """)

    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let settings = try options.settings()
        try await GlueService.run(settings, settings.logger("argus-glue")) { _, _ in nil }
    }
}

extension GlueService {
    /// Reads a format on standard input and delivers what it says.
    fileprivate static func read<Format: AlertFormat>(
        _ format: Format, whenFull: StreamIntake<Format>.WhenFull, _ settings: GlueSettings
    ) async throws -> StreamIntake<Format>.Outcome? {
        let logger = settings.logger("argus-glue")
        var intake: StreamIntake<Format>?
        try await run(settings, logger) { spool, courier in
            let stream = StreamIntake(
                0, format, whenFull: whenFull, spool: spool, courier: courier, logger: logger)
            intake = stream
            return stream
        }
        let outcome = intake?.outcome
        if let problem = outcome?.problem, problem.kind != .full { throw problem }
        return outcome
    }
}
