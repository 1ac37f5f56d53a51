import ArgumentParser
import ArgusGlue
import ArgusSettings
import ArgusVocabulary
import ArgusWire

/// The program: runs beside a monitoring system and brings its alerts to Argus.
struct ArgusGlueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "argus-glue",
        abstract: "Brings the alerts of a monitoring system to an Argus server, and loses none.",
        discussion: """
            Alerts are accepted into a spool on disk and delivered from there. Settings come from \
            the environment (ARGUS_URL, ARGUS_TOKEN, ARGUS_GLUE_SPOOL, …) and from a file \
            (--config); the environment wins.

            Exit status: 0 done, 1 refused or failed, 2 wrong use, 75 there is no room now: try again \
            later.

            Example: argus-glue enqueue --open --key 42 --description "mail2 is down" --level high
            """,
        version: GlueService.version,
        subcommands: [
            NAVCommand.self, PipeCommand.self, EnqueueCommand.self, NagiosCommand.self,
            CheckmkCommand.self, MailCommand.self, SNMPTrapCommand.self, RunCommand.self,
            StatusCommand.self, CheckCommand.self, SyncCommand.self, BackfillCommand.self,
            MapCommand.self, DeadCommand.self, ReplayCommand.self, PauseCommand.self,
            ResumeCommand.self, NewConfigCommand.self, NewCommand.self,
        ])

    /// Runs the command that the arguments name, and ends with the status of the help text.
    static func main() async {
        do {
            let parsed = try parseAsRoot()
            await run(parsed)
        } catch {
            end(with: error)
        }
    }

    /// Runs the command if it is one that a monitoring system waits for, and ends; else returns.
    ///
    /// Such a command waits for nothing, so neither threads nor what schedules tasks is set up.
    static func runHook() {
        guard var hook = parsedHook() else { return }
        do {
            try hook.run()
        } catch {
            end(with: error, of: hook)
        }
        Terminal.end(0)
    }

    private static func run(_ parsed: any ParsableCommand) async {
        var command = parsed
        do {
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error, of: parsed)
        }
    }

    private static func end(with error: any Error, of command: any ParsableCommand) {
        switch error {
        case let problem as SettingsProblem:
            Terminal.end(1, "The settings are wrong:\n\(problem)")
        case let problem as SpoolProblem:
            Terminal.end(problem.mayPass ? Terminal.temporaryFailure : 1, "\(problem)")
        case let problem as ValidationError: end(with: problem, of: type(of: command))
        default: end(with: error)
        }
    }

    /// Reads a command that a monitoring system waits for by itself; nil if none is asked for, or is
    /// asked for wrongly.
    ///
    /// Setting up the other commands takes a good part of its time. What is not read here is read, or
    /// refused, as usual.
    private static func parsedHook() -> (any ParsableCommand)? {
        let arguments = CommandLine.arguments.dropFirst()
        let rest = Array(arguments.dropFirst())
        switch arguments.first {
        case "enqueue": return try? EnqueueCommand.parse(rest)
        case "nagios": return try? NagiosCommand.parse(rest)
        case "checkmk": return try? CheckmkCommand.parse(rest)
        case "mail": return try? MailCommand.parse(rest)
        case "snmptrap": return try? SNMPTrapCommand.parse(rest)
        default: return nil
        }
    }

    /// Tells that a command was used wrongly, and how it is used.
    private static func end(
        with problem: ValidationError, of command: any ParsableCommand.Type
    ) -> Never {
        let name = "\(configuration.commandName ?? "") \(command.configuration.commandName ?? "")"
        Terminal.end(
            2,
            """
            Error: \(problem)
            Usage: \(usageString(for: command))
              See '\(name) --help' for more information.
            """)
    }

    private static func end(with error: any Error) -> Never {
        let isOurs = !(error is ExitCode) && exitCode(for: error) == .failure
        if isOurs { Terminal.end(1, "\(error)".onOneLine) }
        let text = fullMessage(for: error)
        switch exitCode(for: error) {
        case .success:
            if !text.isEmpty { Swift.print(text) }
            Terminal.end(0)
        case .validationFailure: Terminal.end(2, unknownCommand() ?? text)
        case let code: Terminal.end(code.rawValue, text)
        }
    }

    /// What is said of a first word that is no command; nil if it is one, or an option.
    private static func unknownCommand() -> String? {
        let names = configuration.subcommands.compactMap { $0.configuration.commandName }
        guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"),
            !names.contains(word), word != "help"
        else { return nil }
        let suggestion = Suggestion(for: word, among: names).name.map { " Did you mean \($0)?" }
        return """
            Error: There is no command \(word.inOneLine).\(suggestion ?? "")
            Commands: \(names.joined(separator: ", "))
              See 'argus-glue --help' for more information.
            """
    }
}
