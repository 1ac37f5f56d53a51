import ArgusCore
import ArgusOperations
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Counting incidents` {
    private static let filters: [IncidentFilter] = [
        .everything, .open(true), .open(false), .acked(true), .not(.acked(true)), .levelAtMost(2),
        .tag("a=1"), .tag("b=2"), .hasTicket(true), .mentions("spoon"), .eventTypes([.close]),
        .sourceNames(["nav"]), .all([.open(true), .lastedAtLeast(.seconds(100))]),
        .startTime(.from(.fromNow(.seconds(-50)))), .text(.description, "box"),
    ]

    @Test func `is right after whatever happens`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob.requester
            let incidents = database.operations.incidents
            let first = try await database.create(.sample(tags: ["a=1"]))
            try await Self.compare("created", database)
            let second = try await database.create(
                .sample(endTime: .ended(.sample(60)), sourceIncidentID: "2"))
            try await Self.compare("another", database)
            try await database.post(
                .sample(.other, description: "a spoon"), to: first.id, by: bob)
            try await Self.compare("noted", database)
            _ = try await database.operations.log.acknowledge(
                first.id, with: .sample(expiration: .sample(30)), by: bob)
            try await Self.compare("acknowledged", database)
            for second in [29, 30, 31, 59, 60, 200] {
                database.clock.set(to: .sample(Double(second)))
                try await Self.compare("after \(second) seconds", database)
            }
            database.clock.set(to: .sample(20))
            try await Self.compare("the clock was put back", database)
            try await incidents.settle(by: .server)
            try await Self.compare("settled", database)
            _ = try await database.operations.tags.add(["b=2"], to: first.id, by: bob)
            try await Self.compare("tagged", database)
            _ = try await incidents.change(first.id, Self.change, by: bob)
            try await Self.compare("changed", database)
            try await database.post(.sample(.close), to: first.id, by: bob)
            try await Self.compare("closed", database)
            try await incidents.delete(second.id, by: database.cast.nav.requester)
            try await Self.compare("deleted", database)
        }
    }

    private static var change: IncidentChange {
        var change = IncidentChange()
        (change.level, change.ticketURL) = (.critical, "https://t.example.org/")
        return change
    }

    private static func compare(_ step: String, _ database: TestDatabase) async throws {
        for filter in filters {
            let now = database.clock.clock()
            let right = try await database.driver.read {
                try IncidentSearch($0, filter, now: now).count()
            }
            for _ in 0..<2 {
                let count = try await database.operations.incidents.count(filter)
                #expect(count == right, "\(step): \(filter.written)")
            }
        }
    }

    @Test func `is done once while nothing happens`() async throws {
        try await TestDatabase.with { database in
            _ = try await database.create(.sample())
            let recorder = RecordingDriver(database.driver)
            let incidents = try await Operations.open(recorder, clock: database.clock.clock)
                .operations.incidents
            func countings() async throws -> Int {
                try await recorder.statements {
                    _ = try await incidents.count(.open(true))
                }.count { $0.text.contains("count(*)") }
            }

            #expect(try await countings() == 1)
            #expect(try await countings() == 0)
            _ = try await database.create(.sample(sourceIncidentID: "2"))
            #expect(try await countings() == 1)
            #expect(try await incidents.count(.open(true)) == 2)
        }
    }
}
