import ArgusCore
import ArgusSQL
import ArgusTesting
import ArgusVocabulary
import Testing

@testable import ArgusStorage

@Suite struct `The table of tags` {
    @Test func `has each tag once, whatever its incidents`() async throws {
        try await TestDatabase.with { database in
            _ = try await database.insert([
                .sample(tags: ["a=1"]), .sample(tags: ["a=1", "a=2"]), .sample(),
            ])

            let count = try await database.write { connection in
                try connection.rows("SELECT key, value FROM tag") { [$0.text(), $0.text()] }
            }

            #expect(count == [["a", "1"], ["a", "2"]])
        }
    }

    @Test(.onSQLite) func `counts no further than is asked`() async throws {
        try await TestDatabase.with { database in
            _ = try await database.insert((0..<5).map { _ in try .sample(tags: ["a=1"]) })

            let counts = try await database.write { connection in
                let store = TagStore(connection)
                let id = try store.find("a=1") ?? 0
                return [
                    try store.count(id, ofOpen: false, upTo: 3),
                    try store.count(id, ofOpen: true, upTo: 10),
                ]
            }

            #expect(counts == [3, 5])
        }
    }
}
