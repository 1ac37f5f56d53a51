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

    @Test func `lets go of a type only once it has no source system`() async throws {
        try await TestDatabase.with { database in
            let gone = try await database.write { connection in
                let store = SourceSystemStore(connection)
                try store.insertType("idle")
                return (try store.deleteType("idle"), try store.deleteType("idle"))
            }

            #expect(gone == (true, false))
            await #expect(
                throws: Refusal.invalid("This type has source systems, so it cannot be deleted.")
            ) {
                try await database.write { try SourceSystemStore($0).deleteType("nav") }
            }
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

@Suite struct `Counting what source systems have` {
    @Test func `counts incidents, those that are open by themselves`() async throws {
        try await TestDatabase.with { database in
            _ = try await database.insert([
                .sample(), .sample(endTime: .ended(.sample(60))), .sample(endTime: .stateless),
                .sample(endTime: .ended(.sample)),
            ])
            let (nav, zabbix) = (database.cast.nav.id, database.cast.zabbix.id)
            let counts = try await database.driver.read {
                try IncidentStore($0).counts(openAt: .sample(30))
            }

            #expect(counts[nav]?.open == 2 && counts[nav]?.all == 4)
            #expect(counts[zabbix]?.open == 0 && counts[zabbix]?.all == 0)
        }
    }

    @Test(.onSQLite) func `looks at no incident outside of an index`() async throws {
        try await TestDatabase.with { database in
            let recorder = RecordingDriver(database.driver)
            let statements = try await recorder.statements {
                _ = try await recorder.read { try IncidentStore($0).counts(openAt: .sample) }
            }
            let plan = try await database.driver.read { try $0.plan(of: statements[0]) }

            let incidents = plan.filter { $0.contains(" incident ") }
            #expect(statements.count == 1 && incidents.count == 2, "\(plan)")
            #expect(incidents[0].contains("USING INDEX incident_open"), "\(plan)")
            #expect(incidents[1].contains("USING COVERING INDEX incident_source"), "\(plan)")
        }
    }

    @Test func `counts tokens, those that are still good by themselves`() async throws {
        try await TestDatabase.with { database in
            let nav = database.cast.nav
            let counts = try await database.write { connection in
                let store = TokenStore(connection)
                for (digest, expires) in [
                    (UInt8(1), Timestamp?.none), (2, .sample(60)), (3, .sample),
                ] {
                    _ = try store.insert(
                        digest: [digest], prefix: "x", kind: .program, scope: .full,
                        of: nav.user.id, created: .sample, expires: expires)
                }
                return try store.countsOfSources(now: .sample)
            }

            // The cast's own token is one more that is good for ever.
            #expect(counts[nav.id]?.valid == 3 && counts[nav.id]?.all == 4)
        }
    }
}
