import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Listing incidents` {
    @Test func `shows their source systems`() async throws {
        try await TestDatabase.with { database in
            let incident = try await database.create(.sample())

            let listed = try await database.operations.incidents.listAll(.everything)

            #expect(listed.map(\.incident) == [incident])
            #expect(listed.map(\.source.name) == ["nav"])
        }
    }

    @Test func `takes as many statements for many as for few`() async throws {
        try await TestDatabase.with { database in
            for _ in 0..<30 { _ = try await database.create(.sample(tags: ["a=1"])) }
            let recorder = RecordingDriver(database.driver)
            let operations = Operations(driver: recorder, clock: database.clock.clock)

            let few = try await recorder.statements {
                _ = try await operations.incidents.list(.everything, PageRequest(size: 2))
            }
            let many = try await recorder.statements {
                _ = try await operations.incidents.list(.everything, PageRequest(size: 30))
            }

            #expect(few.count == 2)
            #expect(many.count == 2)
        }
    }

    @Test func `closes an incident when the end comes that was set for it`() async throws {
        try await TestDatabase.with { database in
            let incidents = database.operations.incidents
            _ = try await database.create(.sample(endTime: .ended(.sample(60))))

            let before = try await incidents.count(.open(true))
            database.clock.set(to: .sample(60))
            let after = try await incidents.count(.open(true))
            try await incidents.settle(by: .server)
            let settled = try await incidents.count(.open(false))

            #expect((before, after, settled) == (1, 0, 1))
        }
    }

    @Test func `finds one only if the filter describes it`() async throws {
        try await TestDatabase.with { database in
            let incident = try await database.create(.sample(level: .low))
            let incidents = database.operations.incidents

            let found = try await incidents.find(incident.id, where: .levelAtMost(4)).incident

            #expect(found == incident)
            await #expect(throws: Refusal.noSuch(.incident)) {
                try await incidents.find(incident.id, where: .levelAtMost(3))
            }
            await #expect(throws: Refusal.noSuch(.incident)) { try await incidents.find(999) }
        }
    }
}
