import ArgumentParser
import ArgusAnswers
import ArgusCore
import ArgusOperations
import ArgusServer
import ArgusVocabulary

/// The command `argus explain INCIDENT USER`.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explains why somebody was, or was not, told of an incident.",
        discussion: HelpText.with(
            "For each event of the incident and each profile of the account: whether it was told, or "
                + "why not, and what became of each message.",
            examples: "argus explain 7 alice", "argus explain 7 alice --json",
            reading: HelpText.databaseAndZone))

    @Argument(help: "The incident's number.") var incident: Int64
    @Argument(help: "The name of an account.") var user: String
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        try await options.withOperations { operations, settings in
            let explanation = try await operations.notifications.explain(
                Incident.ID(incident), to: user, by: .console)
            if output.json {
                printJSON(explanation.json(in: settings.zone))
            } else {
                ExplanationPrinter(explanation, settings.zone).printAll()
            }
        }
    }
}

/// Prints an explanation for people.
private struct ExplanationPrinter {
    private let explanation: Explanation
    private let zone: Zone

    init(_ explanation: Explanation, _ zone: Zone) {
        (self.explanation, self.zone) = (explanation, zone)
    }

    func printAll() {
        let incident = explanation.incident
        print("Incident \(incident.id): \(incident.description)")
        print(
            "\(explanation.user.username) \(explanation.isTold ? "is" : "is not") told of it.")
        for event in explanation.events { printEvent(event) }
    }

    private func printEvent(_ explained: ExplainedEvent) {
        let event = explained.event
        print("\(event.type.display) at \(event.timestamp.text(in: zone)), by \(event.actorName):")
        if explained.decided == nil {
            print("  It is not decided yet who is told, or no longer known.")
        } else if explained.profiles.isEmpty {
            print("  \(explanation.user.username) has no profile.")
        }
        for profile in explained.profiles {
            let name = profile.name.map { "\"\($0)\"" } ?? "\(profile.id)"
            print("  Profile \(name): \(profile.sentence)")
        }
        for delivery in explained.deliveries { print("  \(delivery.sentence(in: zone))") }
    }
}
