import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Doing something to many incidents` {
    /// Does something with the key `k`, and how often that was done.
    @discardableResult
    static func act(
        _ action: BulkAction, on target: BulkTarget, in database: TestDatabase,
        by requester: Requester? = nil
    ) async throws -> Int {
        let once = Once<BulkDeed>(key: "k", digest: [1]) {
            KeptAnswer(status: 302, body: $0.json)
        }
        return try await database.operations.bulk.act(
            action, on: target, by: requester ?? database.cast.bob.requester, once: once
        ).performed().count
    }

    private static func three(in database: TestDatabase) async throws -> [Incident.ID] {
        var ids: [Incident.ID] = []
        for _ in 0..<3 { ids.append(try await database.create(.sample()).id) }
        return ids
    }

    @Test func `reaches all that a list finds`() async throws {
        try await TestDatabase.with { database in
            let ids = try await Self.three(in: database)
            let count = try await Self.act(
                .close("done"), on: .all(IncidentListing(.open(true))), in: database)

            #expect(count == 3)
            #expect(try await database.incident(ids[2]).endTime == .ended(.sample))
        }
    }

    @Test func `leaves those that refuse it, and says why`() async throws {
        try await TestDatabase.with { database in
            let ids = try await Self.three(in: database)
            let deed = try await database.operations.bulk.act(
                .reopen(""), on: .these(ids + [999]), by: database.cast.bob.requester
            ).performed()

            #expect(deed.count == 0)
            #expect(deed.refused == 4)
            #expect(deed.refusals.count == 2)
        }
    }

    @Test func `is refused for nothing, and for too many`() async throws {
        try await TestDatabase.with { database in
            let many = (1...1001).map { Incident.ID(Int64($0)) }
            for ids in [[], many] {
                await #expect(throws: Refusal.self) {
                    try await Self.act(.close(""), on: .these(ids), in: database)
                }
            }
        }
    }

    @Test(arguments: [
        BulkAction.acknowledge("on it", until: nil), .acknowledge("", until: .sample(3600)),
        .close("done"), .ticket("https://tickets.example.org/1"),
    ])
    func `is undone as if it had not been`(action: BulkAction) async throws {
        try await TestDatabase.with { database in
            let ids = try await Self.three(in: database)
            let before = try await database.incident(ids[0])
            try await Self.act(action, on: .these(ids), in: database)
            database.clock.advance(by: .seconds(9))
            let result = try await database.operations.bulk.undo(
                "k", by: database.cast.bob.requester)

            let after = try await database.incident(ids[0])
            #expect(result.undone == 3)
            #expect(after.endTime == before.endTime)
            #expect(after.ticketURL == before.ticketURL)
            #expect(!after.isAcked(at: database.clock.now))
        }
    }

    @Test func `is undone for a reopening with the end that there was`() async throws {
        try await TestDatabase.with { database in
            let id = try await database.create(.sample(endTime: .ended(.sample))).id
            database.clock.advance(by: .seconds(100))
            try await Self.act(.reopen(""), on: .these([id]), in: database)
            _ = try await database.operations.bulk.undo("k", by: database.cast.bob.requester)

            #expect(try await database.incident(id).endTime == .ended(.sample))
        }
    }

    @Test func `is left where somebody has done something since`() async throws {
        try await TestDatabase.with { database in
            let ids = try await Self.three(in: database)
            try await Self.act(.close(""), on: .these(ids), in: database)
            try await database.post(
                .sample(.other, description: "I saw it"), to: ids[1],
                by: database.cast.charlie.requester)
            let first = try await database.operations.bulk.undo(
                "k", by: database.cast.bob.requester)
            let second = try await database.operations.bulk.undo(
                "k", by: database.cast.bob.requester)

            #expect((first.undone, first.touched) == (2, 1))
            #expect((second.undone, second.touched) == (0, 3))
            #expect(try await database.incident(ids[1]).endTime == .ended(.sample))
        }
    }

    @Test func `cannot be undone later, by others, or if it was a comment`() async throws {
        try await TestDatabase.with { database in
            let ids = try await Self.three(in: database)
            let (bob, charlie) = (database.cast.bob.requester, database.cast.charlie.requester)
            try await Self.act(.close(""), on: .these(ids), in: database)
            try await Self.act(.comment("x"), on: .these(ids), in: database, by: charlie)
            for (asker, wait) in [(charlie, 0), (bob, 16)] {
                database.clock.advance(by: .seconds(wait))
                await #expect(throws: Refusal.self) {
                    try await database.operations.bulk.undo("k", by: asker)
                }
            }
        }
    }
}
