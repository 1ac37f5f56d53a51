import ArgusServer
import ArgusSettings
import ArgusTesting
import Testing

@Suite struct `Commands tell how they ended` {
    @Test(arguments: [
        [], ["--help"], ["--version"], ["user"], ["serve", "--help"], ["check", "--help"],
        ["migrate", "--help"],
        ["user", "create", "--help"], ["source", "create", "--help"],
        ["token", "revoke", "--help"],
        ["incident", "close", "--help"], ["demo", "--help"],
    ])
    func `help is printed, with status 0`(arguments: [String]) async throws {
        try await Installation.with { argus in
            let finished = try await argus.run(arguments)

            #expect(finished.status == 0)
            #expect(!finished.output.isEmpty)
            #expect(finished.errors == "")
        }
    }

    @Test(arguments: [
        ["nonsense"], ["user", "nonsense"], ["user", "create"], ["serve", "--nonsense"],
        ["source", "create", "nav1"], ["user", "password", "bob"], ["user", "grant", "bob"],
        ["token", "revoke", "x"], ["token", "create", "bob", "--expires-in-days", "0"],
        ["incident", "list", "--limit", "0"], ["incident", "list", "--tag", "x"],
        ["incident", "create", "x", "--source", "nav1", "--level", "9"],
        ["source", "create", "nav1", "--type", "nav", "--base-url", "nav.example.org"],
        ["source", "create", "nav1", "--type", "nav", "--heartbeat-frequency", "10"],
        ["demo", "--once", "--no-day"],
    ])
    func `wrong use is told on standard error, with status 2`(arguments: [String]) async throws {
        try await Installation.with { argus in
            let finished = try await argus.run(arguments)

            #expect(finished.status == 2)
            #expect(finished.output == "")
            #expect(!finished.errors.isEmpty)
            #expect(argus.folder.bytes(of: "argus.db") == nil)
        }
    }

    @Test(arguments: [
        (["user", "password", "zoe", "--password-stdin"], "There is no account named zoe."),
        (["user", "grant", "zoe", "--staff"], "There is no account named zoe."),
        (["token", "create", "zoe"], "There is no account named zoe."),
        (["token", "revoke", "99"], "There is no token 99."),
        (["source", "rotate-token", "zoe"], "There is no source system named zoe."),
        (["incident", "close", "99"], "There is no such incident."),
        (
            ["user", "create", "a b"],
            "username: The name of an account has only letters, digits and @ . + - _ in it."
        ),
    ])
    func `a refusal is one sentence on standard error, with status 1`(
        arguments: [String], sentence: String
    ) async throws {
        try await Installation.with { argus in
            try await argus.argus("migrate")
            let finished = try await argus.run(arguments, input: "secret\n")

            #expect(finished.status == 1)
            #expect(finished.output == "")
            #expect(finished.errors == "argus: \(sentence)\n")
        }
    }

    @Test(arguments: [
        (["serv"], "did you mean `argus serve`?"), (["lists"], "try `argus --help`?"),
        (["incident", "lst"], "did you mean `argus incident list`?"),
        (["incident", "show", "1"], "did you mean `argus incident list`?"),
        (["user", "nonsense"], "Known are create, password, grant, list."),
    ])
    func `a command that is not there comes with what may have been meant`(
        arguments: [String], hint: String
    ) async throws {
        try await Installation.with { argus in
            let finished = try await argus.run(arguments)

            #expect(finished.status == 2)
            #expect(finished.errors.hasPrefix("Error: There is no command `argus "))
            #expect(finished.errors.contains(hint), "\(finished.errors)")
        }
    }

    @Test(arguments: [
        (["incident", "list", "--tag", "x"], "argus incident list"),
        (["incident", "list", "--limit", "0"], "argus incident list"),
        (["incident", "list", "--where", "level>=9"], "argus incident list"),
        (["user", "grant", "bob"], "argus user grant"), (["serve", "--nonsense"], "argus serve"),
        (["migrate-data", "--from", "x", "--to", "y"], "argus migrate-data"),
    ])
    func `wrong use is told with how the same command is used`(
        arguments: [String], command: String
    ) async throws {
        try await Installation.with { argus in
            try await argus.argus("migrate")
            let finished = try await argus.run(arguments)

            #expect(finished.status == 2)
            #expect(finished.errors.contains("\nUsage: \(command) "), "\(finished.errors)")
            #expect(finished.errors.contains("See '\(command) --help' for more information."))
        }
    }

    @Test(arguments: [
        ["serve"], ["check"], ["migrate"], ["migrate-data"], ["demo"], ["user", "create"],
        ["user", "password"], ["user", "grant"], ["user", "list"], ["source", "create"],
        ["source", "list"], ["source", "rotate-token"], ["source", "delete"], ["token", "create"],
        ["token", "list"], ["token", "revoke"], ["incident", "list"], ["incident", "create"],
        ["incident", "close"],
    ])
    func `every command's help has an example, and the settings that it reads`(
        command: [String]
    ) async throws {
        try await Installation.with { argus in
            let help = try await argus.run(command + ["--help"]).output
            let example = "\n  .*argus \(command.joined(separator: " "))"

            #expect(help.contains("Example"), "\(help)")
            #expect(help.contains(try Regex(example)), "\(help)")
            if !["demo", "migrate-data"].contains(command[0]) {
                #expect(help.contains("Settings:\n  ARGUS_DATABASE "), "\(help)")
            }
        }
    }

    @Test(arguments: ["serve", "check"])
    func `the help of what reads every setting explains each`(command: String) async throws {
        try await Installation.with { argus in
            let help = try await argus.argus(command, "--help").output

            for setting in ArgusSetting.all {
                #expect(help.contains("\n  \(setting.variable)"), "\(help)")
                #expect(help.contains(setting.help.replacing("`", with: "")), "\(help)")
            }
        }
    }

    @Test(
        arguments: [
            "postgresql://u:secret@127.0.0.1:1/argus",
            "postgresql://u:top@secret@127.0.0.1:1/argus",
            "postgresql://u:top/secret@127.0.0.1:1/argus",
            "postgresql://u@127.0.0.1:1/argus?password=top&secret",
            "postgresql://u@127.0.0.1:1/argus?password=secret",
        ],
        [
            ["check"], ["source", "list"],
            ["migrate-data", "--to", "sqlite:x.db", "--from", "ADDRESS"],
            ["migrate-data", "--from", "ADDRESS", "--to", "ADDRESS"], ["ADDRESS"],
            ["check", "ADDRESS"], ["user", "list", "ADDRESS"],
        ])
    func `no password of a database is told, wherever it is given`(
        address: String, arguments: [String]
    ) async throws {
        try await Installation.with { argus in
            var argus = argus
            argus.settings["ARGUS_DATABASE"] = address
            let words = arguments.map { $0.replacing("ADDRESS", with: address) }
                .map { $0.replacing("sqlite:x.db", with: "sqlite:\(argus.folder.file("x.db"))") }
            let finished = try await argus.run(words)

            #expect(finished.status != 0)
            #expect(finished.output == "")
            #expect(!finished.errors.contains("secret"), "\(finished.errors)")
        }
    }

    @Test func `what the API says in other words is told in ours`() async throws {
        try await Installation.with { argus in
            _ = try await argus.createSource()
            let taken = try await argus.argus("source", "create", "nav1", "--type", "nav")
            let named = try await argus.argus("source", "create", "a b", "--type", "nav")

            #expect(
                taken.errors
                    == "argus: There is a source system nav1 of type nav already; "
                    + "`argus source rotate-token nav1` gives it another token.\n")
            #expect(named.errors.hasPrefix("argus: username: The name of an account has only "))
        }
    }

    @Test func `what is right is told, too`() async throws {
        try await Installation.with { argus in
            let migrated = try await argus.argus("migrate")
            #expect(migrated.output == "Done: FirstIncident.\n" || migrated.status == 0)
            #expect(try await argus.argus("migrate").output == "Nothing to do.\n")

            let checked = try await argus.argus("check")
            #expect(checked.status == 0)
            #expect(checked.output.hasPrefix("Settings: right. Database "))
        }
    }
}
