import ArgusCore
import ArgusOperations
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A password` {
    private static let wrong = Refusal.because(.wrongCredentials)

    @Test(arguments: ["correct horse", "x", "æ🦀\u{0}y", String(repeating: "long", count: 200)])
    func `lets its account in`(password: String) async throws {
        try await TestDatabase.with { database in
            let accounts = database.operations.accounts
            try await accounts.setPassword(password, of: "bob", by: .console)

            let asker = try await accounts.authenticate(username: "bob", password: password)

            #expect(asker == Requester(user: database.cast.bob.user, source: nil))
            await #expect(throws: Self.wrong) {
                try await accounts.authenticate(username: "bob", password: password + "!")
            }
        }
    }

    @Test func `is kept as argon2id with its own salt`() async throws {
        try await TestDatabase.with { database in
            let accounts = database.operations.accounts
            try await accounts.setPassword("same horse", of: "bob", by: .console)
            try await accounts.setPassword("same horse", of: "charlie", by: .console)
            let cast = database.cast

            let hashes = try await database.driver.read { connection in
                try [cast.bob.id, cast.charlie.id].map {
                    try AccountStore(connection).password(of: $0)
                }
            }

            #expect(hashes.allSatisfy { $0.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$") })
            #expect(hashes[0] != hashes[1])
        }
    }

    @Test func `is refused in the same words whatever is wrong`() async throws {
        try await TestDatabase.with { database in
            let accounts = database.operations.accounts
            try await accounts.setPassword("secret", of: "bob", by: .console)
            _ = try await accounts.grant(UserChange(isActive: false), to: "bob", by: .console)

            for (username, password) in [("bob", "secret"), ("nobody", "secret"), ("nav", "")] {
                await #expect(throws: Self.wrong) {
                    try await accounts.authenticate(username: username, password: password)
                }
            }
        }
    }

    @Test func `does not work any more once there is another`() async throws {
        try await TestDatabase.with { database in
            let accounts = database.operations.accounts
            try await accounts.setPassword("old", of: "bob", by: .console)
            try await accounts.setPassword("new", of: "bob", by: .console)

            await #expect(throws: Self.wrong) {
                try await accounts.authenticate(username: "bob", password: "old")
            }
            _ = try await accounts.authenticate(username: "bob", password: "new")
        }
    }

    @Test func `cannot be empty`() async throws {
        try await TestDatabase.with { database in
            let refusal = Refusal.invalid("password", .blank)

            await #expect(throws: refusal) {
                try await database.operations.accounts.setPassword("", of: "bob", by: .console)
            }
        }
    }
}

@Suite struct `An account` {
    @Test func `is found by name and by key`() async throws {
        try await TestDatabase.with { database in
            let accounts = database.operations.accounts
            let dana = try await accounts.create(
                NewUser(username: "dana", email: "d@example.org"), password: "secret", by: .console
            ).performed().user

            #expect(try await accounts.find(username: "dana") == dana)
            #expect(try await accounts.find(dana.id) == dana)
            await #expect(throws: Refusal.notFound("There is no account named x.")) {
                try await accounts.find(username: "x")
            }
            await #expect(throws: Refusal.noSuch(.account)) { try await accounts.find(999) }
        }
    }

    @Test func `is staff if it becomes a superuser, and stays so`() async throws {
        try await TestDatabase.with { database in
            let accounts = database.operations.accounts

            let superuser = try await accounts.grant(
                UserChange(isSuperuser: true), to: "bob", by: .console)
            let member = try await accounts.grant(
                UserChange(isSuperuser: false), to: "bob", by: .console)

            #expect(superuser.role == .superuser)
            #expect(member.role == .staff)
            #expect(try await accounts.find(username: "bob") == member)
        }
    }

    @Test func `has a name that no other has`() async throws {
        try await TestDatabase.with { database in
            await #expect(throws: Refusal.self) {
                try await database.operations.accounts.create(
                    NewUser(username: "bob"), password: nil, by: .console)
            }
            let accounts = try await database.operations.accounts.list()
            #expect(accounts.count == 6)
        }
    }
}
