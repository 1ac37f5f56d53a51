import ArgumentParser
import ArgusGlue
import ArgusVocabulary
import ArgusWire

/// Shows how the spool stands.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows how many alerts wait, since when, and whether they are being delivered.",
        discussion: """
            Example: argus-glue status --json

            \(SettingsHelp.spool)
            """)

    @Flag(help: "Write one JSON object.")
    var json = false

    @OptionGroup var options: GlueOptions

    func run() async throws {
        let settings = try options.settings(needsServer: false)
        let status = try Spool(path: settings.spool, limits: settings.limits, mayMake: false)
            .status()
        if json { return Terminal.printJSON(status.json(at: .now())) }
        let zone = settings.sources.first?.zone ?? .utc
        for line in status.lines(at: .now(), zone) { print(line) }
    }
}

extension SpoolStatus {
    /// The status as lines for people: a block for each source, if there are several.
    fileprivate func lines(at now: Timestamp, _ zone: Zone) -> [String] {
        let areMany = sources.contains { $0.name != .default }
        let blocks = sources.flatMap { source in
            (areMany ? ["", "Source:        \(source.name)"] : [])
                + source.lines(at: now, zone, byteLimit)
        }
        let total =
            "Ever:          \(accepted) accepted, \(delivered) delivered, "
            + "\(skipped) needed nothing, \(dropped) dropped"
        return ["Spool:         \(path)", total] + blocks
    }
}

extension SpoolStatus.Source {
    fileprivate func lines(at now: Timestamp, _ zone: Zone, _ byteLimit: Int) -> [String] {
        func time(_ moment: Timestamp?) -> String {
            guard let moment else { return "never" }
            return "\(moment.text(in: zone)) (\(now.since(moment).inWords) ago)"
        }
        let holder = deliverer.map { $0.pid.map { "process \($0)" } ?? "another process" }
        let nobody = depth > 0 ? "nobody; start `argus-glue run`" : "nobody; nothing waits"
        var lines = [
            "Delivered by:  \(holder ?? nobody)",
            "Waiting:       \(depth)"
                + (oldest.map { _ in ", the oldest since \(time(oldest))" } ?? ""),
            "Set aside:     \(setAside)"
                + (setAsideReason.map { ", the first because \($0)" } ?? ""),
            "Dead letters:  \(dead)" + (dead > 0 ? "; see `argus-glue dead list`" : ""),
            "Last success:  \(time(lastSuccess))",
            "Room:          \(bytes) of \(byteLimit) bytes taken",
        ]
        if leftOut > 0 { lines.append("Left out:      \(leftOut), by tag conventions") }
        if let pausedSince {
            lines.append("Paused:        since \(time(pausedSince)); see `argus-glue resume`")
        }
        if let trouble { lines.append("Trouble:       since \(time(troubleSince)): \(trouble)") }
        if let comparisonTrouble {
            let since = time(comparisonTroubleSince)
            lines.append("Not compared:  since \(since): \(comparisonTrouble)")
        }
        return lines
    }
}

extension Duration {
    /// The two largest units, such as `3 h 25 min`; whole seconds are the smallest.
    fileprivate var inWords: String {
        var rest = max(0, components.seconds)
        var parts: [String] = []
        for (name, size) in [("d", Int64(86_400)), ("h", 3600), ("min", 60), ("s", 1)] {
            let count = rest / size
            rest %= size
            if count > 0, parts.count < 2 { parts.append("\(count) \(name)") }
        }
        return parts.isEmpty ? "0 s" : parts.joined(separator: " ")
    }
}
