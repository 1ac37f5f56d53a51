import ArgumentParser
import ArgusAnswers
import ArgusCore
import ArgusOperations
import ArgusVocabulary

/// The commands `argus destination …`.
struct DestinationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "destination",
        abstract: "Shows where people are told, and tries whether messages arrive.",
        subcommands: [List.self, Test.self])

    /// `argus destination list USER`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists the destinations of an account.",
            discussion: HelpText.with(
                examples: "argus destination list alice", reading: HelpText.database))

        @Argument(help: "The name of an account.") var user: String
        @OptionGroup var output: OutputOptions
        @OptionGroup var options: SettingsOptions

        func run() async throws {
            let destinations = try await options.withOperations { operations, _ in
                try await operations.destinations.list(ofAccount: user, by: .console)
            }
            guard output.json else {
                return printTable(
                    ["PK", "MEDIUM", "ADDRESS", "NAME"],
                    destinations.map {
                        ["\($0.id)", $0.medium.name, $0.address, $0.label ?? ""]
                    })
            }
            printJSON(
                .array(
                    destinations.map {
                        [
                            "pk": .integer($0.id.rawValue), "media": .string($0.medium.rawValue),
                            "address": .string($0.address),
                            "label": $0.label.map { .string($0) } ?? .null,
                        ]
                    }))
        }
    }

    /// `argus destination test PK`.
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test", abstract: "Sends a test message to a destination at once.",
            discussion: HelpText.with(
                "Says in a sentence what became of it; the exit status is 1 if it was not sent.",
                examples: "argus destination test 7", reading: HelpText.database))

        @Argument(help: "The destination's number, as `argus destination list` shows it.")
        var pk: Int64
        @OptionGroup var output: OutputOptions
        @OptionGroup var options: SettingsOptions

        func run() async throws {
            let test = try await options.withOperations { operations, _ in
                try await operations.notifications.sendTest(to: Destination.ID(pk), by: .console)
            }
            if output.json {
                printJSON(test.json)
                if !test.isSent { throw ExitCode(1) }
            } else if test.isSent {
                print(test.sentence)
            } else {
                throw CommandError(test.sentence)
            }
        }
    }
}
