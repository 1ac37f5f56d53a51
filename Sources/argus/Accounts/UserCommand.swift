import ArgumentParser
import ArgusCore
import ArgusOperations
import ArgusServer
import ArgusVocabulary
import ArgusWire

/// The command `argus user …`.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Accounts of people.",
        subcommands: [
            UserCreateCommand.self, UserPasswordCommand.self, UserGrantCommand.self,
            UserListCommand.self,
        ])
}

extension Role: ExpressibleByArgument {}

/// The command `argus user create`.
struct UserCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Opens an account.",
        discussion: HelpText.with(
            "Without --password-stdin nobody can log in to it with a password yet.",
            examples: "argus user create alice --superuser --password-stdin",
            "argus user create wall --role viewer --with-token"))

    @Argument(help: "The account's name: letters, digits and @.+-_") var name: String
    @Option(help: "An e-mail address.") var email = ""
    @Option(help: "The first name.") var firstName = ""
    @Option(help: "The last name.") var lastName = ""
    @Flag(help: "May administer sources and planned maintenance.") var staff = false
    @Flag(help: "May do everything.") var superuser = false
    @Option(help: "Instead of the flags: viewer, operator, staff or superuser.") var role: Role?
    @Flag(help: "Read the password from standard input; at a terminal, ask for it.")
    var passwordStdin = false
    @Flag(help: "Issue a token for the API, which is shown once.") var withToken = false
    @OptionGroup var token: TokenOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: SettingsOptions

    func validate() throws {
        guard role == nil || !(staff || superuser) else {
            throw ValidationError("Give either --role, or --staff and --superuser.")
        }
    }

    func run() async throws {
        let file = try token.file()
        let password = passwordStdin ? try SecretInput.readLine() : nil
        let new = try NewUser(
            username: name, firstName: firstName, lastName: lastName, email: email,
            role: role ?? (superuser ? .superuser : staff ? .staff : .operator))
        try await options.withOperations(mayMake: true) { operations, _ in
            let opened = try await operations.accounts.create(
                new, password: password, by: .console)
            guard case .performed(let account) = opened else { return }
            let issued =
                withToken || file != nil
                ? try await operations.tokens.issue(to: name, kind: .account, by: .console) : nil
            if let issued { try file?.keep(issued.secret.value) }
            tell(of: account.user, file == nil ? issued?.secret.value : nil)
            if let file, !output.json { print("Its token is in \(file.path).") }
            if password == nil {
                warn(
                    "Nobody can log in to \(name) with a password until it has one: "
                        + "argus user password \(name) --password-stdin")
            }
            warnOfWeak(password, of: name)
        }
    }

    private func tell(of user: User, _ token: String?) {
        var object = JSONObject()
        object.set("pk", to: .integer(user.id.rawValue))
        object.set("username", to: .string(user.username))
        if let token { object.set("token", to: .string(token)) }
        if output.json { return printJSON(.object(object)) }
        print("Created account \(user.username) (\(user.id)).")
        if let token { print("Its token, shown only now: \(token)") }
    }
}

/// The command `argus user password`.
struct UserPasswordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password", abstract: "Gives an account another password.",
        discussion: HelpText.with(examples: "argus user password alice --password-stdin"))

    @Argument(help: "The account's name; a source system's account has one too.") var name: String
    @Flag(help: "Read the password from standard input; at a terminal, ask for it.")
    var passwordStdin = false
    @OptionGroup var options: SettingsOptions

    func validate() throws {
        guard passwordStdin else {
            throw ValidationError("Give --password-stdin, and the password on standard input.")
        }
    }

    func run() async throws {
        let password = try SecretInput.readLine()
        try await options.withOperations { operations, _ in
            try await operations.accounts.setPassword(password, of: name, by: .console)
        }
        warn("The password of \(name) was changed.")
        warnOfWeak(password, of: name)
    }
}

/// The command `argus user grant`.
struct UserGrantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: "Changes what an account may do.",
        discussion: HelpText.with(
            examples: "argus user grant bob --role operator", "argus user grant bob --no-active"))

    @Argument(help: "The account's name.") var name: String
    @Flag(inversion: .prefixedNo, help: "May administer sources and planned maintenance.")
    var staff: Bool?
    @Flag(inversion: .prefixedNo, help: "May do everything.") var superuser: Bool?
    @Option(help: "Instead of these: viewer, operator, staff or superuser.") var role: Role?
    @Flag(inversion: .prefixedNo, help: "May log in and use tokens.") var active: Bool?
    @OptionGroup var options: SettingsOptions

    func validate() throws {
        guard staff != nil || superuser != nil || active != nil || role != nil else {
            throw ValidationError(
                "Say what to change: --role, --staff, --superuser, --active, or --no-….")
        }
        guard role == nil || (staff == nil && superuser == nil) else {
            throw ValidationError("Give either --role, or --staff and --superuser.")
        }
    }

    func run() async throws {
        try await options.withOperations { operations, _ in
            let change = UserChange(
                isActive: active, role: role, isStaff: staff, isSuperuser: superuser)
            let user = try await operations.accounts.grant(change, to: name, by: .console)
            print("\(name) is now \(user.rights).")
        }
    }
}

/// The command `argus user list`.
struct UserListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists all accounts, those of source systems too.",
        discussion: HelpText.with(examples: "argus user list"))

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        try await options.withOperations { operations, _ in
            let users = try await operations.accounts.list()
            if output.json { return printJSON(.array(users.map(\.json))) }
            printTable(
                ["PK", "USERNAME", "NAME", "EMAIL", "RIGHTS"],
                users.map {
                    [
                        "\($0.id)", $0.username, "\($0.firstName) \($0.lastName)", $0.email,
                        $0.rights,
                    ]
                })
        }
    }
}

/// Says what is weak about a password that is taken nevertheless.
private func warnOfWeak(_ password: String?, of username: String) {
    guard let password else { return }
    let problems = Password.problems(of: password, username: username)
    if !problems.isEmpty {
        let sentences = problems.map(\.description).joined(separator: " ")
        warn("Warning: \(sentences) It was taken nevertheless.")
    }
}

extension User {
    /// What an account may do, in words.
    fileprivate var rights: String { isActive ? role.rawValue : "inactive" }

    fileprivate var json: JSONValue {
        [
            "pk": .integer(id.rawValue), "username": .string(username),
            "first_name": .string(firstName), "last_name": .string(lastName),
            "email": .string(email), "is_active": .bool(isActive), "is_staff": .bool(role.isStaff),
            "is_superuser": .bool(role.isSuperuser), "role": .string(role.rawValue),
        ]
    }
}
