import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `The table of changes` {
    @Test func `gives them in order, after one, with what was written into the log`() async throws {
        try await TestDatabase.with { database in
            let incident = try await database.insert(.sample())
            let nav = database.cast.nav.user
            let (all, rest) = try await database.write { connection in
                let store = ChangeStore(connection)
                let event = try EventStore(connection).insert(
                    .sample(.end, actor: nav.id, description: "d"), of: incident.id)
                try store.insert(
                    [NewChange(.event(.end), of: incident.id, event: event)], at: .sample)
                try store.insert([NewChange(.tags, of: incident.id)], at: .sample(1))
                return (
                    try store.list(after: 0, limit: 9), try store.list(after: 1, limit: 9)
                )
            }

            #expect(all.map(\.type) == [.event(.end), .tags])
            #expect(all.map(\.event?.description) == ["d", nil])
            #expect(all.first?.event?.actorName == "nav")
            #expect(
                rest == [
                    RecordedChange(
                        id: 2, type: .tags, moment: .sample(1), incident: incident.id, event: nil)
                ])
        }
    }

    @Test func `gives no more than asked for`() async throws {
        try await TestDatabase.with { database in
            let found = try await database.write { connection in
                try addChanges(5, connection)
                return try ChangeStore(connection).list(after: 1, limit: 2)
            }

            #expect(found.map(\.id) == [2, 3])
        }
    }

    @Test func `keeps a change when the incident goes, without the entry of its log`() async throws
    {
        try await TestDatabase.with { database in
            let incident = try await database.insert(.sample())
            let nav = database.cast.nav.user
            let found = try await database.write { connection in
                let event = try EventStore(connection).insert(
                    .sample(.start, actor: nav.id), of: incident.id)
                let store = ChangeStore(connection)
                try store.insert(
                    [NewChange(.event(.start), of: incident.id, event: event)], at: .sample)
                try IncidentStore(connection).delete(incident.id)
                return try store.list(after: 0, limit: 9)
            }

            #expect(found.map(\.type) == [.event(.start)])
            #expect(found.map(\.incident) == [incident.id])
            #expect(found.map(\.event) == [nil])
        }
    }

    @Test func `knows its first and its last`() async throws {
        try await TestDatabase.with { database in
            let keys = try await database.write { connection in
                let store = ChangeStore(connection)
                let before = [try store.first(), try store.last()]
                try addChanges(3, connection)
                return before + [try store.first(), try store.last()]
            }

            #expect(keys == [nil, nil, 1, 3])
        }
    }

    @Test func `forgets the oldest, a few at a time, and never the last`() async throws {
        try await TestDatabase.with { database in
            let counts = try await database.write { connection in
                try addChanges(5, connection)
                let store = ChangeStore(connection)
                return [
                    try store.delete(before: .sample, limit: 9),
                    try store.delete(before: .sample(2), limit: 9),
                    try store.delete(before: .sample(9), limit: 1),
                    try store.delete(before: .sample(9), limit: 9),
                    try store.delete(before: .sample(9), limit: 9),
                ]
            }
            let left = try await database.write { try ChangeStore($0).list(after: 0, limit: 9) }

            #expect(counts == [0, 2, 1, 1, 0])
            #expect(left.map(\.id) == [5])
        }
    }

    @Test func `never uses a key twice`() async throws {
        try await TestDatabase.with { database in
            let last = try await database.write { connection in
                try addChanges(2, connection)
                try connection.execute("DELETE FROM change")
                try addChanges(1, connection)
                return try ChangeStore(connection).last()
            }

            #expect(last == 3)
        }
    }

    @Test(.enabled(if: EmptyDatabase.Kind.current == .postgresql, "SQLite has one writer"))
    func `gives no key to anybody else until those before it are committed`() async throws {
        try await TestDatabase.with { database in
            let (first, second) = try await database.write { connection in
                try addChanges(1, connection)
                let hurried = waitFor {
                    try await database.write { connection in
                        try connection.execute("SET LOCAL lock_timeout = '20ms'")
                        try addChanges(1, connection)
                    }
                }
                try addChanges(1, connection)
                return (hurried, try ChangeStore(connection).last())
            }

            let last = try await database.write { connection in
                try addChanges(1, connection)
                return try ChangeStore(connection).last()
            }

            #expect(first as? SQLError == .busy)
            #expect(second == 2)
            #expect((last?.rawValue ?? 0) > 2)
        }
    }
}

/// Adds so many changes, a second apart from each other.
private func addChanges(_ count: Int, _ connection: any SQLConnection) throws {
    for number in 0..<count {
        try ChangeStore(connection).insert([NewChange(.tags, of: 1)], at: .sample(Double(number)))
    }
}
