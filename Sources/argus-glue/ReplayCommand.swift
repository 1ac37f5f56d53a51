import ArgumentParser
import ArgusGlue
import ArgusVocabulary

/// Sends once more what was delivered.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Puts what was delivered, and dead letters, into the queue once more.",
        discussion: """
            For a server that has lost something, such as one that was restored from a backup. What \
            was delivered is there for as long as ARGUS_GLUE_KEEP_DELIVERED says. What the server \
            has, it does not get twice.

            Example: argus-glue replay --source nav --since 2026-11-20T03:00:00Z --dry-run

            \(SettingsHelp.spool)
            """)

    @OptionGroup var source: SourceOption

    @Option(parsing: .unconditional, help: "Of which problem; without it of all.")
    var key: String?

    @Option(help: "Delivered, or as a dead letter accepted, at this time or later, in ISO 8601.")
    var since: String?

    @Option(help: "Delivered, or accepted, at this time or before.")
    var until: String?

    @Flag(help: "All there are.")
    var all = false

    @Flag(help: "Prints what would be sent, and puts nothing into the queue.")
    var dryRun = false

    @OptionGroup var options: GlueOptions

    func validate() throws {
        let isChosen = source.source != nil || key != nil || since != nil || until != nil
        guard isChosen != all else {
            throw ValidationError("Say which: --source, --key, --since, --until, or --all.")
        }
    }

    func run() async throws {
        let settings = try options.settings(needsServer: false)
        let source = try source.source.map { try settings.source(named: $0) }
        let zone = (source ?? settings.sources.first)?.zone ?? .utc
        let choice = ReplayChoice(
            source: source?.name, key: key, since: try time(since, "--since", zone),
            until: try time(until, "--until", zone))
        let spool = try options.spool()
        if dryRun {
            for entry in try spool.replayable(choice) {
                print("\(entry.sequence)  \(entry.source)  \(entry.reason ?? "delivered")")
                Swift.print("    \(entry.alert.json.text.printableJSON)")
            }
            return
        }
        print("\(try spool.replay(choice)) put into the queue again")
        if settings.limits.delivered == nil {
            Terminal.complain("Nothing that is delivered is kept: set ARGUS_GLUE_KEEP_DELIVERED.")
        }
    }

    private func time(_ text: String?, _ option: String, _ zone: Zone) throws -> Timestamp? {
        guard let text else { return nil }
        guard let time = try? Timestamp(text, in: zone) else {
            throw ValidationError("\(option) \(text.inOneLine) is no time in ISO 8601.")
        }
        return time
    }
}
