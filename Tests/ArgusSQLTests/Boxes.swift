import ArgusSQL
import ArgusTesting

/// Makes a database with two tables, and lets a body use it.
func withBoxes(
    connections: Int = 8, isolation: isolated (any Actor)? = #isolation,
    _ body: (any SQLDriver) async throws -> Void
) async throws {
    try await EmptyDatabase.with { database in
        try await database.open(connections: connections) { driver in
            try await driver.write { connection in
                for table in boxes { try connection.execute(connection.dialect.definition(table)) }
            }
            try await body(driver)
        }
    }
}

/// The two tables, in SQLite's words.
let boxes: [SQL] = [
    "CREATE TABLE owner (id INTEGER NOT NULL PRIMARY KEY) STRICT",
    """
    CREATE TABLE box (
        id INTEGER NOT NULL PRIMARY KEY,
        name TEXT UNIQUE,
        bytes BLOB,
        size INTEGER CHECK (size > 0),
        owner INTEGER REFERENCES owner (id)
    ) STRICT
    """,
]
