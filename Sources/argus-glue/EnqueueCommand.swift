import ArgumentParser
import ArgusClient
import ArgusGlue
import ArgusVocabulary
import FoundationEssentials
import Logging

/// Puts one alert into the spool.
struct EnqueueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enqueue",
        abstract: "Puts one alert into the spool and returns as soon as it is on disk.",
        discussion: """
            For notification hooks; `argus-glue run` delivers it. Whatever is not given as an \
            argument is taken from the environment: ARGUS_ALERT_TYPE (open, close, event, \
            stateless, change), ARGUS_ALERT_KEY, ARGUS_ALERT_IDENTITY and ARGUS_ALERT_TAGS (k=v, \
            separated by commas; a comma within a value is written \\, and a backslash \\\\), \
            ARGUS_ALERT_DESCRIPTION, ARGUS_ALERT_LEVEL, ARGUS_ALERT_TIME, ARGUS_ALERT_DETAILS_URL.

            Example: argus-glue enqueue --open --key 42 --description "mail2 is down" \
            --level high --tag host=mail2, later argus-glue enqueue --close --key 42

            \(SettingsHelp.accepting)
            """)

    /// What the alert says, as a flag.
    enum Kind: String, EnumerableFlag {
        case open, close, event, stateless, change
    }

    @Flag(exclusivity: .exclusive, help: "What the alert says.")
    var kind: Kind?

    @Option(
        parsing: .unconditional, help: "The monitoring system's identifier of the problem.")
    var key: String?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Instead of a key: an attribute that tells the problem from others; may be repeated.",
            valueName: "name=value"))
    var identity: [String] = []

    @Option(parsing: .unconditional, help: "A line for people.")
    var description: String?

    @Option(
        help: """
            critical, high, moderate, low, information, or what other systems call them \
            (warning, error, info, …), in any case; or 1 to 5.
            """)
    var level: String?

    @Option(
        name: [.customLong("tag")], parsing: .unconditionalSingleValue,
        help: ArgumentHelp("What it is about; may be repeated.", valueName: "key=value"))
    var tags: [String] = []

    @Option(
        name: [.customLong("start"), .customLong("time")],
        help: "When it happened, in ISO 8601; now if it is not given.")
    var time: String?

    @Option(
        name: .customLong("details-url"), parsing: .unconditional,
        help: "Where the monitoring system tells more.")
    var detailsURL: String?

    @OptionGroup var source: SourceOption
    @OptionGroup var options: GlueOptions

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        let settings = try options.settings(needsServer: false, only: source.source)
        let source = try settings.source(named: source.source)
        let alert = try given(environment).alert(of: source, in: settings)
        let spool = try Spool(path: settings.spool, limits: settings.limits)
        if let alert {
            try spool.accept([alert], of: source.name)
        } else {
            try spool.note(leftOut: [source.name: 1])
        }
        // The last connection to close a database writes it all back into one file. The process
        // that delivers does that; here it would only make the monitoring system wait.
        withExtendedLifetime(spool) { Terminal.end(0) }
    }

    private func given(_ environment: [String: String]) -> GivenAlert {
        var given = GivenAlert(environment: environment)
        given.add("type", kind.map { "--\($0.rawValue)" }, kind?.rawValue)
        given.add("key", "--key", key)
        given.add("description", "--description", description)
        given.add("level", "--level", level)
        given.add("time", "--start", time)
        given.add("details_url", "--details-url", detailsURL)
        given.add("tags", "--tag", tags)
        given.add("identity", "--identity", identity)
        return given
    }
}

/// What is said of an alert by arguments and by variables, an argument going before its variable.
struct GivenAlert {
    private var texts: [String: Text] = [:]
    private var lists: [String: List] = [:]
    private let environment: [String: String]

    private struct Text {
        /// The argument or the variable.
        let name: String
        let value: String
    }

    private struct List {
        let name: String
        let values: [String]
    }

    init(environment: [String: String]) {
        self.environment = environment
    }

    private static let variables = [
        "TYPE", "KEY", "IDENTITY", "DESCRIPTION", "LEVEL", "TAGS", "TIME", "DETAILS_URL",
    ].map { "ARGUS_ALERT_\($0)" }

    private static func variable(_ member: String) -> String {
        "ARGUS_ALERT_\(member.uppercased())"
    }

    /// Notes the value of a member, from its argument or else from its variable; an empty one is
    /// none.
    mutating func add(_ member: String, _ argument: String?, _ value: String?) {
        let variable = Self.variable(member)
        if let value, let argument {
            if !value.isEmpty { texts[member] = Text(name: argument, value: value) }
        } else if let value = environment[variable], !value.isEmpty {
            texts[member] = Text(name: variable, value: value)
        }
    }

    /// Notes the values of a member that is a list.
    mutating func add(_ member: String, _ argument: String, _ values: [String]) {
        let variable = Self.variable(member)
        if !values.isEmpty {
            lists[member] = List(name: argument, values: values)
        } else if let written = environment[variable] {
            let values = Self.items(of: written)
            if !values.isEmpty { lists[member] = List(name: variable, values: values) }
        }
    }

    /// The items between commas; a comma or a backslash after a backslash is one of the item.
    private static func items(of written: String) -> [String] {
        var items = [String.UnicodeScalarView()]
        var isEscaped = false
        for scalar in written.unicodeScalars {
            if isEscaped, scalar != ",", scalar != "\\" { items[items.count - 1].append("\\") }
            switch scalar {
            case "\\" where !isEscaped:
                isEscaped = true
                continue
            case "," where !isEscaped: items.append(String.UnicodeScalarView())
            default: items[items.count - 1].append(scalar)
            }
            isEscaped = false
        }
        if isEscaped { items[items.count - 1].append("\\") }
        return items.map { String($0) }.filter { !$0.isEmpty }
    }

    /// Puts the alert together as an object of the pipe format, so that the same rules hold.
    ///
    /// Nil if the conventions of the source leave it out.
    func alert(of source: SourceSettings, in settings: GlueSettings) throws -> Alert? {
        try refuseUnknownVariables()
        guard texts["type"] != nil else {
            throw ValidationError(
                "Say what the alert says: --open, --close, --event, --stateless or --change.")
        }
        var object = JSONObject()
        for (member, text) in texts { object.set(member, to: .string(text.value)) }
        let tags = try pairs("tags").map { JSONValue.string($0.description) }
        if !tags.isEmpty { object.set("tags", to: .array(tags)) }
        let identity = try pairs("identity").map { ($0.key, JSONValue.string($0.value)) }
        if !identity.isEmpty { object.set("identity", to: .object(JSONObject(identity))) }
        var gate = AlertGate(
            settings.server.version, by: source.conventions, logger: settings.logger("argus-glue"))
        do {
            let now = Timestamp.now()
            let admission = try gate.admit(
                Alert(.object(object), in: source.zone, now: now), receipt: now)
            if case .taken(let alert) = admission { return alert }
            return nil
        } catch {
            throw ValidationError("The alert is refused: \(sentence(error)).")
        }
    }

    private func pairs(_ member: String) throws -> [Tags.Element] {
        guard let list = lists[member] else { return [] }
        return try list.values.map { item in
            guard let pair = Tags.Element(item) else {
                let hint =
                    list.name.hasPrefix("ARGUS_") ? #"; a comma within a value is written \,"# : ""
                throw ValidationError(
                    "\(list.name) must look like name=value, not \(item.inOneLine)\(hint).")
            }
            return pair
        }
    }

    /// What is wrong, each with the argument or the variable that it came from.
    private func sentence(_ problem: AlertProblem) -> String {
        problem.faults.map { fault in
            guard let member = fault.member else { return fault.problem }
            let given = texts[member]?.name ?? lists[member]?.name
            let argument = "--\(member.replacing("_", with: "-"))"
            return "\(given ?? "\(argument) or \(Self.variable(member))") \(fault.problem)"
        }.joined(separator: "; ")
    }

    private func refuseUnknownVariables() throws {
        let unknown = environment.keys.filter {
            $0.hasPrefix("ARGUS_ALERT_") && !Self.variables.contains($0)
        }
        guard !unknown.isEmpty else { return }
        let sentences = unknown.sorted().map {
            "\($0) is not known\(Suggestion(for: $0, among: Self.variables))"
        }
        throw ValidationError(sentences.joined(separator: "\n"))
    }
}
