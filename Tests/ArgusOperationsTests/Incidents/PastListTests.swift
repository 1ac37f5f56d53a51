import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `The list as it was at a moment` {
    /// One that is closed and reopened, one that becomes worse, one that is acknowledged for a while:
    /// all begin at 0, and something happens every 100 seconds.
    private static func live(in database: TestDatabase) async throws -> [Incident.ID] {
        let bob = database.cast.bob.requester
        var ids: [Incident.ID] = []
        for level in [Level.high, .moderate, .low] {
            ids.append(try await database.create(.sample(level: level)).id)
        }
        database.clock.advance(by: .seconds(100))
        try await database.post(.sample(.close), to: ids[0], by: bob)
        _ = try await database.operations.incidents.change(ids[1], worse, by: bob)
        let until = database.clock.now + .seconds(50)
        _ = try await database.operations.log.acknowledge(
            ids[2], with: try NewAcknowledgement(timestamp: .sample(100), expiration: until),
            by: bob)
        database.clock.advance(by: .seconds(100))
        try await database.post(.sample(.reopen), to: ids[0], by: bob)
        return ids
    }

    private static let worse = {
        var change = IncidentChange()
        change.level = .critical
        return change
    }()

    private func seen(
        _ filter: IncidentFilter, at seconds: Double, in database: TestDatabase
    ) async throws -> [Incident.ID: Incident] {
        var listing = IncidentListing(filter)
        listing.moment = .sample(seconds)
        let list = try await database.operations.incidents.show(listing)
        return Dictionary(
            uniqueKeysWithValues: list.page.items.map { ($0.incident.id, $0.incident) })
    }

    @Test func `shows what was open then`() async throws {
        try await TestDatabase.with { database in
            let ids = try await Self.live(in: database)

            #expect(try await seen(.open(true), at: -1, in: database).isEmpty)
            #expect(try await seen(.open(true), at: 50, in: database).count == 3)
            #expect(
                try await Set(seen(.open(true), at: 150, in: database).keys) == Set(ids.dropFirst())
            )
            #expect(try await Set(seen(.open(false), at: 150, in: database).keys) == [ids[0]])
            #expect(try await seen(.open(true), at: 200, in: database).count == 3)
        }
    }

    @Test func `shows the level of then`() async throws {
        try await TestDatabase.with { database in
            let ids = try await Self.live(in: database)

            let before = try await seen(.everything, at: 50, in: database)
            let after = try await seen(.levelAtMost(1), at: 150, in: database)
            #expect(before[ids[1]]?.level == .moderate)
            #expect(Array(after.keys) == [ids[1]])
        }
    }

    @Test func `shows who had acknowledged then`() async throws {
        try await TestDatabase.with { database in
            let ids = try await Self.live(in: database)

            #expect(try await seen(.acked(true), at: 99, in: database).isEmpty)
            #expect(try await Array(seen(.acked(true), at: 120, in: database).keys) == [ids[2]])
            #expect(try await seen(.acked(true), at: 151, in: database).isEmpty)
        }
    }

    @Test func `is not fooled by what a source writes into a log`() async throws {
        try await TestDatabase.with { database in
            let id = try await database.create(.sample(level: .low)).id
            database.clock.advance(by: .seconds(100))
            try await database.post(
                .sample(.change, timestamp: .sample(100), description: "Change: \"level\": x → ∞"),
                to: id, by: database.cast.nav.requester)

            #expect(try await seen(.everything, at: 50, in: database)[id]?.level == .low)
        }
    }
}

@Suite struct `What became different since a moment` {
    @Test func `is counted by what happened`() async throws {
        try await TestDatabase.with { database in
            let (bob, operations) = (database.cast.bob.requester, database.operations)
            let old = try await database.create(.sample()).id
            database.clock.advance(by: .seconds(100))
            let new = try await database.create(.sample(startTime: .sample(100))).id
            try await database.post(.sample(.close), to: old, by: bob)
            _ = try await operations.log.acknowledge(
                new, with: try .sample(timestamp: .sample(100)), by: bob)

            var listing = IncidentListing(.open(true))
            let news = try await operations.incidents.news(of: listing, since: .sample(50))
            listing.news = .init(since: .sample(50), kind: .closed)
            let closed = try await operations.incidents.show(listing)

            #expect(news == [.new: 1, .closed: 1, .acknowledged: 1])
            #expect(closed.page.items.map(\.incident.id) == [old])
        }
    }
}

@Suite struct `An acknowledgement that holds no longer` {
    @Test func `makes an incident urgent again once that is settled`() async throws {
        try await TestDatabase.with { database in
            let (bob, operations) = (database.cast.bob.requester, database.operations)
            let id = try await database.create(.sample()).id
            _ = try await operations.log.acknowledge(
                id, with: try .sample(expiration: .sample(60)), by: bob)
            let before = try await operations.incidents.show(IncidentListing(.open(true)))
            database.clock.advance(by: .seconds(61))
            try await operations.incidents.settle(by: .server)
            let after = try await operations.incidents.show(IncidentListing(.open(true)))

            #expect(before.counts.acked == 1)
            #expect(after.counts.acked == 0)
        }
    }
}
