import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusTesting
import Dispatch
import Synchronization
import Testing

@testable import ArgusOperations

@Suite struct `A batcher` {
    @Test func `takes no more rows into a transaction than it may, but any one item`() async throws
    {
        try await TestDatabase.with { database in
            let sizes = Mutex<[Int]>([])
            let batcher = Batcher<Int, Int>(
                Database(driver: database.driver, clock: database.clock.clock, pause: { _ in }),
                size: { $0 }
            ) { _, items in
                sizes.withLock { $0.append(items.reduce(0, +)) }
                return items.count
            }

            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for item in Array(repeating: 400, count: 20) + [5000] {
                    group.addTask {
                        try await batcher.submit(item, .keepHouse, by: .server) { _ in item }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(answers.count == 21)
            #expect(sizes.withLock { $0.reduce(0, +) } == 13_000)
            #expect(sizes.withLock { $0.allSatisfy { $0 <= 800 || $0 == 5000 } })
        }
    }

    @Test func `gives each asker its own answer, and refuses none but who is refused`()
        async throws
    {
        try await TestDatabase.with { database in
            let batcher = Batcher<Int, [Int]>(
                Database(driver: database.driver, clock: database.clock.clock, pause: { _ in })
            ) { _, items in items }

            async let number = batcher.submit(1, .keepHouse, by: .server) { _ in 7 }
            async let word = batcher.submit(2, .keepHouse, by: .server) { _ in "seven" }
            await #expect(throws: Refusal.notFound("true")) {
                try await batcher.submit(3, .keepHouse, by: .server) { items in
                    throw Refusal.notFound("\(items.contains(3))")
                }
            }

            let answers = try await (number, word)
            #expect(answers.0 == 7 && answers.1 == "seven")
        }
    }

    @Test(.enabled(if: EmptyDatabase.Kind.current == .postgresql))
    func `begins another transaction while one is under way, if it is worth it`() async throws {
        try await TestDatabase.with { database in
            let isSecond = Mutex(false)
            let hasSecond = DispatchSemaphore(value: 0)
            let batcher = Batcher<Int, Bool>(
                Database(driver: database.driver, clock: database.clock.clock, pause: { _ in }),
                size: { $0 }
            ) { _, _ in
                let second = isSecond.withLock { known in
                    defer { known = true }
                    return known
                }
                if second { hasSecond.signal() }
                return second || hasSecond.wait(timeout: .now() + 60) == .success
            }

            async let first = batcher.submit(600, .keepHouse, by: .server) { $0 }
            async let other = batcher.submit(600, .keepHouse, by: .server) { $0 }

            let areJoined = try await [first, other]

            #expect(areJoined == [true, true])
        }
    }

    @Test func `does not repeat what may have been committed when the database was lost`()
        async throws
    {
        try await TestDatabase.with { database in
            let driver = FailingDriver(
                database.driver, failing: 99, with: SQLError.unavailable("It is gone."))
            let tries = Tally(0)
            let batcher = Batcher<Int, Int>(
                Database(driver: driver, clock: database.clock.clock, pause: { _ in })
            ) { _, items in
                tries.change { $0 += items.count }
                return items.count
            }

            let failures = await withTaskGroup(of: Bool.self) { group in
                for item in 1...20 {
                    group.addTask {
                        (try? await batcher.submit(item, .keepHouse, by: .server) { $0 }) == nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }

            #expect(failures == 20)
            #expect(tries.value == 20)
        }
    }
}
