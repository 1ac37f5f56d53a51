import ArgusCore
import ArgusSQL
import ArgusTesting
import ArgusVocabulary
import Dispatch
import Testing

@testable import ArgusOperations

@Suite struct `What others hold` {
    @Test func `keeps nobody waiting for longer than it may`() async throws {
        try await TestDatabase.with { database in
            let batcher = Batcher<Int, Int>(
                Database(
                    driver: database.driver, clock: database.clock.clock, pause: { _ in },
                    limits: DatabaseLimits(write: .milliseconds(300)))
            ) { transaction, items in
                try transaction.stores.connection.execute(
                    "UPDATE incident SET level = level WHERE id = 1")
                return items.count
            }
            _ = try await database.create(.sample())

            try await database.holding("SELECT 1 FROM incident FOR UPDATE") {
                let failures = await withTaskGroup(of: (any Error)?.self) { group in
                    for item in 1...16 {
                        group.addTask {
                            do {
                                _ = try await batcher.submit(item, .keepHouse, by: .server) { $0 }
                                return nil
                            } catch {
                                return error
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(failures.allSatisfy { ($0 as? Unavailable)?.cause == .busy })
            }

            #expect(try await database.operations.incidents.count(.everything) == 1)
        }
    }

    @Test(.enabled(if: EmptyDatabase.Kind.current == .postgresql))
    func `is waited for by those who need it, while others go on`() async throws {
        try await TestDatabase.with { database in
            let held = try await database.create(.sample())
            let free = try await database.create(.sample())
            let nav = database.cast.nav.requester

            let waiting = try await database.holding(
                "SELECT 1 FROM incident WHERE id = \(held.id) FOR UPDATE"
            ) {
                let waiting = (0..<8).map { number in
                    Task { try await database.post(.sample("\(number)"), to: held.id, by: nav) }
                }
                for number in 0..<8 {
                    try await database.post(.sample("\(number)"), to: free.id, by: nav)
                    _ = try await database.create(.sample())
                }
                return waiting
            }

            for task in waiting { _ = try await task.value }
            #expect(try await database.descriptions(of: held.id).count == 8)
            #expect(try await database.descriptions(of: free.id).count == 8)
        }
    }

    @Test(.enabled(if: EmptyDatabase.Kind.current == .postgresql))
    func `is seen by who undoes what was done before it`() async throws {
        try await TestDatabase.with { database in
            let (id, bob) = (try await database.create(.sample()).id, database.cast.bob.requester)
            let once = Once<BulkDeed>(key: "k", digest: [1]) {
                KeptAnswer(status: 302, body: $0.json)
            }
            _ = try await database.operations.bulk.act(
                .close(""), on: .these([id]), by: bob, once: once)
            let moment = database.clock.now.microseconds

            let undoing = try await database.holding(
                """
                WITH held AS (SELECT id FROM incident WHERE id = \(id) FOR NO KEY UPDATE)
                INSERT INTO event (incident_id, actor_id, timestamp, received, type, description)
                SELECT id, \(database.cast.charlie.user.id), \(moment), \(moment), 'OTH', 'I saw it'
                FROM held
                """
            ) {
                let undoing = Task { try await database.operations.bulk.undo("k", by: bob) }
                while try await !database.somebodyWaits() { await Task.yield() }
                return undoing
            }

            let result = try await undoing.value
            #expect((result.undone, result.touched) == (0, 1))
        }
    }

    @Test(.enabled(if: EmptyDatabase.Kind.current == .postgresql))
    func `is waited for in one order, so that two nodes never hold each other up`()
        async throws
    {
        try await TestDatabase.with { database in
            var ids: [Incident.ID] = []
            for _ in 0..<20 { ids.append(try await database.create(.sample()).id) }
            let deadlocks = try await database.deadlocks()

            try await database.reopened { other in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for person in 0..<16 {
                        let operations = person.isMultiple(of: 2) ? database.operations : other
                        group.addTask { [ids] in
                            for _ in 0..<5 {
                                _ = try await operations.bulk.acknowledge(
                                    ids.shuffled(),
                                    with: try NewAcknowledgement(
                                        timestamp: database.clock.clock(), description: "mine",
                                        expiration: nil),
                                    by: database.cast.bob.requester)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }

            let count = try await database.operations.log.acknowledgements(of: ids[7]).count
            #expect(count == 80)
            #expect(try await database.deadlocks() == deadlocks)
        }
    }

    @Test(.enabled(if: EmptyDatabase.Kind.current == .postgresql))
    func `is carried out once where two nodes are told the same at the same time`()
        async throws
    {
        try await TestDatabase.with { database in
            let id = try await database.create(.sample()).id
            try await database.reopened { other in
                for round in 0..<20 {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for operations in [database.operations, other] {
                            group.addTask {
                                _ = try await operations.log.acknowledge(
                                    id,
                                    with: try NewAcknowledgement(
                                        timestamp: database.clock.clock(), description: "once",
                                        expiration: nil),
                                    by: database.cast.bob.requester,
                                    once: Once(key: "\(round)", digest: [1]) { _ in
                                        KeptAnswer(status: 201, body: "{}")
                                    })
                            }
                        }
                        try await group.waitForAll()
                    }
                }
            }

            let count = try await database.operations.log.acknowledgements(of: id).count
            #expect(count == 20)
        }
    }
}

extension TestDatabase {
    /// Has another process hold what a statement locks, and on SQLite everything, until a body ends.
    fileprivate func holding<Value>(_ lock: SQL, _ body: () async throws -> Value) async throws
        -> Value
    {
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let end = DispatchSemaphore(value: 0)
        return try await another { other in
            let holder = Task {
                try await other.write(.snapshot, within: Patience(for: .seconds(600))) {
                    connection in
                    if connection.dialect == .postgresql { try connection.execute(lock) }
                    begin.finish()
                    end.wait()
                }
            }
            for await _ in begun {}
            do {
                let value = try await body()
                end.signal()
                try await holder.value
                return value
            } catch {
                end.signal()
                throw error
            }
        }
    }

    /// What was written into an incident's log by hand.
    fileprivate func descriptions(of id: Incident.ID) async throws -> [String] {
        try await operations.log.events(of: id).filter { $0.type == .other }.map(\.description)
    }

    /// Whether somebody waits for a lock of this database.
    fileprivate func somebodyWaits() async throws -> Bool {
        try await driver.read { connection in
            try connection.exists(
                """
                SELECT 1
                FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                """)
        }
    }

    /// How many deadlocks there were in this database so far.
    fileprivate func deadlocks() async throws -> Int64 {
        try await driver.read { connection in
            try connection.first(
                "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
            ) { $0.integer() }
        } ?? 0
    }
}

extension PostedEvent {
    fileprivate static func sample(_ text: String) -> PostedEvent {
        PostedEvent(
            type: .other, timestamp: nil, description: text, acknowledgementsURL: "acks/")
    }
}
