import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite(.enabled(if: EmptyDatabase.Kind.current == .postgresql, "SQLite gathers nothing"))
struct `Gathering rows` {
    @Test func `writes as many statements for many incidents as for one`() async throws {
        try await TestDatabase.with { database in
            let one = try await Self.statements(creating: 1, in: database)
            let many = try await Self.statements(creating: 50, in: database)

            #expect(one.count == many.count)
            #expect(many.filter { $0.text.hasPrefix("INSERT INTO incident") }.count == 1)
        }
    }

    private static func statements(
        creating count: Int, in database: TestDatabase
    ) async throws -> [SQL] {
        let recorder = RecordingDriver(database.driver)
        let new = try (0..<count).map { number in
            try NewIncident.sample(
                sourceIncidentID: "\(count) \(number)",
                tags: [Tag(key: "host", value: "h\(number)"), "site=x"])
        }
        return try await recorder.statements {
            try await recorder.write { [nav = database.cast.nav] connection in
                let gathering = GatheringConnection(connection)
                let (incidents, events) = (IncidentStore(gathering), EventStore(gathering))
                _ = try incidents.find(
                    Set(new.map { ExactText($0.sourceIncidentID) }), of: nav.id)
                try gathering.reserve(count, keysOf: "incident")
                try gathering.reserve(count, keysOf: "event")
                for new in new {
                    let incident = try incidents.insert(
                        new, of: nav.id, tagsAddedBy: nav.user.id, now: .sample)
                    _ = try events.insert(
                        .sample(.start, actor: nav.user.id), of: incident?.id ?? 0)
                }
                try gathering.flush()
            }
        }
    }

    @Test func `leaves what the stores leave without it`() async throws {
        try await TestDatabase.with { database in
            let nav = database.cast.nav
            let new: [NewIncident] = try [
                .sample(endTime: .stateless, sourceIncidentID: "1", tags: ["a=1", "b=é"]),
                .sample(sourceIncidentID: "2", tags: ["b=e\u{301}", "a=1"]),
                .sample(endTime: .ended(.sample(60)), sourceIncidentID: "3", tags: []),
            ]
            _ = try await database.insert(new)
            let plain = try await Self.contents(database)
            try await database.write { connection in
                try connection.execute("DELETE FROM incident")
                try connection.execute("ALTER SEQUENCE incident_id_seq RESTART")
                try connection.execute("DELETE FROM tag")
                try connection.execute("ALTER SEQUENCE tag_id_seq RESTART")
                let gathering = GatheringConnection(connection)
                for new in new {
                    _ = try IncidentStore(gathering).insert(
                        new, of: nav.id, tagsAddedBy: nav.user.id, now: .sample)
                }
                try gathering.flush()
            }

            #expect(try await Self.contents(database) == plain)
        }
    }

    private static func contents(_ database: TestDatabase) async throws -> [[String]] {
        try await database.driver.read { connection in
            [
                try connection.contents(of: "incident", without: []),
                try connection.contents(of: "tag", without: ["id"]),
            ]
        }
    }

    @Test func `writes before it reads`() async throws {
        try await TestDatabase.with { database in
            let nav = database.cast.nav
            let (first, second, found) = try await database.write { connection in
                let store = IncidentStore(GatheringConnection(connection))
                let new = try NewIncident.sample(sourceIncidentID: "7")
                let first = try store.insert(
                    new, of: nav.id, tagsAddedBy: nav.user.id, now: .sample)
                let second = try store.insert(
                    new, of: nav.id, tagsAddedBy: nav.user.id, now: .sample)
                return (first, second, try store.find(["7"], of: nav.id))
            }

            #expect(first != nil)
            #expect(second == nil)
            #expect(found == [first].compactMap { $0 })
        }
    }

    @Test func `meets what somebody else has created meanwhile, and is tried again`()
        async throws
    {
        try await TestDatabase.with { database in
            let nav = database.cast.nav
            let new = try NewIncident.sample(sourceIncidentID: "7")
            let tries = Tally(0)

            let mine = try await database.write { connection in
                let gathering = GatheringConnection(connection)
                let store = IncidentStore(gathering)
                let incident = try store.insert(
                    new, of: nav.id, tagsAddedBy: nav.user.id, now: .sample)
                if tries.change({
                    $0 += 1; return $0
                }) == 1 {
                    waitFor { _ = try await database.insert(new) }
                }
                try gathering.flush()
                return incident
            }

            #expect(mine == nil)
            #expect(tries.value == 2)
        }
    }
}
