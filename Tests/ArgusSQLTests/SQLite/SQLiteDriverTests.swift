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

    @Test(arguments: ["a\u{0}b", "\u{0}"])
    func `keeps null characters`(text: String) async throws {
        try await withDriver { driver in
            let found = try await driver.write { connection in
                try connection.execute("INSERT INTO box (id, name) VALUES (1, \(text))")
                return try connection.first("SELECT name FROM box WHERE name = \(text)") {
                    $0.text()
                }
            }

            #expect(found == text)
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
private func withDriver(
    isolation: isolated (any Actor)? = #isolation, _ body: (SQLiteDriver) async throws -> Void
) async throws {
    try await TemporaryFolder.with { folder in
        let driver = try SQLiteDriver(path: folder.file("test.db"))
        try await driver.write { connection in
            for table in boxes { try connection.execute(table) }
        }
        try await body(driver)
        try driver.close()
    }
}
