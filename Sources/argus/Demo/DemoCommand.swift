import ArgumentParser
import ArgusVocabulary

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Prints the alerts of a believable network, for `argus-glue pipe` to deliver.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Prints the alerts of a made-up network, as input for `argus-glue pipe`.",
        discussion: HelpText.with(
            """
            First comes the day that has just passed, about 300 incidents of which most are over, \
            then a new one every few seconds, and the ends of those that end.
            """,
            examples: "argus demo | argus-glue pipe", "argus demo --once --seed 7", reading: []))

    @Flag(help: "Stop after the past day.")
    var once = false

    @Flag(help: "Leave out the past day, which was told before.")
    var noDay = false

    @Option(help: "A number; the same number makes the same day again.")
    var seed: UInt64 = 1

    @Option(help: "Seconds between new problems, once the day is told.")
    var interval: Double = 5

    func validate() throws {
        guard interval >= 0.1, interval <= 86_400 else {
            throw ValidationError("--interval must be between 0.1 and 86400 seconds.")
        }
        guard !(once && noDay) else {
            throw ValidationError("--once and --no-day together leave nothing to print.")
        }
    }

    func run() async throws {
        var stream = DemoStream(seed: seed, now: .now(), withDay: !noDay)
        tell(stream.next(until: .now()))
        while !once {
            try await Task.sleep(for: .seconds(interval))
            stream.begin(at: .now())
            tell(stream.next(until: .now()))
        }
    }

    /// Prints a line each, and hands them on at once, since a pipe would hold them back.
    private func tell(_ alerts: [DemoAlert]) {
        for alert in alerts { printJSON(alert.line) }
        fflush(nil)
    }
}
