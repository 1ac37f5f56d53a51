import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@testable import ArgusOperations

@Suite struct `A source that asks for something` {
    @Test func `is seen at once, before it is written down`() async throws {
        try await TestDatabase.with { database in
            let (nav, sources) = (database.cast.nav, database.operations.sources)

            sources.seen(nav.requester)

            let shown = try await sources.find(nav.id).lastSeen
            let stored = try await database.storedLastSeen(nav.id)
            #expect(shown == .sample)
            #expect(stored == nil)
        }
    }

    @Test func `is written down with the next housekeeping`() async throws {
        try await TestDatabase.with { database in
            let nav = database.cast.nav
            database.operations.sources.seen(nav.requester)

            try await database.operations.incidents.settle(by: .server)

            #expect(try await database.storedLastSeen(nav.id) == .sample)
        }
    }

    @Test func `is not written down with an incident, which would keep other nodes waiting`()
        async throws
    {
        try await TestDatabase.with { database in
            let zabbix = database.cast.zabbix
            database.operations.sources.seen(zabbix.requester)

            _ = try await database.create(.sample())

            #expect(try await database.storedLastSeen(zabbix.id) == nil)
        }
    }

    @Test func `is still remembered if it could not be written down`() async throws {
        try await TestDatabase.with { database in
            let nav = database.cast.nav
            let driver = FailingDriver(database.driver)
            let operations = Operations(driver: driver, clock: database.clock.clock)
            operations.sources.seen(nav.requester)

            await #expect(throws: Unavailable.self) {
                try await operations.incidents.settle(by: .server)
            }
            try await operations.incidents.settle(by: .server)

            let stored = try await database.storedLastSeen(nav.id)
            #expect(stored == .sample)
        }
    }

    @Test func `is seen while that is being written down`() {
        let (presence, nav) = (Presence(), SourceSystem.ID(1))
        presence.seen(nav, at: .sample)

        let heard = presence.take()

        #expect(heard.sources == [nav: .sample])
        #expect(presence.lastSeen(nav) == .sample)
        #expect(presence.take().sources.isEmpty)
    }

    @Test func `can say at once that it is alive`() async throws {
        try await TestDatabase.with { database in
            let nav = database.cast.nav
            database.clock.set(to: .sample(9))

            try await database.operations.sources.heartbeat(by: nav.requester)

            #expect(try await database.storedLastSeen(nav.id) == .sample(9))
            await #expect(throws: Refusal.noPermission) {
                try await database.operations.sources.heartbeat(by: database.cast.alice.requester)
            }
        }
    }
}

@Suite struct `A token that is used` {
    @Test func `is written down, to within a minute`() async throws {
        try await TestDatabase.with { database in
            let (bob, operations) = (database.cast.bob, database.operations)
            try await operations.incidents.settle(by: .server)
            var seen: [Timestamp?] = []

            for seconds in [60.0, 119, 120] {
                database.clock.set(to: .sample(seconds))
                _ = try await operations.tokens.requester(with: bob.secret)
                try await operations.incidents.settle(by: .server)
                seen.append(try await operations.tokens.list(of: "bob").first?.token.lastUsed)
            }

            #expect(seen == [.sample(60), .sample(60), .sample(120)])
        }
    }

    @Test func `is written down after its first use`() async throws {
        try await TestDatabase.with { database in
            try await database.operations.incidents.settle(by: .server)

            let listed = try await database.operations.tokens.list(of: "bob")
            #expect(listed.map(\.token.lastUsed) == [.sample])
        }
    }
}

extension TestDatabase {
    fileprivate func storedLastSeen(_ id: SourceSystem.ID) async throws -> Timestamp? {
        try await driver.read { try SourceSystemStore($0).find(id)?.lastSeen }
    }
}
