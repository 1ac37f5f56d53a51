import ArgumentParser
import ArgusClient
import ArgusGlue
import FoundationEssentials

/// Puts one alert into the spool.
struct EnqueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enqueue",
        abstract: "Puts one alert into the spool and returns as soon as it is on disk.",
        discussion: """
            For notification hooks; `argus-glue run` delivers it. Whatever is not given as an \
            argument is taken from the environment: ARGUS_ALERT_TYPE (open, close, event, \
            stateless), ARGUS_ALERT_KEY, ARGUS_ALERT_IDENTITY and ARGUS_ALERT_TAGS (k=v, separated \
            by commas), ARGUS_ALERT_DESCRIPTION, ARGUS_ALERT_LEVEL, ARGUS_ALERT_TIME, \
            ARGUS_ALERT_DETAILS_URL.
            """)

    /// What the alert says, as a flag.
    enum Kind: String, EnumerableFlag {
        case open, close, event, stateless, change
    }

    @Flag(exclusivity: .exclusive, help: "What the alert says.")
    var kind: Kind?

    @Option(help: "The monitoring system's identifier of the problem.")
    var key: String?

    @Option(
        help: ArgumentHelp(
            "Instead of a key: an attribute that tells the problem from others; may be repeated.",
            valueName: "name=value"))
    var identity: [String] = []

    @Option(help: "A line for people.")
    var description: String?

    @Option(help: "1 to 5, or critical, high, moderate, low, information.")
    var level: String?

    @Option(
        name: [.customLong("tag")], help: ArgumentHelp("May be repeated.", valueName: "key=value"))
    var tags: [String] = []

    @Option(
        name: [.customLong("start"), .customLong("time")],
        help: "When it happened, in ISO 8601; now if it is not given.")
    var time: String?

    @Option(name: .customLong("details-url"), help: "Where the monitoring system tells more.")
    var detailsURL: String?

    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let settings = try await options.settings(needsServer: false)
        let alert = try alert(settings, ProcessInfo.processInfo.environment)
        let spool = try Spool(path: settings.spool, limits: settings.limits)
        try spool.accept([alert])
        // The last connection to close a database writes it all back into one file. The process
        // that delivers does that; here it would only make the monitoring system wait.
        withExtendedLifetime(spool) { Terminal.end(0) }
    }

    /// Puts the alert together as an object of the pipe format, so that the same rules hold.
    private func alert(_ settings: GlueSettings, _ environment: [String: String]) throws -> Alert {
        func given(_ argument: String?, _ name: String) -> String? {
            (argument ?? environment["ARGUS_ALERT_\(name)"]).flatMap { $0.isEmpty ? nil : $0 }
        }
        func list(_ arguments: [String], _ name: String) -> [String] {
            if !arguments.isEmpty { return arguments }
            return given(nil, name)?.split(separator: ",").map(String.init) ?? []
        }
        var object = JSONObject()
        func set(_ name: String, _ text: String?) {
            if let text { object.set(name, to: .string(text)) }
        }
        guard let type = given(kind?.rawValue, "TYPE") else {
            throw ValidationError("Say what the alert says: --open, --close, --event, --stateless.")
        }
        set("type", type)
        set("key", given(key, "KEY"))
        set("description", given(description, "DESCRIPTION"))
        set("time", given(time, "TIME"))
        set("details_url", given(detailsURL, "DETAILS_URL"))
        if let level = given(level, "LEVEL") {
            object.set("level", to: Int64(level).map { .integer($0) } ?? .string(level))
        }
        let tags = list(tags, "TAGS")
        if !tags.isEmpty { object.set("tags", to: .array(tags.map { .string($0) })) }
        if let identity = try identity(list(identity, "IDENTITY")) {
            object.set("identity", to: identity)
        }
        do {
            return try Alert(.object(object), in: settings.zone, now: .now())
        } catch {
            throw ValidationError("The alert is refused: \(error)")
        }
    }

    private func identity(_ pairs: [String]) throws -> JSONValue? {
        guard !pairs.isEmpty else { return nil }
        var object = JSONObject()
        for pair in pairs {
            guard let tag = Tags.Element(pair) else {
                throw ValidationError("--identity must look like name=value, not \(pair).")
            }
            object.set(tag.key, to: .string(tag.value))
        }
        return .object(object)
    }
}
