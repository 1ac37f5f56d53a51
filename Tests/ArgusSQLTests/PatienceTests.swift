import ArgusSQL
import ArgusTesting
import Dispatch
import Glibc
import Testing

@Suite struct `Whoever waits for a database` {
    @Test func `does so only until the deadline, and the database goes on`() async throws {
        try await EmptyDatabase.with { database in
            try await database.open(connections: 1) { driver in
                // Connecting takes its time, too.
                _ = try await driver.read { try $0.exists("SELECT 1") }
                await #expect(throws: SQLError.timeout) {
                    try await driver.read(within: Patience(for: .seconds(1))) {
                        try $0.exists(endless(driver))
                    }
                }

                let isThere = try await driver.read { try $0.exists("SELECT 1") }
                #expect(isThere)
            }
        }
    }

    @Test func `stops the statement by leaving`() async throws {
        try await EmptyDatabase.with { database in
            try await database.open(connections: 1) { driver in
                let (begun, begin) = AsyncStream.makeStream(of: Void.self)
                let reading = Task {
                    try await driver.read(within: Patience(for: .seconds(600))) { connection in
                        begin.finish()
                        return try connection.exists(endless(driver))
                    }
                }
                for await _ in begun {}
                reading.cancel()

                await #expect(throws: CancellationError.self) { try await reading.value }
                let isThere = try await driver.read { try $0.exists("SELECT 1") }
                #expect(isThere)
            }
        }
    }

    @Test func `is not told what is wrong with a lock that somebody else holds for too long`()
        async throws
    {
        try await EmptyDatabase.with { database in
            try await database.open { driver in
                try await driver.write { connection in
                    for table in boxes {
                        try connection.execute(connection.dialect.definition(table))
                    }
                    // Or it would be taken for another program's.
                    if connection.dialect == .sqlite {
                        try connection.execute("PRAGMA application_id = 1095911253")
                    }
                }
                let (held, free) = (Gate(), DispatchSemaphore(value: 0))
                try await database.open { other in
                    let holder = Task {
                        try await other.write(.snapshot, within: Patience(for: .seconds(600))) {
                            connection in
                            try connection.execute("INSERT INTO owner (id) VALUES (1)")
                            held.open()
                            free.wait()
                        }
                    }
                    await held.opened()
                    // Nor does it wait for others who wait longer.
                    let patient = Task {
                        try await driver.write(.snapshot, within: Patience(for: .seconds(600))) {
                            try $0.execute("INSERT INTO owner (id) VALUES (2)")
                        }
                    }
                    await #expect(throws: SQLError.busy) {
                        try await driver.write(.snapshot, within: Patience(for: .milliseconds(50)))
                        {
                            try $0.execute("INSERT INTO owner (id) VALUES (1)")
                        }
                    }
                    free.signal()
                    try await holder.value
                    _ = try await patient.value
                }
            }
        }
    }
}

@Suite(.enabled(if: TestServer.shared != nil, "ARGUS_TEST_POSTGRESQL names no server"))
struct `A PostgreSQL server` {
    @Test func `that is there and does not answer is left, and another session is made`()
        async throws
    {
        try await withBoxes(connections: 1) { driver in
            let process = try await driver.write { connection in
                try connection.first("SELECT pg_backend_pid()") { pid_t($0.integer()) }
            }
            let stopped = try #require(process)
            #expect(kill(stopped, SIGSTOP) == 0)
            defer { kill(stopped, SIGCONT) }

            await #expect(
                throws: SQLError.unavailable("PostgreSQL has not answered in time.")
            ) {
                try await driver.write(.snapshot, within: Patience(for: .seconds(1))) {
                    try $0.execute("INSERT INTO owner (id) VALUES (1)")
                }
            }
            let isWritten = try await driver.write(.snapshot, within: Patience(for: .seconds(60))) {
                connection in
                try connection.execute("INSERT INTO owner (id) VALUES (2)")
                return try connection.exists("SELECT 1 FROM owner WHERE id = 1")
            }
            #expect(!isWritten)
        }
    }

    @Test func `that lets nobody else in is shared by those who wait`() async throws {
        try await TestServer.with(.nothing) { address in
            let role = "limited_\(UInt32.random(in: 0 ... .max))"
            let owner = PostgreSQLDriver(connectionString: address, connections: 1)
            _ = try await owner.write {
                try $0.execute(SQL(unsafe: "CREATE ROLE \(role) LOGIN CONNECTION LIMIT 2"))
            }
            let driver = PostgreSQLDriver(
                connectionString: "\(address)?user=\(role)", connections: 8)

            let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<100 {
                    group.addTask { try await driver.read { try $0.exists("SELECT 1") } }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(answers == Array(repeating: true, count: 100))
            try driver.close()
            _ = try await owner.write { try $0.execute(SQL(unsafe: "DROP ROLE \(role)")) }
            try owner.close()
        }
    }

    @Test func `is read while those who write wait for a lock`() async throws {
        try await withBoxes(connections: 4) { driver in
            _ = try await driver.write { try $0.execute("INSERT INTO owner (id) VALUES (1)") }
            let (held, free) = (Gate(), DispatchSemaphore(value: 0))
            let writer = Task {
                try await driver.write(.snapshot, within: Patience(for: .seconds(600))) {
                    connection in
                    try connection.execute("SELECT 1 FROM owner FOR UPDATE")
                    held.open()
                    free.wait()
                }
            }
            await held.opened()
            let others = (0..<10).map { _ in
                Task {
                    try await driver.write(.locking, within: Patience(for: .seconds(600))) {
                        try $0.execute("SELECT 1 FROM owner FOR UPDATE")
                    }
                }
            }

            let isThere = try await driver.read { try $0.exists("SELECT 1 FROM owner") }
            #expect(isThere)
            free.signal()
            try await writer.value
            for other in others { _ = try await other.value }
        }
    }
}

/// A statement that goes on until somebody stops it.
private func endless(_ driver: any SQLDriver) -> SQL {
    switch driver.dialect {
    case .postgresql: "SELECT pg_sleep(600)"
    case .sqlite:
        """
        WITH RECURSIVE number (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM number)
        SELECT max(value) FROM number
        """
    }
}
