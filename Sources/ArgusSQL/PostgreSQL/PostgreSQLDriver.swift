/// A database on a PostgreSQL server, or on several of which one takes writes.
///
/// Which servers, with which encryption and as whom, a connection string of libpq's says
/// (`postgresql://argus@db1,db2/argus?target_session_attrs=read-write`).
package final class PostgreSQLDriver: SQLDriver {
    package let dialect = Dialect.postgresql
    private let pool: PostgreSQLPool

    /// A transaction that met another one is tried so often.
    private static let attempts = 5

    /// Connects when it is first needed; uses at most so many connections at once.
    package init(connectionString: String, connections: Int = 8) {
        pool = PostgreSQLPool(connectionString, limit: connections)
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", body)
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await transaction("BEGIN ISOLATION LEVEL REPEATABLE READ", body)
    }

    package func glance<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await pool.withSession { session in try body(PostgreSQLConnection(session)) }
    }

    package func close() throws {
        pool.close()
    }

    private func transaction<Value: Sendable>(
        _ begin: String, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        var attempt = 1
        while true {
            do {
                return try await pool.withSession { session in
                    try Self.transaction(begin, on: session, body)
                }
            } catch SQLError.conflict where attempt < Self.attempts {
                attempt += 1
            } catch is NotBegun where attempt < Self.attempts {
                // The server went away since the session was last used; nothing was done yet.
                pool.forgetIdle()
                attempt += 1
            } catch let error as NotBegun {
                throw error.cause
            }
        }
    }

    /// That a session turned out to be broken before anything was done on it.
    private struct NotBegun: Error {
        let cause: any Error
    }

    private static func transaction<Value>(
        _ begin: String, on session: PostgreSQLSession, _ body: (any SQLConnection) throws -> Value
    ) throws -> Value {
        do {
            try session.execute(begin)
        } catch {
            throw NotBegun(cause: error)
        }
        do {
            let value = try body(PostgreSQLConnection(session))
            try session.execute("COMMIT")
            return value
        } catch {
            // If this fails too, the session is broken, and is not used again.
            if session.isInTransaction { try? session.execute("ROLLBACK") }
            throw error
        }
    }
}

/// A session as those who send statements see it.
private struct PostgreSQLConnection: SQLConnection {
    let dialect = Dialect.postgresql
    private let session: PostgreSQLSession

    init(_ session: PostgreSQLSession) {
        self.session = session
    }

    func run(_ sql: SQL, row: (inout SQLRow) throws -> Void) throws -> Int {
        try session.run(sql, row: row)
    }
}
