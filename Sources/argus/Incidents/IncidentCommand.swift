import ArgumentParser
import ArgusAnswers
import ArgusCore
import ArgusOperations
import ArgusServer
import ArgusVocabulary
import ArgusWire

/// The command `argus incident …`.
struct IncidentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident", abstract: "Incidents, from the command line.",
        subcommands: [
            IncidentListCommand.self, IncidentCreateCommand.self, IncidentCloseCommand.self,
        ])
}

/// The command `argus incident list`.
struct IncidentListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists incidents, newest first: the open ones, or all.",
        discussion: HelpText.with(
            examples: "argus incident list --level high --tag site=havna",
            "argus incident list --all --where 'host^=core- not acked' --limit 1000",
            "argus incident list --all --where id:7", reading: HelpText.databaseAndZone))

    @Flag(help: "List closed and stateless ones too.") var all = false
    @Option(help: "Only those of the source system of this name.") var source: String?
    @Option(name: .customLong("tag"), help: "Only those with this tag, key=value; may be repeated.")
    var tags: [String] = []
    @Option(help: "Only those of this level or worse; 1 to 5 will do as well.")
    var level = Level.information
    @Option(
        name: .customLong("where"),
        help: "Only those that fit a filter, such as 'host^=core- not has:ticket'.")
    var written = ""
    @Option(help: "At most so many.") var limit = 100
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: SettingsOptions

    func validate() throws {
        guard (1...100_000).contains(limit) else {
            throw ValidationError("--limit is a number from 1 to 100000.")
        }
    }

    func run() async throws {
        let tags = try tags.map(Tag.init(argument:))
        try await options.withOperations { operations, settings in
            var parts: [IncidentFilter] = [.tags(tags), .levelAtMost(Int64(level.rawValue))]
            if !all { parts.append(.open(true)) }
            parts.append(try filter(written, settings))
            if let source {
                parts.append(
                    .sources([try await operations.sources.find(named: source).id.rawValue]))
            }
            let page = try await operations.incidents.list(.all(parts), PageRequest(size: limit))
            let now = operations.clock()
            let incidents = page.items.map { IncidentJSON($0, at: now) }
            output.json
                ? IncidentPrinter.printJSON(incidents, settings)
                : IncidentPrinter.printTable(incidents, settings)
            if page.next != nil {
                warn("There are more than these \(limit); --limit shows more, up to 100000.")
            }
            for hint in (try? WrittenFilter(written))?.hints ?? [] { warn(hint) }
        }
    }
}

/// The command `argus incident create`.
struct IncidentCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Creates an incident in the name of a source system.",
        discussion: HelpText.with(
            examples: "argus incident create 'mail2 is down' --source nav --level high "
                + "--tag host=mail2", reading: HelpText.databaseAndZone))

    @Argument(help: "What is wrong.") var description: String
    @Option(help: "The source system's name.") var source: String
    @Option(name: .customLong("tag"), help: "A tag, key=value; may be repeated.")
    var tags: [String] = []
    @Option(help: "How bad it is; 1 to 5 will do as well.")
    var level = Level.information
    @Option(help: "The source's own identifier of the problem.") var sourceIncidentId = ""
    @Option(help: "When it began, in ISO 8601; now, if not given.") var start: String?
    @Flag(help: "It happened once and has no end.") var stateless = false
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let tags = try tags.map(Tag.init(argument:))
        try await options.withOperations { operations, settings in
            let start = try self.start.map { try moment($0, settings) } ?? operations.clock()
            let new = try NewIncident(
                startTime: start, endTime: stateless ? .stateless : .open,
                sourceIncidentID: sourceIncidentId,
                details: IncidentDetails(description: description, level: level), tags: tags)
            let system = try await operations.sources.find(named: source)
            let requester = try await operations.sources.actor(for: system.id, by: .console)
            let outcome = try await operations.incidents.create(new, source: .own, by: requester)
            guard case .performed(let incident) = outcome else { return }
            let json = IncidentJSON(incident, at: operations.clock())
            output.json
                ? IncidentPrinter.printJSON(json, settings)
                : print("Created incident \(json.id).")
        }
    }
}

/// The command `argus incident close`.
struct IncidentCloseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Closes an incident in the name of its source system.",
        discussion: HelpText.with(
            examples: "argus incident close 7 --description 'The fan was replaced.'",
            reading: HelpText.databaseAndZone))

    @Argument(help: "The incident's number.") var pk: Int64
    @Option(help: "When it ended, in ISO 8601; now, if not given.") var end: String?
    @Option(help: "What to write in its log.") var description = ""
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        try await options.withOperations { operations, settings in
            let end = try self.end.map { try moment($0, settings) }
            let found = try await operations.incidents.find(Incident.ID(pk))
            guard found.incident.endTime.isOpen(at: operations.clock()) else {
                throw CommandError("Incident \(pk) is not open.")
            }
            let requester = try await operations.sources.actor(
                for: found.source.id, by: .console)
            let event = PostedEvent(
                type: .end, timestamp: end, description: description, acknowledgementsURL: "")
            _ = try await operations.incidents.post(event, to: Incident.ID(pk), by: requester)
        }
        warn("Incident \(pk) was closed.")
    }
}

private func moment(_ text: String, _ settings: Settings) throws -> Timestamp {
    do {
        return try TimestampText(text).moments(in: settings.zone, receivedAt: .now())[0]
    } catch {
        throw ValidationError("\(text) is no time in ISO 8601, such as 2026-11-22T09:30:00Z.")
    }
}

private func filter(_ text: String, _ settings: Settings) throws -> IncidentFilter {
    do throws(WrittenFilterProblem) {
        return try WrittenFilter(text, in: settings.zone).filter
    } catch {
        throw ValidationError("--where: \(error.message)")
    }
}

extension Level: ExpressibleByArgument {
    /// Takes a word or a number.
    public init?(argument: String) {
        self.init(argument)
    }

    /// What the help shows as the default.
    public var defaultValueDescription: String { word }

    /// What the help shows as the choice.
    public static var allValueStrings: [String] { allCases.map(\.word) }
}

extension Tag {
    fileprivate init(argument text: String) throws {
        do throws(TagProblem) {
            try self.init(text, keys: .anyCase)
        } catch .tooLong {
            throw ValidationError("--tag \(text.prefix(40))…: \(TagProblem.tooLong)")
        } catch {
            throw ValidationError(
                "\(text) is no tag: write key=value, the key in letters, digits and _.")
        }
    }
}
