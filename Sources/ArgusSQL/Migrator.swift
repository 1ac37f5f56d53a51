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
    /// Among the numbers of advisory locks, the one for the table of what was done.
    private static let lock: Int64 = 0x6172_6775_7301

    /// Takes the steps in order.
    package init(_ migrations: [Migration]) {
        self.migrations = migrations
    }

    /// Runs the steps that are missing, all in one transaction, and returns their names.
    ///
    /// The transaction keeps others from migrating, so of several processes one does and the others
    /// find it done.
    package func run(on driver: some SQLDriver) async throws -> [String] {
        if driver.dialect == .postgresql {
            try await driver.write { connection in
                try waitWithoutLimit(connection)
                // Two that create it at once fail, IF NOT EXISTS or not.
                try connection.execute("SELECT pg_advisory_xact_lock(\(Self.lock))")
                try makeTable(connection)
            }
        }
        return try await driver.write { connection in
            try keepOthersOut(connection)
            let done = try applied(connection)
            try refuseNewer(done)
            let missing = migrations.filter { !done.contains($0.number) }
            for migration in missing {
                for statement in migration.statements(connection.dialect) {
                    try connection.execute(connection.dialect.definition(statement))
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

    /// Whether no step was ever run on a database.
    package func findsNothing(on driver: some SQLDriver) async throws -> Bool {
        try await driver.read { connection in
            let tables: SQL =
                switch connection.dialect {
                case .sqlite: "SELECT count(*) FROM sqlite_schema WHERE name = 'migration'"
                case .postgresql: "SELECT count(to_regclass('migration'))"
                }
            return try connection.first(tables) { $0.integer() } == 0
        }
    }

    /// SQLite has one writer at a time; on PostgreSQL a lock is waited for, however long it takes.
    ///
    /// It is a lock on a table because, of all ways to wait, this one comes before the transaction
    /// decides what it sees (PostgreSQL 15 manual, LOCK).
    private func keepOthersOut(_ connection: any SQLConnection) throws {
        switch connection.dialect {
        case .sqlite:
            try connection.execute(
                SQL(unsafe: "PRAGMA application_id = \(SQLiteDriver.applicationID)"))
            try makeTable(connection)
        case .postgresql:
            try waitWithoutLimit(connection)
            try connection.execute("LOCK TABLE migration IN EXCLUSIVE MODE")
        }
    }

    private func waitWithoutLimit(_ connection: any SQLConnection) throws {
        try connection.execute("SET LOCAL lock_timeout = 0")
        try connection.execute("SET LOCAL statement_timeout = 0")
    }

    private func makeTable(_ connection: any SQLConnection) throws {
        try connection.execute(
            connection.dialect.definition(
                """
                CREATE TABLE IF NOT EXISTS migration (
                    number INTEGER NOT NULL PRIMARY KEY,
                    name TEXT NOT NULL
                ) STRICT
                """))
    }

    private func applied(_ connection: any SQLConnection) throws -> Set<Int> {
        Set(try connection.rows("SELECT number FROM migration") { Int($0.integer()) })
    }

    private func refuseNewer(_ done: Set<Int>) throws {
        let known = migrations.map(\.number).max() ?? 0
        guard let newest = done.max(), newest > known else { return }
        throw SQLError.unavailable(
            "The database was made by a newer Argus (schema \(newest), this one knows "
                + "\(known)); install that version, or restore an older backup.")
    }
}
