import ArgumentParser
import ArgusServer
import ArgusSettings
import ArgusVocabulary
import ArgusWire
import Glibc

/// The program `argus`: the server and its administration.
struct ArgusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "argus",
        abstract: "Gathers the incidents of many monitoring systems in one place.",
        discussion: """
            Settings come from the environment (ARGUS_DATABASE, ARGUS_LISTEN, …) and from the file \
            given with --config.
            Exit status: 0 done, 1 refused or failed, 2 wrong use.

            Example: argus serve
            Example: argus incident list --level high
            """,
        version: ArgusServer.version,
        subcommands: [
            ServeCommand.self, CheckCommand.self, MigrateCommand.self, UserCommand.self,
            SourceCommand.self, TokenCommand.self, IncidentCommand.self, ExplainCommand.self,
            UnreachableCommand.self, DestinationCommand.self, TemplatesCommand.self,
            MigrateDataCommand.self,
            DemoCommand.self,
        ])
}

@main
enum Program {
    static func main() async {
        do {
            try CommandTree.refuseUnknown(CommandLine.arguments.dropFirst())
            let command = try ArgusCommand.parseAsRoot()
            do {
                try await run(command)
            } catch let error as ValidationError {
                throw WrongUse(error.message, of: type(of: command))
            }
        } catch {
            exit(after: error)
        }
    }

    private static func run(_ command: any ParsableCommand) async throws {
        var command = command
        if var command = command as? any AsyncParsableCommand {
            try await command.run()
        } else {
            try command.run()
        }
    }

    /// Tells what went wrong on standard error, or prints the help that was asked for, and ends.
    private static func exit(after error: any Error) -> Never {
        switch error {
        case let error as WrongUse: end(2, "\(error)")
        case let error as SettingsProblem: end(1, "argus: \(error)")
        default: break
        }
        switch ArgusCommand.exitCode(for: error) {
        case .success:
            Swift.print(ArgusCommand.fullMessage(for: error))
            Glibc.exit(0)
        case .validationFailure: end(2, ArgusCommand.fullMessage(for: error))
        default: end(1, "argus: " + "\(error)".onOneLine)
        }
    }

    private static func end(_ status: Int32, _ message: String) -> Never {
        // A word that no command knows is quoted, and may be the address of a database.
        let message =
            message
            .replacing(#/(:\/\/[^\s:\/@]*):\S*@/#) { "\($0.output.1):***@" }
            .replacing(#/(password=)[^\s'`]*/#.ignoresCase()) { "\($0.output.1)***" }
        warn(lines: message)
        Glibc.exit(status)
    }
}
