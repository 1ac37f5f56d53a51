import ArgusCore
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `The table of accounts` {
    @Test func `gives back what was stored`() async throws {
        try await TestDatabase.with { database in
            let new = try NewUser(
                username: "dana", firstName: "Dana", lastName: "Å", email: "d@example.org",
                role: .staff)

            let (id, user) = try await database.write { connection in
                let store = AccountStore(connection)
                let id = try store.insert(new, password: "hash", joined: .sample)
                return (id, try store.find(id))
            }

            let expected = User(
                id: id, username: "dana", firstName: "Dana", lastName: "Å",
                email: "d@example.org", role: .staff)
            #expect(user == expected)
        }
    }

    @Test func `finds by name, in the case in which it was written`() async throws {
        try await TestDatabase.with { database in
            let (bob, upper) = try await database.write { connection in
                let store = AccountStore(connection)
                return (try store.find(username: "bob"), try store.find(username: "BOB"))
            }

            #expect(bob == database.cast.bob.user)
            #expect(upper == nil)
        }
    }

    @Test func `refuses a name that is taken`() async throws {
        try await TestDatabase.with { database in
            let new = try NewUser(username: "bob")
            let refusal = Refusal.taken("username", .username)

            await #expect(throws: refusal) {
                try await database.write {
                    try AccountStore($0).insert(new, password: "", joined: .sample)
                }
            }
        }
    }

    @Test func `lists accounts by name`() async throws {
        try await TestDatabase.with { database in
            let names = try await database.write { try AccountStore($0).list().map(\.username) }

            #expect(names == ["alice", "argus", "bob", "charlie", "nav", "zabbix"])
        }
    }

    @Test func `changes passwords and rights of one account only`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.id
            let (others, changed, password) = try await database.write { connection in
                let store = AccountStore(connection)
                try store.setPassword("hash", of: bob)
                try store.update(
                    .sample(id: bob, isActive: false, role: .superuser))
                return (
                    try store.list().filter { $0.role == .superuser || !$0.isActive }.map(
                        \.username),
                    try store.find(bob), try store.password(of: bob)
                )
            }

            #expect(others == ["alice", "bob"])
            #expect(changed == .sample(id: bob, isActive: false, role: .superuser))
            #expect(password == "hash")
        }
    }

    @Test func `names accounts`() async throws {
        try await TestDatabase.with { database in
            let (bob, nav) = (database.cast.bob.id, database.cast.nav.user.id)

            let names = try await database.write { try AccountStore($0).names([bob, nav, 999]) }

            #expect(names == [bob: "bob", nav: "nav"])
        }
    }

    @Test func `removes an account with its tokens`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.id
            let (user, tokens) = try await database.write { connection in
                try AccountStore(connection).delete(bob)
                return (
                    try AccountStore(connection).find(bob),
                    try TokenStore(connection).list(of: bob)
                )
            }

            #expect(user == nil)
            #expect(tokens.isEmpty)
        }
    }
}
