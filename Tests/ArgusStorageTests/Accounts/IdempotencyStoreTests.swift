import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `The table of kept answers` {
    private static let entry = IdempotencyStore.Entry(
        request: [1, 0, 2], status: 201, answer: "{\"a\":\"æ\"}")

    @Test func `gives back what was answered to an account`() async throws {
        try await TestDatabase.with { database in
            let (bob, alice) = (database.cast.bob.id, database.cast.alice.id)
            let (own, others, unknown) = try await database.write { connection in
                let store = IdempotencyStore(connection)
                try store.insert(Self.entry, key: "k", of: bob, created: .sample)
                return (
                    try store.find("k", of: bob, since: .sample),
                    try store.find("k", of: alice, since: .sample),
                    try store.find("K", of: bob, since: .sample)
                )
            }

            #expect(own == Self.entry)
            #expect(others == nil)
            #expect(unknown == nil)
        }
    }

    @Test func `forgets what is too old`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.id
            let (tooOld, kept, forgotten) = try await database.write { connection in
                let store = IdempotencyStore(connection)
                try store.insert(Self.entry, key: "k", of: bob, created: .sample)
                return (
                    try store.find("k", of: bob, since: .sample(1)),
                    try store.delete(before: .sample), try store.delete(before: .sample(1))
                )
            }

            #expect(tooOld == nil)
            #expect(kept == 0)
            #expect(forgotten == 1)
        }
    }

    @Test func `replaces an older answer with the same key`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.id
            let newer = IdempotencyStore.Entry(request: [9], status: 200, answer: "{}")
            let found = try await database.write { connection in
                let store = IdempotencyStore(connection)
                try store.insert(Self.entry, key: "k", of: bob, created: .sample)
                try store.insert(newer, key: "k", of: bob, created: .sample(1))
                return try store.find("k", of: bob, since: .sample(1))
            }

            #expect(found == newer)
        }
    }
}
