import Synchronization

/// A database on a PostgreSQL server, or on several of which one takes writes.
///
/// Which servers, with which encryption and as whom, a connection string of libpq's says
/// (`postgresql://argus@db1,db2/argus?sslmode=verify-full`; PostgreSQL 15 manual, 34.1.1).
package final class PostgreSQLDriver: SQLDriver {
    package let dialect = Dialect.postgresql
    private let connectionString: String
    private let pool: PostgreSQLPool
    private let listeners = Mutex<[PostgreSQLListener]>([])

    /// Connects when it is first needed; uses at most so many connections at once, and no statement
    /// may take longer than a limit.
    package init(
        connectionString: String, connections: Int = 8, statementLimit: Duration = .seconds(30)
    ) {
        self.connectionString = connectionString
        pool = PostgreSQLPool(
            connectionString, limit: connections, statementLimit: statementLimit)
    }

    package var readers: Int { pool.limit }

    package func read<Value: Sendable>(
        within patience: Patience, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await stopping(patience) {
            // What was read is handed out before the COMMIT, which changes nothing about it.
            try await self.retrying(for: .reading, within: patience) { session in
                try Self.transaction(Self.beginReading, on: session, body)
            } afterwards: { session in
                if session.isInTransaction { try? session.execute("COMMIT") }
            }
        }
    }

    package func write<Value: Sendable>(
        _ isolation: Isolation, within patience: Patience,
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await retrying(for: .writing, within: patience) { session in
            guard patience.remaining > .zero else { throw SQLError.busy }
            let beginning = Self.beginWriting(isolation, patience)
            let value = try Self.transaction(beginning, on: session, body)
            // Nothing was begun where nothing was done.
            if session.isInTransaction { try session.execute("COMMIT") }
            return value
        }
    }

    /// Lets a body stop when the asking task is cancelled, and says so.
    private func stopping<Value>(
        _ patience: Patience, _ body: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await withTaskCancellationHandler(operation: body) { patience.leave() }
        } catch {
            if Self.isLoss(error) { throw error }
            throw patience.remaining == .zero ? patience.end : error
        }
    }

    private static let beginReading = ["BEGIN ISOLATION LEVEL REPEATABLE READ"]

    /// Plans of a transaction that writes are kept: the database itself asks one question for each
    /// row and foreign key, and would plan it each time.
    ///
    /// Such a plan must not be one that only a small table bears: it may have grown before the next.
    /// None of these statements may be one that looks at rows, or what a transaction sees would be
    /// settled before it has the lock that it waits for.
    private static func beginWriting(_ isolation: Isolation, _ patience: Patience) -> [String] {
        let level =
            switch isolation {
            case .snapshot: "REPEATABLE READ"
            case .locking: "READ COMMITTED"
            }
        return [
            "BEGIN ISOLATION LEVEL \(level) READ WRITE", "SET LOCAL plan_cache_mode = auto",
            "SET LOCAL enable_seqscan = off",
            "SET LOCAL lock_timeout = \(patience.lockTime.milliseconds)",
        ]
    }

    package func glance<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        let patience = Patience(for: Patience.usual)
        return try await stopping(patience) {
            try await self.retrying(for: .reading, within: patience) { session in
                do {
                    return try body(PostgreSQLConnection(session))
                } catch  where !session.isAlive {
                    throw NotBegun(cause: error)
                }
            }
        }
    }

    package func listen(to channel: StaticString, _ handle: @escaping @Sendable () -> Void) {
        let listener = PostgreSQLListener(connectionString, channel: channel, handle)
        listeners.withLock { $0.append(listener) }
    }

    /// What autovacuum does within minutes is done here at once: a new database that is filled is asked
    /// in the meantime, and without statistics it answers a hundred times slower.
    package func renewStatistics() async throws {
        let patience = Patience(for: Patience.usual)
        try await retrying(for: .writing, within: patience) { session in
            let connection = PostgreSQLConnection(session)
            let changed = try connection.rows(
                """
                SELECT quote_ident(relname)
                FROM pg_stat_user_tables
                WHERE schemaname = current_schema() AND n_mod_since_analyze > n_live_tup / 4 +
                    CASE WHEN coalesce(last_analyze, last_autoanalyze) IS NULL THEN 0 ELSE 500 END
                """
            ) { $0.text() }
            // Who analyses a table already, sees to it.
            for table in changed { try session.execute("ANALYZE (SKIP_LOCKED) \(table)") }
        }
    }

    package func close() throws {
        for listener in listeners.withLock({ $0 }) { listener.end() }
        pool.close()
    }

    /// Lends a session to a body, and does so again where that helps.
    private func retrying<Value: Sendable>(
        for purpose: PostgreSQLPool.Purpose, within patience: Patience,
        _ body: @escaping @Sendable (PostgreSQLSession) throws -> Value,
        afterwards finish: (@Sendable (PostgreSQLSession) -> Void)? = nil
    ) async throws -> Value {
        var attempt = 1
        while true {
            do {
                return try await pool.withSession(
                    for: purpose, within: patience, body, afterwards: finish)
            } catch {
                // Where one session led to a server that is gone or has become a standby, the
                // others do too.
                if Self.isLoss(error) { pool.forgetIdle() }
                guard attempt < Self.attempts(after: error), patience.remaining > .zero else {
                    throw (error as? NotBegun)?.cause ?? error
                }
                // Those who met each other should not do it again.
                let pause = Duration.milliseconds(Int.random(in: 0...(2 << attempt)))
                // What was asked is finished even if the asking task is cancelled.
                try? await Task.sleep(for: pause)
                attempt += 1
            }
        }
    }

    /// How often a transaction is tried that ended in an error.
    private static func attempts(after error: any Error) -> Int {
        switch error {
        case is NotBegun: 3
        case SQLError.conflict: 20
        // What was not there a moment ago was put there by another transaction: the next attempt
        // sees it, and refuses in the words for that.
        case SQLError.uniqueViolation, SQLError.foreignKeyViolation: 2
        default: 1
        }
    }

    private static func isLoss(_ error: any Error) -> Bool {
        switch error {
        case is NotBegun, SQLError.unavailable: true
        default: false
        }
    }

    /// Runs a body in a transaction, and leaves it to be committed.
    private static func transaction<Value>(
        _ opening: [String], on session: PostgreSQLSession,
        _ body: (any SQLConnection) throws -> Value
    ) throws -> Value {
        let connection = PostgreSQLConnection(session, opening: opening)
        do {
            let value = try body(connection)
            // After a statement that failed nothing can be committed, even if its error was caught.
            if let failure = connection.failure { throw failure }
            return value
        } catch {
            // If this fails too, the session is broken, and is not used again.
            if session.isInTransaction { try? session.execute("ROLLBACK") }
            throw error
        }
    }
}

/// A session as those who send statements see it.
private final class PostgreSQLConnection: SQLConnection {
    let dialect = Dialect.postgresql
    private let session: PostgreSQLSession
    /// What goes ahead of the first statement.
    private var opening: [String]
    /// The first error of a statement.
    private(set) var failure: (any Error)?

    init(_ session: PostgreSQLSession, opening: [String] = []) {
        (self.session, self.opening) = (session, opening)
    }

    func check() throws { try session.check() }

    func kept<Value: Sendable>(
        _ name: StaticString, for age: Duration, _ look: () throws -> Value
    ) throws -> Value {
        if let known = session.kept[name.description], known.time.duration(to: .now) < age,
            let value = known.value as? Value
        {
            return value
        }
        let value = try look()
        session.kept[name.description] = (value, .now)
        return value
    }

    func run(_ sql: SQL, row: (inout SQLRow) throws -> Void) throws -> Int {
        let ahead = opening
        opening = []
        let result: PostgreSQLResult
        do {
            result =
                ahead.isEmpty
                ? try session.result(of: sql) : try session.result(of: sql, after: ahead)
        } catch {
            let isUnused = !ahead.isEmpty && !session.isAlive
            let error = isUnused ? NotBegun(cause: error) : error
            failure = failure ?? error
            throw error
        }
        try result.forEach(row)
        return result.changedRows
    }
}

/// That a session turned out to be broken before anything was done on it.
private struct NotBegun: Error {
    let cause: any Error
}
