import ArgumentParser
import ArgusClient
import ArgusGlue
import ArgusVocabulary

/// Compares a source with the server, now.
struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract:
            "Compares what is open in a monitoring system with the server, and queues the rest.",
        discussion: """
            Asks the system's API (api_url of the source), then the server, and prints what differs. \
            argus-glue run does this by itself, and delivers what is queued here.

            Exit status 1 if a system cannot be asked, or so many would be closed that it must be \
            allowed.

            Example: argus-glue sync --dry-run --source nav --config /etc/argus-glue/glue.yaml

            \(SettingsHelp.server)
            """)

    @OptionGroup var source: SourceOption

    @Flag(help: "Prints what differs, and queues nothing.")
    var dryRun = false

    @Flag(help: "Closes also if that is more than half of what is open, or nothing is open there.")
    var allowMassClose = false

    @OptionGroup var options: GlueOptions

    func run() async throws {
        let settings = try options.settings()
        let spool = try Spool(path: settings.spool, limits: settings.limits)
        let asked =
            source.source == nil
            ? settings.sources.filter { $0.api != nil }
            : [try settings.source(named: source.source)]
        if asked.isEmpty { Terminal.end(1, "No source has an api_url, so none can be compared.") }
        var isWell = true
        for source in asked where try await !compare(source, settings, spool) { isWell = false }
        if !isWell { throw ExitCode.failure }
    }

    /// Compares a source; false if that failed, or is not allowed.
    private func compare(
        _ source: SourceSettings, _ settings: GlueSettings, _ spool: Spool
    ) async throws -> Bool {
        let client = try settings.server.client(source.token)
        let account = SourceAccount(name: source.name, client: client, server: settings.server.url)
        let result: Bool
        do {
            guard let comparison = try settings.comparison(of: source, account, spool) else {
                Terminal.end(
                    1, "The source \(source.name) has no api_url, so it cannot be compared.")
            }
            let finding = try await comparison.compare()
            tell(finding, of: source.name)
            result = try queue(finding, comparison)
        } catch let problem as SpoolProblem {
            throw problem
        } catch {
            Terminal.complain("\(source.name): \(error)")
            result = false
        }
        try await client.shutdown()
        return result
    }

    private func tell(_ finding: Comparison.Finding, of name: SourceName) {
        let difference = finding.difference
        for alert in difference.opens { print("open   \(alert.key)  \(alert.description)") }
        for alert in difference.changes {
            let level = alert.level.map { " \($0)" } ?? ""
            print("change \(alert.key) \(level) \(alert.description)")
        }
        for alert in difference.closes { print("close  \(alert.key)") }
        for doubt in finding.doubts { print("# not read, so nothing is closed: \(doubt)") }
        print(
            """
            \(name): \(difference.opens.count) to open, \(difference.changes.count) to change, \
            \(difference.closes.count) to close, \(difference.left) left for now
            """)
    }

    private func queue(
        _ finding: Comparison.Finding, _ comparison: Comparison
    ) throws(SpoolProblem) -> Bool {
        if dryRun { return true }
        var finding = finding
        let isHeldBack = finding.isSuspicious && !allowMassClose
        if isHeldBack {
            Terminal.complain(
                """
                \(comparison.source): \(finding.difference.closes.count) incidents would be \
                closed, which may be a mistake: nothing is closed without --allow-mass-close.
                """)
            finding.difference.closes = []
        }
        _ = try comparison.queue(finding)
        return !isHeldBack
    }
}
