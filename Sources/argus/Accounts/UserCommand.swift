import ArgumentParser
import ArgusCore
import ArgusOperations
import ArgusServer
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
        commandName: "create", abstract: "Opens an account.")

    @Argument(help: "The account's name: letters, digits and @.+-_") var name: String
    @Option(help: "An e-mail address.") var email = ""
    @Option(help: "The first name.") var firstName = ""
    @Option(help: "The last name.") var lastName = ""
    @Flag(help: "May administer sources and planned maintenance.") var staff = false
    @Flag(help: "May do everything.") var superuser = false
    @Option(help: "Instead of the flags: viewer, operator, staff or superuser.") var role: Role?
    @Flag(help: "Read the password from standard input; without it, none can be used.")
    var passwordStdin = false
    @Flag(help: "Issue a token for the API, which is shown once.") var withToken = false
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: SettingsOptions

    func validate() throws {
        guard role == nil || !(staff || superuser) else {
            throw ValidationError("Give either --role, or --staff and --superuser.")
        }
    }

    func run() async throws {
        let password = passwordStdin ? try readSecretLine() : nil
        let new = try NewUser(
            username: name, firstName: firstName, lastName: lastName, email: email,
            role: role ?? (superuser ? .superuser : staff ? .staff : .operator))
        try await options.withOperations { operations, _ in
            let user = try await operations.accounts.create(new, password: password)
            let issued =
                withToken ? try await operations.tokens.create(for: name, kind: .account) : nil
            var object = JSONObject()
            object.set("pk", to: .integer(user.id.rawValue))
            object.set("username", to: .string(user.username))
            if let issued { object.set("token", to: .string(issued.secret.value)) }
            if output.json { return printJSON(.object(object)) }
            print("Created account \(user.username) (\(user.id)).")
            if let issued { print("Its token, shown only now: \(issued.secret.value)") }
        }
    }
}

/// The command `argus user password`.
struct UserPasswordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password", abstract: "Gives an account another password.")

    @Argument(help: "The account's name; a source system's account has one too.") var name: String
    @Flag(help: "Read the password from standard input.") var passwordStdin = false
    @OptionGroup var options: SettingsOptions

    func validate() throws {
        guard passwordStdin else {
            throw ValidationError("Give --password-stdin, and the password on standard input.")
        }
    }

    func run() async throws {
        let password = try readSecretLine()
        try await options.withOperations { operations, _ in
            try await operations.accounts.setPassword(password, of: name)
        }
        warn("The password of \(name) was changed.")
    }
}

/// The command `argus user grant`.
struct UserGrantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: "Changes what an account may do.")

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
            let user = try await operations.accounts.grant(change, to: name)
            print("\(name) is now \(user.rights).")
        }
    }
}

/// The command `argus user list`.
struct UserListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists all accounts, those of source systems too.")

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

extension User {
    /// What an account may do, in words.
    fileprivate var rights: String { isActive ? role.rawValue : "inactive" }

    fileprivate var json: JSONValue {
        [
            "pk": .integer(id.rawValue), "username": .string(username),
            "first_name": .string(firstName), "last_name": .string(lastName),
            "email": .string(email), "is_active": .bool(isActive), "is_staff": .bool(isStaff),
            "is_superuser": .bool(isSuperuser), "role": .string(role.rawValue),
        ]
    }
}
