import ArgumentParser
import ArgusServer
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
            """,
        version: ArgusServer.version,
        subcommands: [
            ServeCommand.self, CheckCommand.self, MigrateCommand.self, UserCommand.self,
            SourceCommand.self, TokenCommand.self, IncidentCommand.self, MigrateDataCommand.self,
            DemoCommand.self,
        ])
}

@main
enum Program {
    static func main() async {
        do {
            var command = try ArgusCommand.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            exit(after: error)
        }
    }

    /// Tells what went wrong on standard error, or prints the help that was asked for, and ends.
    private static func exit(after error: any Error) -> Never {
        let code = ArgusCommand.exitCode(for: error)
        if code == .success {
            print(ArgusCommand.fullMessage(for: error))
            Glibc.exit(0)
        }
        let isWrongUse = code == .validationFailure
        warn(isWrongUse ? ArgusCommand.fullMessage(for: error) : "argus: \(error)")
        Glibc.exit(isWrongUse ? 2 : 1)
    }
}
