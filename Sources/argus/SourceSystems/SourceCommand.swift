import ArgumentParser
import ArgusCore
import ArgusOperations
import ArgusServer
import ArgusVocabulary
import ArgusWire

/// The command `argus source …`.
struct SourceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "source", abstract: "Source systems, which post incidents.",
        subcommands: [
            SourceCreateCommand.self, SourceListCommand.self, SourceRotateTokenCommand.self,
            SourceDeleteCommand.self,
        ])
}

/// The command `argus source create`.
struct SourceCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Adds a source system with an account and a token, which is shown once.",
        discussion: HelpText.with(
            examples: "argus source create nav --type nav --base-url https://nav.example.org",
            "argus source create nav --type nav --token-file nav.token"))

    @Argument(help: "Its name.") var name: String
    @Option(help: "Its type, such as nav; added if there is none of that name.") var type: String
    @Option(
        help: ArgumentHelp(
            "The monitoring system's own address, with which the links of its incidents begin.",
            valueName: "url"))
    var baseUrl = ""
    @Option(help: "Its account's name; the source's, if not given.") var username: String?
    @Option(help: "After how many seconds without a sign of life it counts as dead; 60 to 86400.")
    var heartbeatFrequency: Int?
    @Option(
        help: """
            How many seconds an alert lasts that is posted again and again, once it is no more; \
            0 for ever.
            """)
    var alertExpiry: Int?
    @OptionGroup var token: TokenOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: SettingsOptions

    func validate() throws {
        guard baseUrl.isEmpty || BaseURL.isValid(baseUrl) else {
            throw ValidationError("--base-url is \(baseUrl), but \(BaseURL.expected).")
        }
        guard (60...86_400).contains(heartbeatFrequency ?? 60) else {
            throw ValidationError("--heartbeat-frequency is a number of seconds, 60 to 86400.")
        }
        guard alertExpiry == 0 || (60...2_592_000).contains(alertExpiry ?? 60) else {
            throw ValidationError("--alert-expiry is 0, or a number of seconds, 60 to 2592000.")
        }
    }

    func run() async throws {
        let file = try token.file()
        let new = try NewSourceSystem(
            name: name, type: type.lowercased(), username: username, baseURL: baseUrl,
            heartbeatFrequency: heartbeatFrequency.map { .seconds($0) },
            alertExpiry: alertExpiry.map { .seconds($0) })
        try await options.withOperations(mayMake: true) { operations, _ in
            let (source, issued) = try await create(new, operations)
            try file?.keep(issued.secret.value)
            if output.json {
                var object = source.json
                if file == nil { object.set("token", to: .string(issued.secret.value)) }
                return printJSON(.object(object))
            }
            print("Created source system \(source.name) (\(source.id)) of type \(source.type).")
            print(
                file.map { "Its token is in \($0.path)." }
                    ?? "Its token, shown only now: \(issued.secret.value)")
        }
    }

    private func create(
        _ new: NewSourceSystem, _ operations: Operations
    ) async throws -> (SourceSystem, TokenOperations.Issued) {
        do {
            return try await operations.sources.createWithToken(new, by: .console)
        } catch Refusal.because(.sourceSystemExists) {
            throw CommandError(
                "There is a source system \(new.name) of type \(new.type) already; "
                    + "`argus source rotate-token \(new.name)` gives it another token.")
        }
    }
}

/// The command `argus source list`.
struct SourceListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists all source systems.",
        discussion: HelpText.with(
            examples: "argus source list", reading: HelpText.databaseAndZone))

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        try await options.withOperations { operations, settings in
            let sources = try await operations.sources.list()
            if output.json {
                let values = sources.map { source in
                    var object = source.json
                    object.set("base_url", to: .string(source.baseURL))
                    let seen = source.lastSeen.map { JSONValue.string($0.text(in: settings.zone)) }
                    object.set("last_seen", to: seen ?? .null)
                    return JSONValue.object(object)
                }
                return printJSON(.array(values))
            }
            printTable(
                ["PK", "NAME", "TYPE", "LAST SEEN", "BASE URL"],
                sources.map {
                    let seen = $0.lastSeen?.text(in: settings.zone) ?? "never"
                    return ["\($0.id)", $0.name, $0.type, seen, $0.baseURL]
                })
        }
    }
}

/// The command `argus source rotate-token`.
struct SourceRotateTokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate-token",
        abstract: "Gives a source system a new token, which is shown once.",
        discussion: HelpText.with(
            """
            The old ones go on working until they are revoked, so that nothing is lost while the \
            new one is put in place; --revoke-others ends them at once.
            """, examples: "argus source rotate-token nav --token-file nav.token"))

    @Argument(help: "The source system's name.") var name: String
    @Flag(help: "The other tokens of the source stop working at once.") var revokeOthers = false
    @OptionGroup var token: TokenOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let file = try token.file()
        try await options.withOperations { operations, _ in
            let source = try await operations.sources.find(named: name)
            let issued = try await operations.sources.rotateToken(
                of: source.id, revokingOthers: revokeOthers, by: .console)
            try file?.keep(issued.secret.value)
            guard output.json else {
                return print(file.map { "The token is in \($0.path)." } ?? issued.secret.value)
            }
            var object = source.json
            if file == nil { object.set("token", to: .string(issued.secret.value)) }
            printJSON(.object(object))
        }
    }
}

/// The command `argus source delete`.
struct SourceDeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Removes a source system and its account; refused while it has incidents.",
        discussion: HelpText.with(examples: "argus source delete nav"))

    @Argument(help: "The source system's name.") var name: String
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        try await options.withOperations { operations, _ in
            let source = try await operations.sources.find(named: name)
            try await operations.sources.delete(source.id, by: .console)
        }
        warn("Source system \(name) was deleted.")
    }
}

extension SourceSystem {
    fileprivate var json: JSONObject {
        var object = JSONObject()
        object.set("pk", to: .integer(id.rawValue))
        object.set("name", to: .string(name))
        object.set("type", to: .string(type))
        object.set("user", to: .integer(user.rawValue))
        return object
    }
}
