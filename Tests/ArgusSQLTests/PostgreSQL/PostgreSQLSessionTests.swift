import ArgusSQL
import ArgusTesting
import Testing

@Suite(.enabled(if: TestServer.shared != nil, "ARGUS_TEST_POSTGRESQL names no server"))
struct `A transaction on PostgreSQL` {
    @Test func `that met another one is tried again, and sees what that did`() async throws {
        try await withBoxes { driver in
            _ = try await driver.write {
                try $0.execute("INSERT INTO box (id, size) VALUES (1, 1)")
            }

            try await withThrowingTaskGroup { group in
                for _ in 1...8 {
                    group.addTask {
                        try await driver.write { connection in
                            let size = try connection.first("SELECT size FROM box") { $0.integer() }
                            try connection.execute("UPDATE box SET size = \((size ?? 0) + 1)")
                        }
                    }
                }
                try await group.waitForAll()
            }

            let size = try await driver.read {
                try $0.first("SELECT size FROM box") { $0.integer() }
            }
            #expect(size == 9)
        }
    }

    @Test func `that holds another up, which holds it up, is tried again`() async throws {
        try await withBoxes { driver in
            _ = try await driver.write { connection in
                try connection.execute("INSERT INTO box (id, size) VALUES (1, 1), (2, 1)")
            }
            let gates = [Gate(), Gate()]
            let tries = Tally(0)

            try await withThrowingTaskGroup { group in
                for (mine, first, second) in [(0, 1, 2), (1, 2, 1)] {
                    group.addTask {
                        try await driver.write { connection in
                            let isFirst = tries.change { tries in
                                tries += 1
                                return tries <= 2
                            }
                            try connection.execute("SET LOCAL deadlock_timeout = '10ms'")
                            try connection.execute(
                                "UPDATE box SET size = size + 1 WHERE id = \(first)")
                            gates[mine].open()
                            if isFirst { gates[1 - mine].pass() }
                            try connection.execute(
                                "UPDATE box SET size = size + 1 WHERE id = \(second)")
                        }
                    }
                }
                try await group.waitForAll()
            }

            let sizes = try await driver.read {
                try $0.rows("SELECT size FROM box") { $0.integer() }
            }
            #expect(sizes == [3, 3])
            #expect(tries.value > 2)
        }
    }

    @Test func `that finds a row taken since it looked is tried once more`() async throws {
        try await withBoxes { driver in
            let answers = Tally<[String]>([])

            try await driver.write { connection in
                if try connection.exists("SELECT id FROM box WHERE id = 1") {
                    return answers.change { $0.append("taken") }
                }
                answers.change { $0.append("free") }
                waitFor {
                    _ = try await driver.write { try $0.execute("INSERT INTO box (id) VALUES (1)") }
                }
                try connection.execute("INSERT INTO box (id) VALUES (1)")
            }

            #expect(answers.value == ["free", "taken"])
        }
    }

    @Test func `that loses its connection fails, and the next one does not`() async throws {
        try await withBoxes { driver in
            await #expect(throws: SQLError.self) {
                try await driver.write { connection in
                    try connection.execute("INSERT INTO box (id) VALUES (1)")
                    try connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                    try connection.execute("INSERT INTO box (id) VALUES (2)")
                }
            }

            let count = try await driver.write { try $0.execute("INSERT INTO box (id) VALUES (3)") }

            #expect(count == 1)
            let ids = try await driver.read { try $0.rows("SELECT id FROM box") { $0.integer() } }
            #expect(ids == [3])
        }
    }

    @Test func `does not notice that the server ended the connections that nobody used`()
        async throws
    {
        try await withBoxes { driver in
            try await withThrowingTaskGroup { group in
                for _ in 1...4 { group.addTask { try await driver.read { _ in } } }
                try await group.waitForAll()
            }
            try await Self.endOthers(driver)

            #expect(try await driver.glance { try $0.exists("SELECT 1") })
            try await Self.endOthers(driver)
            #expect(try await driver.read { try $0.exists("SELECT 1") })
            try await Self.endOthers(driver)
            let count = try await driver.write { try $0.execute("INSERT INTO box (id) VALUES (1)") }
            #expect(count == 1)
        }
    }

    /// Ends all connections to the database, as a server does that is stopped.
    private static func endOthers(_ driver: any SQLDriver) async throws {
        await #expect(throws: SQLError.self) {
            try await driver.read { connection in
                try connection.execute(
                    """
                    SELECT pg_terminate_backend(pid, 5000)
                    FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """)
                try connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                try connection.execute("SELECT 1")
            }
        }
    }

    @Test func `waits its turn when all connections are in use`() async throws {
        try await withBoxes(connections: 2) { driver in
            let (now, most) = (Tally(0), Tally(0))

            try await withThrowingTaskGroup { group in
                for id in 1...20 {
                    group.addTask {
                        try await driver.write { connection in
                            let count = now.change { now in
                                now += 1
                                return now
                            }
                            most.change { $0 = max($0, count) }
                            try connection.execute("INSERT INTO box (id) VALUES (\(id))")
                            now.change { $0 -= 1 }
                        }
                    }
                }
                try await group.waitForAll()
            }

            let count = try await driver.read {
                try $0.first("SELECT count(*) FROM box") { $0.integer() }
            }
            #expect(count == 20)
            #expect(most.value <= 2)
        }
    }
}
