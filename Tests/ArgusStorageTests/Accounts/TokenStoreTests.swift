import ArgusCore
import ArgusOperations
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `The table of tokens` {
    @Test func `finds by digest, with account and source system`() async throws {
        try await TestDatabase.with { database in
            let nav = database.cast.nav
            let (token, user, source) = try #require(
                try await database.write { connection in
                    let store = TokenStore(connection)
                    _ = try store.insert(
                        digest: [1, 2, 0], prefix: "abc", kind: .session, scope: .read,
                        of: nav.user.id, created: .sample, expires: .sample(60))
                    return try store.find(digest: [1, 2, 0])
                })

            let expected = Token(
                id: token.id, user: nav.user.id, kind: .session, scope: .read, prefix: "abc",
                created: .sample, expires: .sample(60), lastUsed: nil)
            #expect(token == expected)
            #expect(user == nav.user)
            #expect(source == nav.id)
        }
    }

    @Test func `finds nothing by another digest`() async throws {
        try await TestDatabase.with { database in
            let found = try await database.write { try TokenStore($0).find(digest: [1]) == nil }

            #expect(found)
        }
    }

    @Test func `lists the tokens of one account, or of all`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.id
            let (all, own) = try await database.write { connection in
                let store = TokenStore(connection)
                return (try store.list(of: nil), try store.list(of: bob))
            }

            #expect(all.count == 5)
            #expect(own.map(\.user) == [bob])
        }
    }

    @Test func `writes down uses and takes tokens back`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.id
            let id = try #require(database.cast.bob.requester.token?.id)
            let (used, first, second) = try await database.write { connection in
                let store = TokenStore(connection)
                try store.setLastUsed(.sample(5), of: id)
                let used = try store.list(of: bob).map(\.lastUsed)
                return (used, try store.delete(id), try store.delete(id))
            }

            #expect(used == [.sample(5)])
            #expect(first && !second)
        }
    }

    @Test func `takes back those of a kind`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.id
            _ = try await database.operations.tokens.logIn(by: database.cast.bob.requester)

            let left = try await database.write { connection in
                try TokenStore(connection).delete(.session, of: bob)
                return try TokenStore(connection).list(of: bob).map(\.kind)
            }

            #expect(left == [.program])
        }
    }
}
