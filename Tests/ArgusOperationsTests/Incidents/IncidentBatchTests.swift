import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

extension TestDatabase {
    /// Carries out a batch of *nav*.
    fileprivate func carryOut(
        _ items: [IncidentBatch.Item]
    ) async throws -> [BatchResult] {
        try await operations.incidents.carryOut(
            items.map { .success($0) }, source: .own, by: cast.nav.requester
        ).performed()
    }
}

private func report(_ identifier: String, _ change: IncidentChange = .init()) throws
    -> IncidentBatch.Item
{
    .create(
        IncidentReport(
            new: try .sample(sourceIncidentID: identifier, tags: ["a=1"]), change: change))
}

@Suite struct `Carrying out a batch` {
    @Test func `stores what the items say, and begins and goes on with the logs`() async throws {
        try await TestDatabase.with { database in
            let answers = try await database.carryOut([
                report("a"), report("b"),
                .close(.sourceIncidentID("a"), at: .sample(-1), description: "Up"),
            ])

            let incidents = try answers.map { try $0.get().incident.incident }
            let log = try await database.operations.log.events(of: incidents[0].id)
            #expect(incidents[0].id == incidents[2].id)
            #expect(try await database.incident(incidents[2].id) == incidents[2])
            #expect(Set(log.map(\.type)) == [.start, .end])
            #expect(try await database.operations.incidents.count(.open(true)) == 1)
        }
    }

    @Test func `takes tags of closed and reopened incidents out of the search and back`()
        async throws
    {
        try await TestDatabase.with { database in
            let again = IncidentReport(
                new: try .sample(startTime: .sample(5), sourceIncidentID: "a"), change: .init())
            let filter = IncidentFilter.all([.open(true), .tag("a=1")])
            let incidents = database.operations.incidents

            _ = try await database.carryOut([report("a")])
            let open = try await incidents.count(filter)
            _ = try await database.carryOut([
                .close(.sourceIncidentID("a"), at: .sample, description: "")
            ])
            let closed = try await incidents.count(filter)
            _ = try await database.carryOut([.create(again)])
            let reopened = try await incidents.count(filter)

            #expect((open, closed, reopened) == (1, 0, 1))
        }
    }

    @Test func `beside single requests lets each see what the other did`() async throws {
        try await TestDatabase.with { database in
            let done = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let new = try? await database.create(.sample(sourceIncidentID: "\(number)"))
                        return new == nil ? 0 : 1
                    }
                    group.addTask {
                        let answers = try await database.carryOut([report("\(number)")])
                        return try answers[0].get().isNew ? 1 : 0
                    }
                }
                return try await group.reduce(0, +)
            }

            #expect(done == 200)
            #expect(try await database.operations.incidents.count(.everything) == 200)
        }
    }

    @Test func `by two nodes at the same time makes one incident, and refuses neither`()
        async throws
    {
        try await TestDatabase.with { database in
            try await database.reopened { other in
                for round in 0..<40 {
                    let news = try await withThrowingTaskGroup(of: Bool.self) { group in
                        for operations in [database.operations, other] {
                            group.addTask {
                                let answers = try await operations.incidents.carryOut(
                                    [.success(report("\(round)"))], source: .own,
                                    by: database.cast.nav.requester
                                ).performed()
                                return try answers[0].get().isNew
                            }
                        }
                        return try await group.reduce(into: []) { $0.append($1) }
                    }
                    #expect(news.sorted { $0 && !$1 } == [true, false])
                }
            }

            #expect(try await database.operations.incidents.count(.everything) == 40)
        }
    }
}
