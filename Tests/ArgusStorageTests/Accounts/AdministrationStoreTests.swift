import ArgusCore
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `The table of failed attempts` {
    @Test func `counts within a window, and anew after it`() async throws {
        try await TestDatabase.with { database in
            let (within, after, others) = try await database.write { connection in
                let store = FailedAttemptStore(connection)
                try store.count([1], now: .sample, until: .sample(60))
                try store.count([1], now: .sample(59), until: .sample(119))
                let within = try store.find([[1]])[[1]]
                try store.count([1], now: .sample(60), until: .sample(120))
                return (within, try store.find([[1]])[[1]], try store.find([[2]]))
            }

            #expect(within == Failures(count: 2, until: .sample(60)))
            #expect(after == Failures(count: 1, until: .sample(120)))
            #expect(others.isEmpty)
        }
    }

    @Test func `takes back one, or all, and forgets what is over`() async throws {
        try await TestDatabase.with { database in
            let (one, none, left) = try await database.write { connection in
                let store = FailedAttemptStore(connection)
                for place: [UInt8] in [[1], [1], [2], [3]] {
                    try store.count(place, now: .sample, until: .sample(60))
                }
                try store.uncount([1])
                try store.delete([2])
                let found = try store.find([[1], [2]])
                try store.delete(until: .sample(60))
                return (found[[1]]?.count, found[[2]], try store.find([[1], [3]]))
            }

            #expect(one == 1)
            #expect(none == nil)
            #expect(left.isEmpty)
        }
    }
}

@Suite struct `The table of sessions` {
    @Test func `finds whose a session is until it expires`() async throws {
        try await TestDatabase.with { database in
            let nav = database.cast.nav
            let (during, after, other) = try await database.write { connection in
                let store = SessionStore(connection)
                try store.insert(
                    digest: [1], of: nav.user.id, created: .sample, expires: .sample(60))
                return (
                    try store.find(digest: [1], now: .sample(59)),
                    try store.find(digest: [1], now: .sample(60)) == nil,
                    try store.find(digest: [2], now: .sample) == nil
                )
            }

            #expect(during?.0 == nav.user)
            #expect(during?.1 == nav.id)
            #expect(after && other)
        }
    }

    @Test func `ends one, or all of an account, or those that are over`() async throws {
        try await TestDatabase.with { database in
            let (bob, alice) = (database.cast.bob.id, database.cast.alice.id)
            let left = try await database.write { connection in
                let store = SessionStore(connection)
                let owners = [bob, bob, alice, alice]
                for (index, user) in owners.enumerated() {
                    try store.insert(
                        digest: [UInt8(index)], of: user, created: .sample,
                        expires: .sample(Double(60 + index)))
                }
                try store.delete(digest: [0], of: bob)
                try store.delete(digest: [2], of: bob)
                try store.delete(of: bob)
                try store.delete(expiredBy: .sample(62))
                return try (0...3).filter {
                    try store.find(digest: [UInt8($0)], now: .sample) != nil
                }
            }

            #expect(left == [3])
        }
    }
}

@Suite struct `The table of preferences` {
    @Test func `keeps one text for each account and namespace`() async throws {
        try await TestDatabase.with { database in
            let (bob, alice) = (database.cast.bob.id, database.cast.alice.id)
            let (found, other, names, count) = try await database.write { connection in
                let store = PreferenceStore(connection)
                try store.set("{}", "b", of: bob)
                try store.set(#"{"a":1}"#, "b", of: bob)
                try store.set("{}", "a", of: bob)
                try store.set("{}", "c", of: bob)
                try store.delete("c", of: bob)
                return (
                    try store.find("b", of: bob), try store.find("b", of: alice),
                    try store.list(of: bob).map(\.namespace), try store.count(of: bob)
                )
            }

            #expect(found == #"{"a":1}"#)
            #expect(other == nil)
            #expect(names == ["a", "b"])
            #expect(count == 2)
        }
    }
}
