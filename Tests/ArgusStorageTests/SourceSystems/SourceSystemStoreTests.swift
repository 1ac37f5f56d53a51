import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `The table of source systems` {
    @Test func `gives back what was stored`() async throws {
        try await TestDatabase.with { database in
            let new = try NewSourceSystem(
                name: "other", type: "nav", baseURL: "https://x.example.org/",
                heartbeatFrequency: .seconds(90))
            let bob = database.cast.bob.id
            let (id, found) = try await database.write { connection in
                let store = SourceSystemStore(connection)
                let id = try store.insert(new, user: bob)
                return (id, try store.find(id))
            }

            let expected = SourceSystem(
                id: id, name: "other", type: "nav", user: bob, baseURL: "https://x.example.org/",
                heartbeatFrequency: .seconds(90))
            #expect(found == expected)
        }
    }

    @Test func `refuses a name that is taken within its type`() async throws {
        try await TestDatabase.with { database in
            let new = try NewSourceSystem(name: "nav", type: "nav")
            let bob = database.cast.bob.id

            await #expect(throws: Refusal.because(.sourceSystemExists)) {
                try await database.write { try SourceSystemStore($0).insert(new, user: bob) }
            }
        }
    }

    @Test func `takes a name that another type has`() async throws {
        try await TestDatabase.with { database in
            let new = try NewSourceSystem(name: "nav", type: "zabbix")
            let bob = database.cast.bob.id
            let types = try await database.write { connection in
                let store = SourceSystemStore(connection)
                _ = try store.insert(new, user: bob)
                return try store.list(named: "nav").map(\.type)
            }

            #expect(types == ["nav", "zabbix"])
        }
    }

    @Test func `refuses a type that is not there`() async throws {
        try await TestDatabase.with { database in
            let new = try NewSourceSystem(name: "x", type: "nowhere")
            let bob = database.cast.bob.id

            await #expect(throws: SQLError.foreignKeyViolation) {
                try await database.write { try SourceSystemStore($0).insert(new, user: bob) }
            }
        }
    }

    @Test func `renames, but not to a name that is taken`() async throws {
        try await TestDatabase.with { database in
            let (nav, zabbix) = (database.cast.nav.id, database.cast.zabbix.id)
            let name = try await database.write { connection in
                let store = SourceSystemStore(connection)
                var source = try #require(try store.find(nav))
                source.name = "nav2"
                try store.update(source)
                let type: SQL = "UPDATE source_system SET type = 'nav' WHERE id = \(zabbix)"
                try connection.execute(type)
                return try store.find(nav)?.name
            }

            #expect(name == "nav2")
            await #expect(throws: Refusal.because(.sourceSystemExists)) {
                try await database.write { connection in
                    let store = SourceSystemStore(connection)
                    var source = try #require(try store.find(zabbix))
                    source.name = "nav2"
                    try store.update(source)
                }
            }
        }
    }

    @Test func `never goes back in time with when a source was last seen`() async throws {
        try await TestDatabase.with { database in
            let nav = database.cast.nav.id
            let seen = try await database.write { connection in
                let store = SourceSystemStore(connection)
                return try [Timestamp.sample(5), .sample(3), .sample(9)].map { moment in
                    try store.setLastSeen(moment, of: nav)
                    return try store.find(nav)?.lastSeen
                }
            }

            #expect(seen == [.sample(5), .sample(5), .sample(9)])
        }
    }

    @Test func `removes a source only while it has no incidents`() async throws {
        try await TestDatabase.with { database in
            let (nav, zabbix) = (database.cast.nav.id, database.cast.zabbix.id)
            _ = try await database.insert(.sample())

            try await database.write { try SourceSystemStore($0).delete(zabbix) }

            let refusal = Refusal.invalid(
                "This source system has incidents, so it cannot be deleted.")
            await #expect(throws: refusal) {
                try await database.write { try SourceSystemStore($0).delete(nav) }
            }
        }
    }

    @Test func `knows types, each once`() async throws {
        try await TestDatabase.with { database in
            let types = try await database.write { connection in
                let store = SourceSystemStore(connection)
                try store.insertType("icinga")
                try store.ensureType("icinga")
                return (try store.types(), try store.hasType("icinga"), try store.hasType("x"))
            }

            #expect(types.0 == ["argus", "icinga", "nav", "zabbix"])
            #expect(types.1 && !types.2)
            await #expect(throws: Refusal.taken("name", .sourceType)) {
                try await database.write { try SourceSystemStore($0).insertType("icinga") }
            }
        }
    }
}
