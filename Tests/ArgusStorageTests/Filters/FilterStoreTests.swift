import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `The table of filters` {
    private static var full: FilterBlob {
        var blob = FilterBlob()
        (blob.sources, blob.sourceTypes, blob.tags) = ([1, 2], ["nav"], ["a=b/c", "æ=\"ø\""])
        (blob.open, blob.acked, blob.stateful) = (true, false, true)
        (blob.maxLevel, blob.eventTypes, blob.hideClosedAcked) = (3, [.start, .end], true)
        blob.written = "host~^a or \"b c\""
        return blob
    }

    @Test func `gives back what was stored`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.user
            for blob in [Self.full, FilterBlob()] {
                let new = NewFilter(name: "mine \(blob.isEmpty)", blob: blob, isPublic: true)

                let (id, found) = try await database.write { connection in
                    let store = FilterStore(connection)
                    let id = try store.insert(new, of: bob)
                    return (id, try store.find(id))
                }

                let expected = StoredFilter(
                    id: id, user: bob.id, name: new.name, blob: blob, isPublic: true)
                #expect(found == expected)
            }
        }
    }

    @Test func `lists one's own and what is public`() async throws {
        try await TestDatabase.with { database in
            let (bob, charlie) = (database.cast.bob.user, database.cast.charlie.user)

            let names = try await database.write { connection in
                let store = FilterStore(connection)
                _ = try store.insert(NewFilter(name: "own"), of: bob)
                _ = try store.insert(NewFilter(name: "hidden"), of: charlie)
                _ = try store.insert(NewFilter(name: "shown", isPublic: true), of: charlie)
                return try store.list(visibleTo: bob.id).map(\.name)
            }

            #expect(names == ["own", "shown"])
        }
    }

    @Test func `keeps names unique per owner`() async throws {
        try await TestDatabase.with { database in
            let (bob, charlie) = (database.cast.bob.user, database.cast.charlie.user)
            try await database.write { connection in
                _ = try FilterStore(connection).insert(NewFilter(name: "x"), of: bob)
                _ = try FilterStore(connection).insert(NewFilter(name: "x"), of: charlie)
            }

            await #expect(throws: Refusal.taken("name", .name("x", of: .filter, by: bob.username)))
            {
                try await database.write {
                    _ = try FilterStore($0).insert(NewFilter(name: "x"), of: bob)
                }
            }
        }
    }
}
