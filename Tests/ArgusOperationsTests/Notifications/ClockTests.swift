import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A clock that is put back by an hour` {
    private func putBack(_ database: TestDatabase) {
        database.clock.advance(by: .seconds(-3600))
    }

    private func follow(_ dora: Watcher) async throws -> Int {
        try await dora.operations.notifications.followClock(by: .server)
    }

    @Test func `keeps no message from being sent, nor from being tried again`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            let failed = try await database.create(.sample())
            #expect(try await dora.take(.retry(.timeout, "")) == ["STA \(failed.id)"])
            let planned = try await database.create(.sample())
            try await dora.plan()
            putBack(database)

            #expect(try await follow(dora) == 2)
            #expect(try await dora.take() == ["STA \(planned.id)"])
            database.clock.advance(by: .seconds(10))
            #expect(try await dora.take() == ["STA \(failed.id)"])
            #expect(try await follow(dora) == 0)
        }
    }

    @Test func `lets a wait last as long as it should, also of an escalation`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            let ella = try await Watcher(database, "ella")
            var rules = ProfileRules()
            rules.wait = .seconds(600)
            rules.escalation = [
                EscalationLevel(
                    after: .seconds(900), teams: [try await ella.team("first", of: [ella])])
            ]
            try await dora.profile("p", rules)
            _ = try await database.create(.sample())
            try await dora.plan()
            putBack(database)

            #expect(try await follow(dora) == 2)
            database.clock.advance(by: .seconds(599))
            #expect(try await dora.addresses() == [])
            database.clock.advance(by: .seconds(1))
            #expect(try await dora.addresses() == ["dora"])
            database.clock.advance(by: .seconds(899))
            #expect(try await dora.addresses() == [])
            database.clock.advance(by: .seconds(1))
            #expect(try await dora.addresses() == ["ella"])
        }
    }

    @Test func `has nobody hold a message for that hour`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            let incident = try await database.create(.sample())
            try await dora.plan()
            let died = try await dora.operations.notifications.claim([.email: 9], by: .server)
            #expect(died.count == 1)
            putBack(database)

            #expect(try await follow(dora) == 1)
            database.clock.advance(by: .seconds(119))
            #expect(try await dora.take() == [])
            database.clock.advance(by: .seconds(1))
            #expect(try await dora.take() == ["STA \(incident.id)"])
        }
    }

    @Test func `leaves a digest to its time of day`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            let due = database.clock.now + .seconds(1800)
            var rules = ProfileRules()
            rules.digest = .times([TimeOfDay(Zone.utc.civilTime(at: due))])
            try await dora.profile("p", rules)
            let incident = try await database.create(.sample())
            try await dora.plan()
            putBack(database)

            _ = try await follow(dora)
            database.clock.advance(by: due - database.clock.now - .seconds(1))
            #expect(try await dora.take() == [])
            database.clock.advance(by: .seconds(1))
            #expect(try await dora.take() == ["STA \(incident.id)"])
        }
    }
}
