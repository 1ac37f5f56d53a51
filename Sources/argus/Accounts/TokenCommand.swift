import ArgumentParser
import ArgusCore
import ArgusOperations
import ArgusServer
import ArgusVocabulary
import ArgusWire

/// The command `argus token …`.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Tokens, with which programs use the API.",
        subcommands: [TokenCreateCommand.self, TokenListCommand.self, TokenRevokeCommand.self])
}

extension TokenScope: ExpressibleByArgument {}

/// The command `argus token create`.
struct TokenCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Issues a token; those that the account has go on working.",
        discussion: HelpText.with(
            examples: "argus token create alice --scope read --name reports",
            "argus token create nav --expires-in-days 365 --token-file nav.token",
            reading: HelpText.databaseAndZone))

    @Argument(help: "The account's name, a person's or a source system's.") var username: String
    @Option(help: "What it may be used for.") var scope = TokenScope.full
    @Option(help: "What it is for, as lists show it.") var name = ""
    @Option(help: "After how many days it stops working; never, if not given.")
    var expiresInDays: Int?
    @OptionGroup var token: TokenOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: SettingsOptions

    func validate() throws {
        if let expiresInDays, !(1...36_500).contains(expiresInDays) {
            throw ValidationError("--expires-in-days is a number from 1 to 36500.")
        }
    }

    func run() async throws {
        let file = try token.file()
        try await options.withOperations { operations, settings in
            let issued = try await operations.tokens.issue(
                to: username, scope: scope, name: name,
                lifetime: expiresInDays.map { .seconds($0 * 86_400) }, by: .console)
            try file?.keep(issued.secret.value)
            guard output.json else {
                return print(file.map { "The token is in \($0.path)." } ?? issued.secret.value)
            }
            var object = JSONObject()
            object.set("username", to: .string(username))
            if file == nil { object.set("token", to: .string(issued.secret.value)) }
            object.set("scope", to: .string(scope.rawValue))
            let expires = issued.expires.map { JSONValue.string($0.text(in: settings.zone)) }
            object.set("expires", to: expires ?? .null)
            printJSON(.object(object))
        }
    }
}

/// The command `argus token list`.
struct TokenListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists tokens: never the tokens themselves, but their first "
            + "characters.",
        discussion: HelpText.with(
            examples: "argus token list alice", reading: HelpText.databaseAndZone))

    @Argument(help: "An account's name; without it, all are listed.") var username: String?
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        try await options.withOperations { operations, settings in
            let tokens = try await operations.tokens.list(of: username)
            let rows = tokens.map { token, username in
                let time: (Timestamp?) -> String = { $0?.text(in: settings.zone) ?? "" }
                return [
                    "\(token.id)", username, token.name, "\(token.prefix)…",
                    token.kind.rawValue, token.scope.rawValue, time(token.created),
                    time(token.expires),
                    time(token.lastUsed),
                ]
            }
            let names = [
                "pk", "username", "name", "prefix", "kind", "scope", "created", "expires",
                "last_used",
            ]
            guard output.json else {
                return printTable(names.map { $0.uppercased() }, rows)
            }
            printJSON(.array(rows.map { Self.json(names, $0) }))
        }
    }

    private static func json(_ names: [String], _ row: [String]) -> JSONValue {
        var object = JSONObject()
        for (name, text) in zip(names, row) {
            switch name {
            case "pk": object.set(name, to: Int64(text).map { .integer($0) } ?? .null)
            case "prefix": object.set(name, to: .string(String(text.dropLast())))
            case "name": object.set(name, to: .string(text))
            default: object.set(name, to: text.isEmpty ? .null : .string(text))
            }
        }
        return .object(object)
    }
}

/// The command `argus token revoke`.
struct TokenRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Takes a token back; it stops working at once.",
        discussion: HelpText.with(examples: "argus token revoke 7"))

    @Argument(help: "The token's number, as `argus token list` shows it.") var pk: Int64
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        try await options.withOperations { operations, _ in
            do {
                try await operations.tokens.revoke(Token.ID(pk), by: .console)
            } catch Refusal.because(.noSuch) {
                throw CommandError("There is no token \(pk).")
            }
        }
        warn("Token \(pk) was revoked.")
    }
}
