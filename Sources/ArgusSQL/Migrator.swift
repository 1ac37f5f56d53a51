/// One step of the schema: additive, never edited after a release.
package struct Migration: Sendable {
    /// Counts from 1.
    package let number: Int
    package let name: String
    /// The statements, for a dialect.
    package let statements: @Sendable (Dialect) -> [SQL]

    /// Describes a step.
    package init(
        _ number: Int, _ name: String, _ statements: @escaping @Sendable (Dialect) -> [SQL]
    ) {
        (self.number, self.name, self.statements) = (number, name, statements)
    }
}

/// Brings a database to the newest schema, and refuses one that is newer still.
package struct Migrator: Sendable {
    private let migrations: [Migration]

    /// Takes the steps in order.
    package init(_ migrations: [Migration]) {
        self.migrations = migrations
    }

    /// Runs the steps that are missing, all in one transaction, and returns their names.
    ///
    /// The transaction holds the write lock, so of several processes one migrates and the others
    /// find it done.
    package func run(on driver: some SQLDriver) async throws -> [String] {
        try await driver.write { connection in
            let done = try applied(connection)
            try refuseNewer(done)
            let missing = migrations.filter { !done.contains($0.number) }
            for migration in missing {
                for statement in migration.statements(connection.dialect) {
                    try connection.execute(statement)
                }
                try connection.execute(
                    """
                    INSERT INTO migration (number, name)
                    VALUES (\(migration.number), \(migration.name))
                    """)
            }
            return missing.map(\.name)
        }
    }

    private func applied(_ connection: any SQLConnection) throws -> Set<Int> {
        try connection.execute(SQL(unsafe: "PRAGMA application_id = \(SQLiteDriver.applicationID)"))
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS migration (
                number INTEGER NOT NULL PRIMARY KEY,
                name TEXT NOT NULL
            ) STRICT
            """)
        return Set(try connection.rows("SELECT number FROM migration") { Int($0.integer()) })
    }

    private func refuseNewer(_ done: Set<Int>) throws {
        let known = migrations.map(\.number).max() ?? 0
        guard let newest = done.max(), newest > known else { return }
        throw SQLError.unavailable(
            "The database was made by a newer Argus (schema \(newest), this one knows "
                + "\(known)); install that version, or restore an older backup.")
    }
}
