import Testing

@Suite struct `Commands tell how they ended` {
    @Test(arguments: [
        ["--help"], ["--version"], ["serve", "--help"], ["check", "--help"], ["migrate", "--help"],
        ["user", "create", "--help"], ["source", "create", "--help"],
        ["token", "revoke", "--help"],
        ["incident", "close", "--help"], ["demo", "--help"],
    ])
    func `help is printed, with status 0`(arguments: [String]) async throws {
        try await Installation.with { argus in
            let finished = try await Program.argus.run(
                arguments, settings: argus.settings, in: argus.folder.path)

            #expect(finished.status == 0)
            #expect(!finished.output.isEmpty)
            #expect(finished.errors == "")
        }
    }

    @Test(arguments: [
        ["nonsense"], ["user"], ["user", "create"], ["serve", "--nonsense"],
        ["source", "create", "nav1"], ["user", "password", "bob"], ["user", "grant", "bob"],
        ["token", "revoke", "x"], ["token", "create", "bob", "--expires-in-days", "0"],
        ["incident", "list", "--limit", "0"], ["incident", "list", "--tag", "x"],
        ["incident", "create", "x", "--source", "nav1", "--level", "9"],
    ])
    func `wrong use is told on standard error, with status 2`(arguments: [String]) async throws {
        try await Installation.with { argus in
            let finished = try await Program.argus.run(
                arguments, settings: argus.settings, in: argus.folder.path)

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
        (["incident", "close", "99"], "No Incident matches the given query."),
        (
            ["user", "create", "a b"],
            "username: Enter a valid username. This value may contain only letters, numbers, and "
                + "@/./+/-/_ characters."
        ),
    ])
    func `a refusal is one sentence on standard error, with status 1`(
        arguments: [String], sentence: String
    ) async throws {
        try await Installation.with { argus in
            let finished = try await Program.argus.run(
                arguments, input: "secret\n", settings: argus.settings, in: argus.folder.path)

            #expect(finished.status == 1)
            #expect(finished.output == "")
            #expect(finished.errors == "argus: \(sentence)\n")
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
