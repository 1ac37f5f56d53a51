import ArgusSQL
import ArgusTesting
import Testing

@Suite struct `A SQLite database` {
    @Test(arguments: [
        ("synchronous", "2"), ("journal_mode", "wal"), ("foreign_keys", "1"), ("page_size", "2048"),
    ])
    func `keeps what was committed`(setting: String, value: String) async throws {
        try await withDriver { driver in
            let found = try await driver.write { connection in
                try connection.first(SQL(unsafe: "PRAGMA \(setting)")) { $0.text() }
            }

            #expect(found == value)
        }
    }

    @Test(arguments: ["", "x", "æøå 🦀", "a\u{0}b", "\u{0}", "'\"; --", "\r\n", "e\u{301}"])
    func `gives back the text that was put in`(text: String) async throws {
        try await withDriver { driver in
            let found = try await driver.write { connection in
                try connection.execute("INSERT INTO box (id, name) VALUES (1, \(text))")
                return try connection.first("SELECT name FROM box WHERE name = \(text)") {
                    $0.text()
                }
            }

            #expect(found.map { Array($0.utf8) } == Array(text.utf8))
        }
    }

    @Test(arguments: [[], [0], [0, 255, 7]] as [[UInt8]])
    func `gives back the bytes that were put in`(bytes: [UInt8]) async throws {
        try await withDriver { driver in
            let found = try await driver.write { connection in
                try connection.execute("INSERT INTO box (id, bytes) VALUES (1, \(bytes))")
                return try connection.first("SELECT bytes FROM box WHERE bytes = \(bytes)") {
                    $0.bytes()
                }
            }

            #expect(found == bytes)
        }
    }

    @Test func `tells nothing from zero and from empty`() async throws {
        try await withDriver { driver in
            let none: String? = nil
            let (name, number) = try await driver.write { connection in
                try connection.execute(
                    "INSERT INTO box (id, name, bytes) VALUES (1, \(none), NULL)")
                return try connection.first("SELECT name, owner, id FROM box") {
                    ($0.optionalText(), $0.optionalInteger(), $0.integer())
                }.map { ($0.0, $0.1) } ?? ("wrong", 0)
            }

            #expect(name == nil)
            #expect(number == nil)
        }
    }

    @Test func `finds by a list, and nothing by an empty one`() async throws {
        try await withDriver { driver in
            let none: [Int] = []
            let (some, nothing) = try await driver.write { connection in
                for id in 1...3 { try connection.execute("INSERT INTO box (id) VALUES (\(id))") }
                return (
                    try connection.rows("SELECT id FROM box WHERE id IN \(list: [1, 3, 9])") {
                        $0.integer()
                    }, try connection.exists("SELECT id FROM box WHERE id IN \(list: none)")
                )
            }

            #expect(some == [1, 3])
            #expect(!nothing)
        }
    }

    @Test func `says how many rows a statement changed`() async throws {
        try await withDriver { driver in
            let counts = try await driver.write { connection in
                [
                    try connection.execute("INSERT INTO box (id) VALUES (1), (2)"),
                    try connection.execute("UPDATE box SET size = 7"),
                    try connection.execute("SELECT id FROM box"),
                    try connection.execute("DELETE FROM box WHERE id = 7"),
                ]
            }

            #expect(counts == [2, 2, 0, 0])
        }
    }
}

@Suite struct `A transaction on SQLite` {
    private struct Stop: Error {}

    @Test func `leaves nothing if it throws`() async throws {
        try await withDriver { driver in
            await #expect(throws: Stop.self) {
                try await driver.write { connection in
                    try connection.execute("INSERT INTO box (id) VALUES (1)")
                    throw Stop()
                }
            }

            let isThere = try await driver.read { try $0.exists("SELECT id FROM box") }
            #expect(!isThere)
        }
    }

    @Test func `goes on after a refused statement that was caught`() async throws {
        try await withDriver { driver in
            try await driver.write { connection in
                try connection.execute("INSERT INTO box (id) VALUES (1)")
                _ = try? connection.execute("INSERT INTO box (id) VALUES (2), (1)")
                try connection.execute("INSERT INTO box (id) VALUES (3)")
            }

            let ids = try await driver.read { try $0.rows("SELECT id FROM box") { $0.integer() } }
            #expect(ids == [1, 3])
        }
    }

    @Test func `is seen by readers and by look-ups as soon as it returns`() async throws {
        try await withDriver { driver in
            for id in 1...20 {
                _ = try await driver.write { try $0.execute("INSERT INTO box (id) VALUES (\(id))") }

                let query: SQL = "SELECT id FROM box WHERE id = \(id)"
                #expect(try driver.glance { try $0.exists(query) })
                #expect(try await driver.read { try $0.exists(query) })
            }
        }
    }

    @Test func `is not seen by a reader that began before it`() async throws {
        try await withDriver { driver in
            let (began, committed) = (Gate(), Gate())
            async let counts = driver.read { connection in
                let before = try connection.rows("SELECT id FROM box") { $0.integer() }
                began.open()
                committed.pass()
                return (before, try connection.rows("SELECT id FROM box") { $0.integer() })
            }

            await began.opened()
            _ = try await driver.write { try $0.execute("INSERT INTO box (id) VALUES (1)") }
            committed.open()

            let (before, after) = try await counts
            #expect(before.isEmpty)
            #expect(after.isEmpty)
        }
    }

    @Test func `is finished even if its asker is cancelled`() async throws {
        try await withDriver { driver in
            let asker = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await driver.write { try $0.execute("INSERT INTO box (id) VALUES (1)") }
            }

            let count = try await asker.value
            #expect(count == 1)
        }
    }

    @Test func `cannot be had once the database is closed`() async throws {
        try await withDriver { driver in
            try driver.close()

            await #expect(throws: SQLError.self) {
                try await driver.write { try $0.execute("INSERT INTO box (id) VALUES (1)") }
            }
            await #expect(throws: SQLError.self) {
                try await driver.read { try $0.exists("SELECT id FROM box") }
            }
            #expect(throws: SQLError.self) {
                try driver.glance { try $0.exists("SELECT id FROM box") }
            }
        }
    }

    @Test func `cannot be had by reading`() async throws {
        try await withDriver { driver in
            await #expect(throws: SQLError.self) {
                try await driver.read { try $0.execute("INSERT INTO box (id) VALUES (1)") }
            }
            #expect(throws: SQLError.self) {
                try driver.glance { try $0.execute("INSERT INTO box (id) VALUES (1)") }
            }
        }
    }
}

@Suite struct `An error of SQLite` {
    @Test(arguments: [
        ("INSERT INTO box (id, owner) VALUES (2, 9)", SQLError.foreignKeyViolation),
        ("DELETE FROM owner WHERE id = 1", .foreignKeyViolation),
        ("INSERT INTO box (id) VALUES (1)", .uniqueViolation(constraint: "box.id")),
        ("INSERT INTO box (id, name) VALUES (2, 'a')", .uniqueViolation(constraint: "box.name")),
        (
            "INSERT INTO box (id, size) VALUES (2, 0)",
            .constraintViolation("CHECK constraint failed: size > 0")
        ),
    ])
    func `says which rule was broken`(statement: String, error: SQLError) async throws {
        try await withDriver { driver in
            try await driver.write { connection in
                try connection.execute("INSERT INTO owner (id) VALUES (1)")
                try connection.execute("INSERT INTO box (id, name, owner) VALUES (1, 'a', 1)")
            }

            await #expect(throws: error) {
                try await driver.write { try $0.execute(SQL(unsafe: statement)) }
            }
        }
    }

    @Test func `says what was wrong with a statement`() async throws {
        try await withDriver { driver in
            await #expect(throws: SQLError.other(code: 1, message: "no such table: nowhere")) {
                try await driver.read { try $0.exists("SELECT 1 FROM nowhere") }
            }
        }
    }

    @Test(arguments: [
        SQLError.uniqueViolation(constraint: "a.b"), .foreignKeyViolation,
        .constraintViolation("x"), .busy, .unavailable("It is gone."),
        .other(code: 1, message: "x"),
    ])
    func `is a sentence`(error: SQLError) {
        #expect(error.description.hasSuffix("."))
    }
}

/// Makes a database with two tables, and lets a body use it.
func withDriver(
    isolation: isolated (any Actor)? = #isolation, _ body: (SQLiteDriver) async throws -> Void
) async throws {
    try await TemporaryFolder.with { folder in
        let driver = try SQLiteDriver(path: folder.file("test.db"))
        try await driver.write { connection in
            try connection.execute("CREATE TABLE owner (id INTEGER NOT NULL PRIMARY KEY) STRICT")
            try connection.execute(
                """
                CREATE TABLE box (
                    id INTEGER NOT NULL PRIMARY KEY,
                    name TEXT UNIQUE,
                    bytes BLOB,
                    size INTEGER CHECK (size > 0),
                    owner INTEGER REFERENCES owner (id)
                ) STRICT
                """)
        }
        try await body(driver)
        try driver.close()
    }
}
