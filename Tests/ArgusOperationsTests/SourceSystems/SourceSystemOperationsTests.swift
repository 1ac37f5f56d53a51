import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Adding a source system` {
    @Test func `opens an account of its name`() async throws {
        try await TestDatabase.with { database in
            let sources = database.operations.sources

            let source = try await sources.create(
                NewSourceSystem(name: "nav2", type: "nav", baseURL: "https://x.example.org/"),
                by: .console
            ).performed()

            let user = try await database.operations.accounts.find(source.user)
            #expect(user.username == "nav2")
            #expect(try await sources.find(source.id) == source)
            #expect(try await database.operations.tokens.list(of: "nav2").isEmpty)
        }
    }

    @Test func `gives its account another name if that one is taken`() async throws {
        try await TestDatabase.with { database in
            let source = try await database.operations.sources.create(
                NewSourceSystem(name: "bob", type: "nav"), by: .console
            ).performed()

            let username = try await database.operations.accounts.find(source.user).username
            #expect(username.hasPrefix("bob_"))
            #expect(username.dropFirst(4).count == 6)
            #expect(username.dropFirst(4).allSatisfy { $0.isHexDigit && !$0.isLowercase })
        }
    }

    @Test func `is refused for an unknown type, and leaves no account`() async throws {
        try await TestDatabase.with { database in
            await #expect(throws: Refusal.invalid("type", .noChoice)) {
                try await database.operations.sources.create(
                    NewSourceSystem(name: "x", type: "nowhere"), by: .console)
            }
            await #expect(throws: Refusal.self) {
                try await database.operations.accounts.find(username: "x")
            }
        }
    }

    @Test func `is refused for a name that is taken, and leaves no account`() async throws {
        try await TestDatabase.with { database in
            let before = try await database.operations.accounts.list()

            await #expect(throws: Refusal.self) {
                try await database.operations.sources.create(
                    NewSourceSystem(name: "nav", type: "nav", username: "other"), by: .console)
            }
            #expect(try await database.operations.accounts.list() == before)
        }
    }

    @Test func `can make its type and a token that works`() async throws {
        try await TestDatabase.with { database in
            let (source, issued) = try await database.operations.sources.createWithToken(
                NewSourceSystem(name: "x", type: "icinga"), by: .console)

            let requester = try await database.operations.tokens.requester(with: issued.secret)
            #expect(requester.source == source.id)
            #expect(try await database.operations.sources.types().contains("icinga"))
        }
    }

    @Test func `makes no type that is not in lower case`() async throws {
        try await TestDatabase.with { database in
            await #expect(throws: Refusal.invalid("type", .malformed(.lowerCase("NAV")))) {
                try await database.operations.sources.createWithToken(
                    NewSourceSystem(name: "x", type: "NAV"), by: .console)
            }
        }
    }
}

@Suite struct `A source system` {
    @Test func `can be renamed, but not to a name that is taken`() async throws {
        try await TestDatabase.with { database in
            let sources = database.operations.sources
            let other = try await sources.create(
                NewSourceSystem(name: "nav2", type: "nav"), by: .console
            ).performed()

            let renamed = try await sources.change(
                other.id, SourceSystemChange(name: "nav3"), by: .console)

            #expect(renamed.name == "nav3")
            #expect(try await sources.find(other.id) == renamed)
            await #expect(throws: Refusal.self) {
                try await sources.change(other.id, SourceSystemChange(name: "nav"), by: .console)
            }
            await #expect(throws: Refusal.noSuch(.sourceSystem)) {
                try await sources.change(999, SourceSystemChange(name: "x"), by: .console)
            }
        }
    }

    @Test(arguments: [true, false])
    func `gets another token, and may keep the old ones`(revokes: Bool) async throws {
        try await TestDatabase.with { database in
            let (nav, tokens) = (database.cast.nav, database.operations.tokens)

            let issued = try await database.operations.sources.rotateToken(
                of: nav.id, revokingOthers: revokes, by: .console)

            #expect(try await tokens.requester(with: issued.secret).source == nav.id)
            #expect(((try? await tokens.requester(with: nav.secret)) == nil) == revokes)
        }
    }

    @Test func `is removed with its account`() async throws {
        try await TestDatabase.with { database in
            let zabbix = database.cast.zabbix

            try await database.operations.sources.delete(zabbix.id, by: .console)

            await #expect(throws: Refusal.because(.wrongToken)) {
                try await database.operations.tokens.requester(with: zabbix.secret)
            }
            await #expect(throws: Refusal.noSuch(.sourceSystem)) {
                try await database.operations.sources.find(zabbix.id)
            }
        }
    }

    @Test func `stays while it has incidents`() async throws {
        try await TestDatabase.with { database in
            let nav = database.cast.nav
            _ = try await database.create(.sample())
            let refusal = Refusal.invalid(
                "This source system has incidents, so it cannot be deleted.")

            await #expect(throws: refusal) {
                try await database.operations.sources.delete(nav.id, by: .console)
            }
            #expect(
                try await database.operations.tokens.requester(with: nav.secret).source == nav.id)
        }
    }

    @Test func `is found by a name only if that is the only one`() async throws {
        try await TestDatabase.with { database in
            let sources = database.operations.sources
            _ = try await sources.create(
                NewSourceSystem(name: "nav", type: "zabbix", username: "other"), by: .console)

            #expect(try await sources.find(named: "zabbix") == database.cast.zabbix.system)
            let several = "Several source systems are named nav, of types nav, zabbix."
            await #expect(throws: Refusal.invalid(.text(several))) {
                try await sources.find(named: "nav")
            }
            await #expect(throws: Refusal.notFound("There is no source system named x.")) {
                try await sources.find(named: "x")
            }
        }
    }

    @Test func `has a type that is there once`() async throws {
        try await TestDatabase.with { database in
            let (bob, sources) = (database.cast.bob.requester, database.operations.sources)

            _ = try await sources.createType("icinga", by: bob).performed()

            #expect(try await sources.types() == ["argus", "icinga", "nav", "zabbix"])
            await #expect(throws: Refusal.self) { try await sources.createType("icinga", by: bob) }
            await #expect(throws: Refusal.invalid("name", .malformed(.lowerCase("X")))) {
                try await sources.createType("X", by: bob)
            }
        }
    }
}
