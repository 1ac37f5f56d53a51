import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `What changes` {
    @Test func `is told whatever is done with an incident, in order`() async throws {
        try await TestDatabase.with { database in
            let operations = database.operations
            let (bob, nav) = (database.cast.bob.requester, database.cast.nav.requester)
            let incident = try await database.create(.sample(tags: ["a=1"]))
            _ = try await database.create(.sample(endTime: .stateless))
            var wanted = IncidentChange()
            (wanted.level, wanted.description) = (.critical, "Box is on fire")
            let change = wanted

            try await database.post(.sample(.end, timestamp: .sample), to: incident.id, by: nav)
            _ = try await operations.incidents.change(
                incident.id, change, by: bob)
            let acknowledgement = try await operations.log.acknowledge(
                incident.id, with: .sample(), by: bob
            ).performed()
            _ = try await operations.log.expire(
                acknowledgement.event.id, of: incident.id, at: .sample(60), by: bob)
            _ = try await operations.tags.add(["b=2", "c=3"], to: incident.id, by: bob)
            try await operations.tags.remove("b=2", from: incident.id, by: bob)
            try await operations.incidents.delete(incident.id, by: nav)

            let told = try await database.changes()
            let codes = told.map(\.change.type.rawValue)
            #expect(
                codes == [
                    "STA", "LES", "END", "CHI", "CHI", "ACK", "EXP", "TAG", "TAG", "DEL",
                ])
            #expect(told.map(\.change.id.rawValue) == Array(1...10))
            #expect(told.allSatisfy { $0.change.moment == .sample })
        }
    }

    @Test func `is nothing where all stays as it was`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.requester
            let incident = try await database.create(.sample(tags: ["a=1"]))
            let before = try await database.changes().count

            _ = try await database.operations.tags.add(["a=1"], to: incident.id, by: bob)
            _ = try await database.operations.incidents.change(
                incident.id, IncidentChange(), by: bob)
            _ = try? await database.operations.tags.remove("x=1", from: incident.id, by: bob)
            _ = try? await database.post(.sample(.reopen), to: incident.id, by: bob)
            try await database.operations.incidents.settle(by: .server)

            #expect(try await database.changes().count == before)
        }
    }

    @Test func `is nothing when a transaction fails, and nobody is woken`() async throws {
        try await TestDatabase.with { database in
            let driver = FailingDriver(database.driver)
            let pause = ManualPause()
            let operations = Operations(
                driver: driver, clock: database.clock.clock, pause: pause.pause)
            var reader = try await operations.changes.follow(ChangeFilter(), since: nil)
            let bob = database.cast.bob.requester
            let id = try await database.create(.sample()).id

            await #expect(throws: Unavailable.self) {
                try await operations.tags.add(["a=1"], to: id, by: bob)
            }

            #expect(try await reader.next(patience: 0)?.map(\.change.type) == [.event(.start)])
            #expect(try await database.changes().count == 1)
        }
    }

    @Test func `is told once though a request is repeated with its key`() async throws {
        try await TestDatabase.with { database in
            let once = Once<SourcedIncident>(key: "k", digest: []) { _ in
                KeptAnswer(status: 201, body: "")
            }
            for _ in 0..<3 {
                _ = try await database.operations.incidents.create(
                    .sample(), source: .own, by: database.cast.nav.requester, once: once)
            }

            #expect(try await database.changes().count == 1)
        }
    }
}

extension TestDatabase {
    /// All changes there are, as they are told.
    func changes(_ filter: ChangeFilter = ChangeFilter()) async throws -> [ToldChange] {
        var reader = try await operations.changes.follow(filter, since: 0)
        return try await reader.next(patience: 0) ?? []
    }
}
