import ArgusSQL
import ArgusTesting
import Testing

@Suite(.enabled(if: TestServer.shared != nil, "ARGUS_TEST_POSTGRESQL names no server"))
struct `PostgreSQL` {
    @Test func `looks null characters up and finds nothing`() async throws {
        try await withBoxes { driver in
            let isThere = try await driver.glance {
                try $0.exists("SELECT id FROM box WHERE name = \("a\u{0}b")")
            }

            #expect(!isThere)
        }
    }

    @Test func `orders texts by their bytes`() async throws {
        try await withBoxes { driver in
            let names = try await driver.write { connection in
                try connection.execute("INSERT INTO box (name) VALUES ('b'), ('B'), ('a'), ('ä')")
                return try connection.rows("SELECT name FROM box ORDER BY name") { $0.text() }
            }

            #expect(names == ["B", "a", "b", "ä"])
        }
    }

    @Test func `commits nothing after a refused statement, even one that was caught`() async throws
    {
        try await withBoxes { driver in
            await #expect(throws: SQLError.constraintViolation(Self.sizeRule)) {
                try await driver.write { connection in
                    try connection.execute("INSERT INTO box (id) VALUES (1)")
                    _ = try? connection.execute("INSERT INTO box (id, size) VALUES (2, 0)")
                }
            }

            let isThere = try await driver.read { try $0.exists("SELECT id FROM box") }
            #expect(!isThere)
        }
    }

    static let sizeRule =
        "new row for relation \"box\" violates check constraint \"box_size_check\""

    @Test(arguments: [
        ("INSERT INTO box (id, owner) VALUES (2, 9)", SQLError.foreignKeyViolation),
        ("DELETE FROM owner WHERE id = 1", .foreignKeyViolation),
        ("INSERT INTO box (id) VALUES (1)", .uniqueViolation(constraint: "box_pkey")),
        (
            "INSERT INTO box (id, name) VALUES (2, 'a')",
            .uniqueViolation(constraint: "box_name_key")
        ),
        ("INSERT INTO box (id, size) VALUES (2, 0)", .constraintViolation(sizeRule)),
        ("SELECT pg_sleep(9)", .timeout),
    ])
    func `says what was wrong`(statement: String, error: SQLError) async throws {
        try await withBoxes { driver in
            try await driver.write { connection in
                try connection.execute("INSERT INTO owner (id) VALUES (1)")
                try connection.execute("INSERT INTO box (id, name, owner) VALUES (1, 'a', 1)")
            }

            await #expect(throws: error) {
                try await driver.write { connection in
                    // Only what would take seconds may run out of time: a machine can be busy.
                    if error == .timeout {
                        try connection.execute("SET LOCAL statement_timeout = '20ms'")
                    }
                    try connection.execute(SQL(unsafe: statement))
                }
            }
        }
    }

    @Test func `has no more statements prepared than are of use`() async throws {
        try await withBoxes(connections: 1) { driver in
            let counts = try await driver.read { connection in
                var counts: [Int64?] = []
                for number in 1...900 {
                    _ = try connection.exists(SQL(unsafe: "SELECT \(number) WHERE 1 = 0"))
                    if number % 300 == 0 {
                        counts.append(
                            try connection.first("SELECT count(*) FROM pg_prepared_statements") {
                                $0.integer()
                            })
                    }
                }
                return counts
            }

            #expect(counts.compactMap { $0 }.allSatisfy { (1...400).contains($0) })
        }
    }

    @Test func `plans a look-up of many anew, and nothing for small tables only`() async throws {
        try await withBoxes { driver in
            let kept = try await driver.write { connection in
                for _ in 1...10 {
                    _ = try connection.exists(
                        "SELECT 1 FROM unnest(\(column: [1, 2])) AS wanted (id) JOIN box USING (id)"
                    )
                }
                return try connection.first(
                    "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%AS w' || 'anted%'"
                ) { $0.integer() }
            }
            let plan = try await driver.write { connection in
                try connection.execute("INSERT INTO box (id) VALUES (1)")
                try connection.execute("ANALYZE box")
                return try connection.rows("EXPLAIN SELECT 1 FROM box WHERE id = 1") { $0.text() }
            }

            #expect(kept == 0)
            #expect(plan.first?.contains("Index") == true, "\(plan)")
        }
    }

    @Test func `refuses more values than a statement can have, as the first one too`() async throws
    {
        try await withBoxes { driver in
            let tooMany: SQL = "SELECT id FROM box WHERE id IN \(list: Array(1...70_000))"

            await #expect(throws: (any Error).self) {
                _ = try await driver.read { try $0.rows(tooMany) { $0.integer() } }
            }
            await #expect(throws: (any Error).self) {
                _ = try await driver.read { connection in
                    _ = try connection.exists("SELECT 1")
                    return try connection.rows(tooMany) { $0.integer() }
                }
            }
        }
    }

    @Test func `takes more values than it has statements prepared for`() async throws {
        try await withBoxes { driver in
            let ids = try await driver.write { connection in
                try connection.execute("INSERT INTO box (id) SELECT generate_series(1, 9)")
                return try connection.rows(
                    "SELECT id FROM box WHERE id IN \(list: Array(5...5000)) ORDER BY id"
                ) { $0.integer() }
            }

            #expect(ids == [5, 6, 7, 8, 9])
        }
    }

    @Test func `that cannot be reached is unavailable, and refuses at once for a while`()
        async throws
    {
        let driver = PostgreSQLDriver(connectionString: "postgresql://127.0.0.1:1/argus")
        var sentences: [String] = []

        for _ in 1...8 {
            do {
                try await driver.glance { _ in }
            } catch let error as SQLError {
                sentences.append(error.description)
            }
        }
        try driver.close()

        #expect(sentences.first?.hasPrefix("PostgreSQL cannot be reached: connection to") == true)
        #expect(
            sentences.contains(
                "PostgreSQL could not be reached a moment ago; it is tried again soon."))
    }
}
