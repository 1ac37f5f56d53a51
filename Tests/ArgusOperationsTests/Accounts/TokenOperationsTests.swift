import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A token` {
    @Test func `says who asks`() async throws {
        try await TestDatabase.with { database in
            let (bob, nav) = (database.cast.bob, database.cast.nav)
            let tokens = database.operations.tokens

            let person = try await tokens.requester(with: bob.secret)
            let source = try await tokens.requester(with: nav.secret)

            #expect(person.account?.username == "bob" && person.source == nil)
            #expect(source.account?.username == "nav" && source.source == nav.id)
            #expect(person.token?.prefix == String(bob.secret.value.prefix(8)))
        }
    }

    @Test(arguments: ["", "x", "0000000000000000000000000000000000000000"])
    func `that nobody was given is refused`(text: String) async throws {
        try await TestDatabase.with { database in
            await #expect(throws: Refusal.because(.wrongToken)) {
                try await database.operations.tokens.requester(with: Secret(text))
            }
        }
    }

    @Test func `works until the moment at which it expires`() async throws {
        try await TestDatabase.with { database in
            let tokens = database.operations.tokens
            let issued = try await tokens.issue(to: "bob", lifetime: .seconds(60), by: .console)
            database.clock.set(to: .sample(59.999_999))

            _ = try await tokens.requester(with: issued.secret)
            database.clock.set(to: .sample(60))

            #expect(issued.expires == .sample(60))
            await #expect(throws: Refusal.because(.expiredToken)) {
                try await tokens.requester(with: issued.secret)
            }
        }
    }

    @Test func `stops working as soon as it is revoked`() async throws {
        try await TestDatabase.with { database in
            let (bob, tokens) = (database.cast.bob, database.operations.tokens)
            let id = try #require(bob.requester.token?.id)

            try await tokens.revoke(id, by: .console)

            await #expect(throws: Refusal.because(.wrongToken)) {
                try await tokens.requester(with: bob.secret)
            }
            await #expect(throws: Refusal.noSuch(.token)) {
                try await tokens.revoke(id, by: .console)
            }
        }
    }

    @Test func `stops working while its account is inactive`() async throws {
        try await TestDatabase.with { database in
            let (bob, accounts) = (database.cast.bob, database.operations.accounts)
            let tokens = database.operations.tokens

            _ = try await accounts.grant(UserChange(isActive: false), to: "bob", by: .console)
            await #expect(throws: Refusal.because(.inactiveAccount)) {
                try await tokens.requester(with: bob.secret)
            }

            _ = try await accounts.grant(UserChange(isActive: true), to: "bob", by: .console)
            #expect(try await tokens.requester(with: bob.secret).user == bob.user)
        }
    }

    @Test func `may be good for reading only`() async throws {
        try await TestDatabase.with { database in
            let tokens = database.operations.tokens
            let issued = try await tokens.issue(to: "bob", scope: .read, by: .console)

            #expect(try await tokens.requester(with: issued.secret).scope == .read)
            #expect(try await tokens.requester(with: database.cast.bob.secret).scope == .full)
        }
    }

    @Test func `is refused for an account that does not exist`() async throws {
        try await TestDatabase.with { database in
            let refusal = Refusal.notFound("There is no account named nobody.")

            await #expect(throws: refusal) {
                try await database.operations.tokens.issue(to: "nobody", by: .console)
            }
            await #expect(throws: refusal) {
                _ = try await database.operations.tokens.list(of: "nobody")
            }
        }
    }

    @Test func `is never kept or shown in clear`() async throws {
        try await TestDatabase.with { database in
            let secret = database.cast.bob.secret
            let listed = try await database.operations.tokens.list(of: "bob")

            #expect("\(secret)" == "•••")
            #expect(listed.map(\.username) == ["bob"])
            #expect(!"\(listed)".contains(secret.value))
        }
    }

    @Test func `has the length that clients know`() async throws {
        try await TestDatabase.with { database in
            let session = try await database.operations.tokens.logIn(
                by: database.cast.bob.requester)

            #expect(database.cast.bob.secret.value.count == 40)
            #expect(session.secret.value.count == 64)
        }
    }
}

@Suite struct `Refreshing a token` {
    @Test func `replaces it, with the same name and the same end`() async throws {
        try await TestDatabase.with { database in
            let tokens = database.operations.tokens
            let old = try await tokens.issue(
                to: "bob", name: "wall", lifetime: .seconds(60), by: .console)
            let asker = try await tokens.requester(with: old.secret)
            database.clock.set(to: .sample(10))

            let new = try await tokens.refresh(by: asker)

            #expect(new.token.name == "wall" && new.expires == old.expires)
            await #expect(throws: Refusal.because(.wrongToken)) {
                try await tokens.requester(with: old.secret)
            }
        }
    }

    @Test func `leaves the account's other tokens working`() async throws {
        try await TestDatabase.with { database in
            let (bob, tokens) = (database.cast.bob, database.operations.tokens)
            let other = try await tokens.createForAccount(by: bob.requester)

            _ = try await tokens.refresh(by: bob.requester)

            #expect(try await tokens.requester(with: other.secret).user == bob.user)
        }
    }
}

@Suite struct `Logging in` {
    @Test func `is good for ten hours`() async throws {
        try await TestDatabase.with { database in
            let tokens = database.operations.tokens
            let session = try await tokens.logIn(by: database.cast.bob.requester)
            database.clock.set(to: .sample(36_000 - 1))

            let asker = try await tokens.requester(with: session.secret)
            database.clock.set(to: .sample(36_000))

            #expect(asker.token?.kind == .session)
            await #expect(throws: Refusal.because(.wrongToken)) {
                try await tokens.requester(with: session.secret)
            }
        }
    }

    @Test func `ends with logging out, and nothing else does`() async throws {
        try await TestDatabase.with { database in
            let (bob, tokens) = (database.cast.bob, database.operations.tokens)
            let one = try await tokens.logIn(by: bob.requester)
            let other = try await tokens.logIn(by: bob.requester)

            try await tokens.logOut(by: await tokens.requester(with: one.secret))

            await #expect(throws: Refusal.self) { try await tokens.requester(with: one.secret) }
            #expect(try await tokens.requester(with: other.secret).user == bob.user)
            #expect(try await tokens.requester(with: bob.secret).user == bob.user)
        }
    }

    @Test func `ends everywhere at once, but not for programs or for others`() async throws {
        try await TestDatabase.with { database in
            let (bob, tokens) = (database.cast.bob, database.operations.tokens)
            let sessions = [
                try await tokens.logIn(by: bob.requester),
                try await tokens.logIn(by: bob.requester),
            ]
            let others = try await tokens.logIn(by: database.cast.charlie.requester)

            try await tokens.logOutEverywhere(by: bob.requester)

            for session in sessions {
                await #expect(throws: Refusal.self) {
                    try await tokens.requester(with: session.secret)
                }
            }
            #expect(try await tokens.requester(with: bob.secret).user == bob.user)
            #expect(try await tokens.requester(with: others.secret).account?.username == "charlie")
        }
    }
}
