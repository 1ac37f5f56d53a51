import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A digest` {
    /// Somebody who is told everything that follows, at 16:00 UTC; the sample moment is 15:06:40.
    private func watcher(_ database: TestDatabase) async throws -> Watcher {
        let dora = try await Watcher(database)
        var rules = ProfileRules()
        rules.digest = .times([try #require(TimeOfDay("16:00"))])
        try await dora.profile("p", rules)
        return dora
    }

    private static let wait = Duration.seconds(53 * 60 + 20)

    @Test func `tells in one message what is still so, the worst first`() async throws {
        try await TestDatabase.with { database in
            let dora = try await watcher(database)
            let nav = database.cast.nav.requester
            let low = try await database.create(.sample(level: .low))
            let over = try await database.create(.sample())
            let acked = try await database.create(.sample())
            let bad = try await database.create(.sample(level: .critical))
            try await database.post(.sample(.end), to: over.id, by: nav)
            _ = try await database.operations.log.acknowledge(
                acked.id, with: try .sample(), by: database.cast.bob.requester)
            #expect(try await dora.take() == [])
            database.clock.advance(by: Self.wait)

            let told = try await dora.gathered()
            #expect(told == [["STA \(bad.id)", "STA \(low.id)"]])
            #expect(try await dora.states(low) == ["sent"])
            #expect(
                try await dora.states(over) == ["dropped closed", "dropped opening_not_told"])
            #expect(
                try await dora.states(acked) == [
                    "dropped acknowledged", "dropped opening_not_told",
                ])
            let sentences = try await dora.operations.notifications.deliveries(
                of: low.id, by: dora.requester
            ).map { $0.sentence(in: .utc) }
            #expect(
                sentences == [
                    "Sent by Email to dora@example.org, gathered for the digest of 16:00 with 1 other, at 2025-06-15T16:00:00Z (ok)."
                ])
        }
    }

    @Test func `tells of a close if it told of the opening`() async throws {
        try await TestDatabase.with { database in
            let dora = try await watcher(database)
            let nav = database.cast.nav.requester
            let incident = try await database.create(.sample())
            try await dora.plan()
            database.clock.advance(by: Self.wait)
            #expect(try await dora.gathered() == [["STA \(incident.id)"]])
            try await database.post(.sample(.end), to: incident.id, by: nav)
            #expect(try await dora.gathered() == [])
            database.clock.advance(by: .seconds(86_400))
            #expect(try await dora.gathered() == [["END \(incident.id)"]])
        }
    }

    @Test func `is not sent if nothing is left, and says so`() async throws {
        try await TestDatabase.with { database in
            let dora = try await watcher(database)
            let incident = try await database.create(.sample())
            try await database.post(
                .sample(.end), to: incident.id, by: database.cast.nav.requester)
            try await dora.plan()
            database.clock.advance(by: Self.wait)

            #expect(try await dora.gathered() == [])
            let sentence = try await dora.operations.notifications.deliveries(
                of: incident.id, by: dora.requester)[0].sentence(in: .utc)
            #expect(
                sentence
                    == "Not sent by Email to dora@example.org, gathered for the digest of 16:00: the incident was over by then."
            )
        }
    }

    @Test func `keeps its name and what it tells when it is tried again`() async throws {
        try await TestDatabase.with { database in
            let dora = try await watcher(database)
            let incidents = [
                try await database.create(.sample()), try await database.create(.sample()),
            ]
            try await dora.plan()
            database.clock.advance(by: Self.wait)
            let first = try await dora.operations.notifications.claim([.email: 9], by: .server)
            try await dora.operations.notifications.settle(
                first.map {
                    $0.settled(
                        .retry(.timeout, ""), by: DeliveryRetries(), at: database.clock.now)
                }, by: .server)
            // What comes later waits for the next one.
            let late = try await database.create(.sample())
            database.clock.advance(by: .seconds(10))
            try await dora.plan()
            let again = try await dora.operations.notifications.claim([.email: 9], by: .server)

            #expect(first.count == 1)
            #expect(again.map(\.delivery.key) == first.map(\.delivery.key))
            #expect(again[0].notice.gathered?.items.map(\.current.id) == incidents.map(\.id))
            try await dora.operations.notifications.settle(
                again.map {
                    $0.settled(.sent("ok"), by: DeliveryRetries(), at: database.clock.now)
                }, by: .server)
            #expect(try await dora.states(incidents[1]) == ["sent"])
            #expect(try await dora.states(late) == ["waiting"])
        }
    }

    @Test func `takes what failed to be sent with it, when that is sent again`() async throws {
        try await TestDatabase.with { database in
            let dora = try await watcher(database)
            for _ in 0..<3 { _ = try await database.create(.sample()) }
            try await dora.plan()
            database.clock.advance(by: Self.wait)
            #expect(try await dora.gathered(.failed(.refused, "no")).map(\.count) == [3])
            #expect(
                try await dora.operations.notifications.resend(
                    nil, .refused, by: dora.requester) == 3)
            #expect(try await dora.gathered().map(\.count) == [3])
        }
    }

    @Test func `holds up nothing that another profile tells at once`() async throws {
        try await TestDatabase.with { database in
            let dora = try await watcher(database)
            try await dora.profile("ends") { $0.eventTypes = [.end] }
            let incident = try await database.create(.sample())
            try await database.post(
                .sample(.end), to: incident.id, by: database.cast.nav.requester)

            #expect(try await dora.take() == ["END \(incident.id)"])
        }
    }
}

@Suite struct `A storm` {
    private func watcher(_ database: TestDatabase, limit: Int? = nil) async throws -> Watcher {
        let dora = try await Watcher(database)
        var rules = ProfileRules()
        rules.storm = StormRule(tag: "host", count: 2, within: .seconds(600))
        rules.hourlyLimit = limit
        try await dora.profile("p", rules)
        return dora
    }

    private func create(_ count: Int, _ tag: Tag, in database: TestDatabase) async throws
        -> [Incident]
    {
        var incidents: [Incident] = []
        for _ in 0..<count {
            incidents.append(try await database.create(.sample(tags: [tag])))
        }
        return incidents
    }

    @Test func `of one tag is one message, and then one for what came after`() async throws {
        try await TestDatabase.with { database in
            let dora = try await watcher(database)
            let few = try await create(2, "host=x", in: database)
            #expect(try await dora.gathered().map(\.count) == [1, 1])
            let many = try await create(4, "host=x", in: database)
            let other = try await create(1, "host=y", in: database)
            #expect(
                Set(try await dora.gathered()) == [
                    many.map { "STA \($0.id)" }, ["STA \(other[0].id)"],
                ])
            database.clock.advance(by: .seconds(60))
            _ = try await create(1, "host=x", in: database)
            #expect(try await dora.gathered() == [])
            database.clock.advance(by: .seconds(60))
            _ = try await create(2, "host=x", in: database)
            #expect(try await dora.gathered() == [])
            database.clock.advance(by: .seconds(479))
            #expect(try await dora.gathered() == [])
            database.clock.advance(by: .seconds(1))
            #expect(try await dora.gathered().map(\.count) == [3])

            #expect(try await dora.states(few[0]) == ["sent"])
            #expect(try await dora.states(many[3]) == ["sent"])
            let sentence = try await dora.operations.notifications.deliveries(
                of: many[3].id, by: dora.requester)[0].sentence(in: .utc)
            #expect(sentence.contains(", in one message about host=x with 3 others, at "))
        }
    }

    @Test func `is as many incidents, not as many messages about one`() async throws {
        try await TestDatabase.with { database in
            let dora = try await watcher(database)
            let incidents = try await create(2, "host=x", in: database)
            for incident in incidents {
                try await database.post(
                    .sample(.end), to: incident.id, by: database.cast.nav.requester)
            }
            #expect(try await dora.gathered().map(\.count) == [1, 1, 1, 1])
        }
    }

    @Test func `is one message of those that a destination gets in an hour`() async throws {
        try await TestDatabase.with { database in
            let dora = try await watcher(database, limit: 2)
            _ = try await create(5, "host=x", in: database)
            #expect(try await dora.gathered().map(\.count) == [5])
            _ = try await create(1, "host=y", in: database)
            _ = try await create(1, "host=z", in: database)
            #expect(try await dora.gathered().map(\.count) == [1])
        }
    }
}
