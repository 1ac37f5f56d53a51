import ArgusCore
import ArgusOperations
import ArgusSQL
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Somebody who follows the changes` {
    @Test func `is told of a commit as soon as it is there`() async throws {
        try await TestDatabase.with { database in
            let reader = try await database.operations.changes.follow(ChangeFilter(), since: nil)
            async let told = {
                var reader = reader
                return try await reader.next(patience: 60)
            }()

            let incident = try await database.create(.sample())

            #expect(try await told?.map(\.incident?.incident) == [incident])
        }
    }

    @Test func `is told what another process commits as soon as it looks`() async throws {
        try await TestDatabase.with { database in
            let pause = ManualPause()
            let here = Operations(
                driver: database.driver, clock: database.clock.clock, pause: pause.pause)
            let reader = try await here.changes.follow(ChangeFilter(), since: nil)
            async let told = {
                var reader = reader
                return try await reader.next(patience: 1_000_000)
            }()
            await pause.pass(seconds: 1)

            _ = try await database.create(.sample())
            let time = Task {
                while !Task.isCancelled { await pause.pass(seconds: 1) }
            }
            defer { time.cancel() }
            #expect(try await told?.count == 1)
            withExtendedLifetime(reader) {}
        }
    }

    @Test func `is told that there is nothing after a while`() async throws {
        try await TestDatabase.with { database in
            let pause = ManualPause()
            let operations = Operations(
                driver: database.driver, clock: database.clock.clock, pause: pause.pause)
            var reader = try await operations.changes.follow(ChangeFilter(), since: nil)
            pause.flow()

            #expect(try await reader.next(patience: 15) == [])
            #expect(reader.seconds >= 15)
        }
    }

    @Test func `goes on after a restart without a gap or a double`() async throws {
        try await TestDatabase.with { database in
            for _ in 0..<3 { _ = try await database.create(.sample()) }
            var reader = try await database.operations.changes.follow(ChangeFilter(), since: 0)
            var ids = try await reader.next(limit: 2, patience: 0)?.map(\.change.id) ?? []
            _ = try await database.create(.sample())

            try await database.reopened { operations in
                var reader = try await operations.changes.follow(
                    ChangeFilter(), since: ids.last)
                ids += try await reader.next(patience: 0)?.map(\.change.id) ?? []
            }

            #expect(ids == [1, 2, 3, 4])
        }
    }

    @Test func `is sent home when the server ends, and nobody is let in any more`() async throws {
        try await TestDatabase.with { database in
            let changes = database.operations.changes
            let reader = try await changes.follow(ChangeFilter(), since: nil)
            async let told = {
                var reader = reader
                return try await reader.next(patience: 60)
            }()
            async let ended: Void = changes.ended()

            changes.end()

            #expect(try await told == nil)
            await ended
            await #expect(throws: Self.full) {
                try await changes.follow(ChangeFilter(), since: nil)
            }
        }
    }

    @Test func `need not be awaited when cancelled`() async throws {
        try await TestDatabase.with { database in
            let reader = try await database.operations.changes.follow(ChangeFilter(), since: nil)
            let task = Task {
                var reader = reader
                return try await reader.next(patience: 60)
            }

            task.cancel()

            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    private static let full = Refusal.unavailable(
        "No more can follow the changes just now; try again.", retryAfter: 10)
}

@Suite struct `Following the changes of some incidents` {
    @Test func `tells of those that fit when it is told`() async throws {
        try await TestDatabase.with { database in
            let filter = ChangeFilter(.open(true))
            let (first, second) = (
                try await database.create(.sample()), try await database.create(.sample())
            )
            #expect(try await database.changes(filter).map(\.change.id) == [1, 2])

            let nav = database.cast.nav.requester
            try await database.post(.sample(.end, timestamp: .sample), to: first.id, by: nav)

            let told = try await database.changes(filter)
            #expect(told.map(\.change.id) == [2])
            #expect(told.map(\.incident?.incident) == [second])
        }
    }

    @Test func `tells of others without the incident if asked`() async throws {
        try await TestDatabase.with { database in
            let nav = database.cast.nav.requester
            let incident = try await database.create(.sample(endTime: .ended(.sample)))
            _ = try await database.create(.sample())
            try await database.operations.incidents.delete(incident.id, by: nav)

            let told = try await database.changes(
                ChangeFilter(.open(true), tellsOthers: true))

            #expect(told.map(\.change.type.rawValue) == ["STA", "STA", "DEL"])
            #expect(told.map { $0.incident == nil } == [true, false, true])
            #expect(told.map(\.change.incident) == [1, 2, 1])
        }
    }

    @Test func `goes on past what is not told`() async throws {
        try await TestDatabase.with { database in
            for _ in 0..<5 { _ = try await database.create(.sample()) }
            var reader = try await database.operations.changes.follow(
                ChangeFilter(.levelAtMost(1)), since: 0)

            let told = try await reader.next(limit: 2, patience: 0)

            #expect(told == [])
            #expect(reader.last == 2)
        }
    }

    @Test func `reads all incidents of a batch at once`() async throws {
        try await TestDatabase.with { database in
            for _ in 0..<100 { _ = try await database.create(.sample(tags: ["a=1"])) }
            let recorder = RecordingDriver(database.driver)
            let operations = Operations(driver: recorder, clock: database.clock.clock)
            var counts: [Int] = []

            for limit in [2, 100] {
                var reader = try await operations.changes.follow(
                    ChangeFilter(.tag("a=1")), since: 0)
                let statements = try await recorder.statements {
                    _ = try await reader.next(limit: limit, patience: 0)
                }
                counts.append(statements.count)
            }

            #expect(counts[0] == counts[1])
        }
    }
}

@Suite struct `What changed long ago` {
    @Test func `is forgotten after seven days, but for the last`() async throws {
        try await TestDatabase.with { database in
            for _ in 0..<3 { _ = try await database.create(.sample()) }
            database.clock.advance(by: .seconds(7 * 86_400))
            try await database.operations.changes.forget(by: .server)
            #expect(try await database.changes().count == 3)

            database.clock.advance(by: .seconds(1))
            try await database.operations.changes.forget(by: .server)

            var reader = try await database.operations.changes.follow(ChangeFilter(), since: 2)
            #expect(try await reader.next(patience: 0)?.map(\.change.id) == [3])
            await #expect(
                throws: Refusal.gone(
                    "What changed after 1 is no longer known in full. Read the list of incidents "
                        + "again, then go on from the change in last.", last: 3)
            ) {
                try await database.operations.changes.follow(ChangeFilter(), since: 1)
            }
        }
    }

    @Test func `is forgotten in as many steps as it takes`() async throws {
        try await TestDatabase.with { database in
            let nav = database.cast.nav
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<1100 {
                    group.addTask {
                        _ = try await database.operations.incidents.create(
                            .sample(), source: .own, by: nav.requester)
                    }
                }
                try await group.waitForAll()
            }
            database.clock.advance(by: .seconds(8 * 86_400))

            try await database.operations.changes.forget(by: .server)

            await #expect(throws: Refusal.self) {
                try await database.operations.changes.follow(ChangeFilter(), since: 1098)
            }
            _ = try await database.operations.changes.follow(ChangeFilter(), since: 1099)
        }
    }

    @Test func `is not what has not happened yet`() async throws {
        try await TestDatabase.with { database in
            let refusal = Refusal.invalid(
                "since", "There is no change 1 yet; the last one is 0.")

            await #expect(throws: refusal) {
                try await database.operations.changes.follow(ChangeFilter(), since: 1)
            }
            _ = try await database.operations.changes.follow(ChangeFilter(), since: 0)
        }
    }
}
