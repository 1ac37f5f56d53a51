import ArgusTesting
import Testing

@Suite struct `A look makes no database` {
    @Test(arguments: [
        ["check"], ["incident", "list"], ["incident", "list", "--all", "--json"],
        ["incident", "create", "x", "--source", "nav1"], ["incident", "close", "1"],
        ["source", "list"], ["source", "rotate-token", "nav1"], ["source", "delete", "nav1"],
        ["user", "list"], ["user", "password", "bob", "--password-stdin"],
        ["user", "grant", "bob", "--staff"], ["token", "list"], ["token", "create", "bob"],
        ["token", "revoke", "1"],
    ])
    func `where there is none`(arguments: [String]) async throws {
        try await Installation.with { argus in
            let finished = try await argus.run(arguments, input: "correct horse\n")

            #expect(finished.status == 1)
            #expect(finished.output == "")
            #expect(
                finished.errors
                    == "argus: There is no database yet at sqlite:\(argus.database): `argus serve` "
                    + "makes one, and so do `argus user create` and `argus source create`; "
                    + "ARGUS_DATABASE says where it is.\n")
            #expect(try argus.folder.names() == [])
        }
    }

    @Test func `of an empty file`() async throws {
        try await Installation.with { argus in
            _ = try argus.folder.write([], to: "argus.db")
            let finished = try await argus.argus("check")

            #expect(finished.status == 1)
            #expect(finished.errors.hasPrefix("argus: There is no database yet at sqlite:"))
            #expect(argus.folder.bytes(of: "argus.db") == [])
        }
    }

    @Test(arguments: [
        ["migrate"], ["user", "create", "bob"], ["source", "create", "nav1", "--type", "nav"],
    ])
    func `but what creates something does`(arguments: [String]) async throws {
        try await Installation.with { argus in
            let finished = try await argus.run(arguments)
            let checked = try await argus.argus("check")

            #expect(finished.status == 0)
            #expect(checked.output.hasPrefix("Settings: right. Database sqlite:\(argus.database)"))
        }
    }

    @Test(.enabled(if: TestServer.shared != nil, "ARGUS_TEST_POSTGRESQL names no server"))
    func `of an empty one on PostgreSQL`() async throws {
        try await Installation.onPostgreSQL { argus in
            for _ in 0..<2 {
                let finished = try await argus.argus("check")
                #expect(finished.status == 1)
                #expect(finished.errors.hasPrefix("argus: There is no database yet at postgresql:"))
            }
            try await argus.argus("migrate")
            #expect(try await argus.argus("check").status == 0)
        }
    }
}
