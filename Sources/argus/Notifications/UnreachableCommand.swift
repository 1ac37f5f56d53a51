import ArgumentParser
import ArgusAnswers
import ArgusCore
import ArgusOperations
import ArgusServer
import ArgusVocabulary

/// The command `argus unreachable`.
struct UnreachableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unreachable",
        abstract: "Lists the people whom no message would reach, and why.",
        discussion: HelpText.with(
            "Accounts of sources, and those that are not active, are left out.",
            examples: "argus unreachable", "argus unreachable --json",
            reading: HelpText.databaseAndZone))

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        try await options.withOperations { operations, _ in
            let people = try await operations.notifications.unreachable(by: .console)
            if output.json {
                printJSON(JSONValue.array(people.map(\.json)))
            } else if people.isEmpty {
                print("Everybody can be reached.")
            } else {
                printTable(
                    ["user", "reason"], people.map { [$0.user.username, $0.sentence] })
            }
        }
    }
}
