import ArgumentParser
import ArgusClient
import ArgusGlue
import ArgusVocabulary
import FoundationEssentials
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Brings what was to the server.
struct BackfillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backfill",
        abstract: "Brings the history of a monitoring system to the server, with both times.",
        discussion: """
            From a file with what the system says, or with lines of its export, or without one from \
            its API, where that tells (zabbix). Only what is over is told. It may be stopped and \
            started again: what the server has is passed over. Ends when all is delivered.

            Example: argus-glue backfill --source zabbix --since 2026-01-01 --config \
            /etc/argus-glue/glue.yaml

            \(SettingsHelp.delivering)
            """)

    @OptionGroup var source: SourceOption

    @Option(help: "From when on problems began, in ISO 8601, such as 2026-01-01.")
    var since: String

    @Option(help: "Until when they began; now if it is not given.")
    var until: String?

    @Argument(help: "A file with the history; - for standard input. Without it the API is asked.")
    var file: String?

    @OptionGroup var options: GlueOptions

    func run() async throws {
        let settings = try options.settings()
        let source = try settings.source(named: source.source)
        let start = try time(since, "--since", source.zone)
        let end = try until.map { try time($0, "--until", source.zone) } ?? .now()
        let origin = try origin(source)
        let bar = ProgressBar(from: start, to: end)
        try await GlueService.backfill(
            source, from: origin, since: start, until: end, settings,
            settings.logger("argus-glue")
        ) { bar.show($0) }
        let progress = bar.finish()
        for reason in progress.refused.prefix(20) { Terminal.complain("Refused: \(reason)") }
        print(
            """
            \(progress.told) incidents told, \(progress.known) known before, \(progress.open) \
            without an end left out, \(progress.refused.count) lines refused
            """)
        if !progress.refused.isEmpty { throw ExitCode.failure }
    }

    private func origin(_ source: SourceSettings) throws -> Backfill.Origin {
        guard let file else {
            guard source.api != nil, source.system is any HistorySystem else {
                throw ValidationError(
                    "The history of \(source.name) must be given in a file: no API tells it.")
            }
            return .api
        }
        guard let data = FileManager.default.contents(atPath: file == "-" ? "/dev/stdin" : file)
        else { Terminal.end(1, "The file \(file.inOneLine) cannot be read.") }
        return .file([UInt8](data))
    }

    private func time(_ text: String, _ option: String, _ zone: Zone) throws -> Timestamp {
        do {
            return try Timestamp(text, in: zone)
        } catch {
            guard let day = try? Timestamp("\(text)T00:00:00", in: zone) else {
                throw ValidationError("\(option) \(text.inOneLine) is no time in ISO 8601.")
            }
            return day
        }
    }
}

/// Shows on a terminal how far a history is told; elsewhere nothing.
private final class ProgressBar: Sendable {
    private let start, end: Timestamp
    private let isTerminal = isatty(2) == 1
    private let last = Mutex(Backfill.Progress())

    init(from start: Timestamp, to end: Timestamp) {
        (self.start, self.end) = (start, end)
    }

    func show(_ progress: Backfill.Progress) {
        last.withLock { $0 = progress }
        guard isTerminal, let reached = progress.reached else { return }
        let whole = max(1, end.microseconds - start.microseconds)
        let share = Double(reached.microseconds - start.microseconds) / Double(whole)
        let filled = Int((min(1, max(0, share)) * 30).rounded())
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
        put("\r[\(bar)] \(reached)  \(progress.told) told, \(progress.known) known ")
    }

    /// Ends the line; the answer is how far it got.
    func finish() -> Backfill.Progress {
        if isTerminal { put("\n") }
        return last.withLock { $0 }
    }

    private func put(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(2, bytes, bytes.count)
    }
}
