import CPostgres

/// One connection to a PostgreSQL server, with the statements that are prepared on it.
///
/// Its functions block, but never for longer than the ``Patience`` that it was lent with: a server
/// that is there and does not answer any more, as on a disk that hangs, is left. One thread uses it at
/// a time.
final class PostgreSQLSession {
    let handle: OpaquePointer
    /// Until when answers are waited for.
    var patience: Patience
    /// Whether a statement that is waited for no longer may be given up by the server too: not one
    /// that writes, since a commit that is given up while it waits for a standby counts as done.
    var mayCancel = false
    /// Whether the server was asked to give up: no other statement is sent to it for that asker.
    var hasGivenUp = false
    /// What was looked up on it, by name, and when.
    var kept: [String: (value: any Sendable, time: ContinuousClock.Instant)] = [:]
    private var prepared: [Key: String] = [:]
    private var preparedCount = 0
    /// Whether it led to a server that it should not be used with any more.
    var isSpent = false

    /// What makes a prepared statement: its text, and the types of its arguments.
    private struct Key: Hashable {
        let text: String
        let types: [Oid]
    }

    /// More statements than this are not kept prepared at once.
    private static let keptLimit = 400
    /// Those with more arguments have long lists, of which there are too many kinds to keep.
    private static let mostArguments = 40

    /// How every session behaves.
    ///
    /// Plans are made for the values at hand and on one core, since what the API asks is answered by
    /// an index or not in time at all; and pages are taken to be in memory, as those of the newest
    /// incidents are. Whoever writes says so.
    private static func settings(_ statementLimit: Duration) -> String {
        """
        SET default_transaction_read_only = on;
        SET statement_timeout = \(statementLimit.milliseconds);
        SET lock_timeout = '10s';
        SET idle_in_transaction_session_timeout = '60s';
        SET max_parallel_workers_per_gather = 0;
        SET jit = off;
        SET seq_page_cost = 0.2;
        SET random_page_cost = 0.22;
        SET plan_cache_mode = force_custom_plan;
        SET client_min_messages = error
        """
    }

    /// What the connection string may say otherwise: on several servers the one that takes writes is
    /// found, and one that no longer answers is given up after a quarter of a minute.
    private static let defaults = [
        ("fallback_application_name", "argus"), ("target_session_attrs", "read-write"),
        ("connect_timeout", "5"), ("tcp_user_timeout", "15000"), ("keepalives_idle", "10"),
        ("keepalives_interval", "2"), ("keepalives_count", "3"),
    ]

    /// Connects as a connection string says (PostgreSQL 15 manual, 34.1.1); no statement may take
    /// longer than a limit.
    init(_ connectionString: String, statementLimit: Duration = .seconds(30)) throws {
        if let problem = ConnectionString(connectionString).problem {
            throw SQLError.unavailable("PostgreSQL cannot be reached: \(problem).")
        }
        guard let handle = Self.connect(connectionString) else {
            throw SQLError.unavailable("There is no memory left for a connection to PostgreSQL.")
        }
        self.handle = handle
        patience = Patience(for: Patience.usual)
        guard PQstatus(handle) == CONNECTION_OK else {
            throw SQLError.unavailable(
                "PostgreSQL cannot be reached: \(oneLine(PQerrorMessage(handle))).")
        }
        PQsetnonblocking(handle, 1)
        try execute(Self.settings(statementLimit))
    }

    deinit {
        PQfinish(handle)
    }

    private static func connect(_ connectionString: String) -> OpaquePointer? {
        let settings =
            defaults + [("dbname", connectionString), ("client_encoding", "UTF8")]
        return CStrings(settings.map(\.0)).withPointers { names in
            CStrings(settings.map(\.1)).withPointers { values in
                PQconnectdbParams(names, values, 1)
            }
        }
    }

    /// Whether it can be used, as far as this side knows.
    var isAlive: Bool { PQstatus(handle) == CONNECTION_OK && !isSpent }

    /// Whether a transaction is under way, well or aborted.
    var isInTransaction: Bool { PQtransactionStatus(handle) != PQTRANS_IDLE }

    /// The file descriptor of the connection, to wait for what comes.
    var socket: Int32 { PQsocket(handle) }

    /// Reads what has come, and says how many notifications were among it.
    func takeNotifications() throws -> Int {
        guard PQconsumeInput(handle) == 1 else {
            throw SQLError.unavailable(
                "The connection to PostgreSQL is lost: \(oneLine(PQerrorMessage(handle))).")
        }
        var count = 0
        while let notification = PQnotifies(handle) {
            PQfreemem(notification)
            count += 1
        }
        return count
    }

    /// Runs statements without arguments or results.
    func execute(_ text: String) throws {
        _ = try answer(isSent: PQsendQuery(handle, text))
    }

    /// Throws if nobody waits any longer.
    func check() throws {
        if hasGivenUp { throw SQLError.timeout }
        try patience.check()
    }

    /// Runs a statement.
    func result(of sql: SQL) throws -> PostgreSQLResult {
        let arguments = PostgreSQLArguments(sql.arguments)
        let name = try preparedName(of: sql, arguments.types)
        try check()
        return try answer(
            isSent: arguments.withValues { count, values, lengths, formats in
                if let name {
                    PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1)
                } else {
                    PQsendQueryParams(
                        handle, Self.numbered(sql.text), count, arguments.types, values, lengths,
                        formats, 1)
                }
            })
    }

    /// Runs a statement after others, which have no arguments or results, in one journey to the
    /// server.
    func result(of sql: SQL, after opening: [String]) throws -> PostgreSQLResult {
        let arguments = PostgreSQLArguments(sql.arguments)
        let name = try preparedName(of: sql, arguments.types)
        try check()
        return try pipelined {
            for text in opening { PQsendQueryParams(handle, text, 0, nil, nil, nil, nil, 1) }
            return arguments.withValues { count, values, lengths, formats in
                if let name {
                    PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1)
                } else {
                    PQsendQueryParams(
                        handle, Self.numbered(sql.text), count, arguments.types, values, lengths,
                        formats, 1)
                }
            }
        }
    }

    /// The answer to the last of the statements that a body sends, or the first error
    /// (PostgreSQL 15 manual, 34.5); the body says whether libpq took the last, 0 for no.
    private func pipelined(_ send: () -> Int32) throws -> PostgreSQLResult {
        PQenterPipelineMode(handle)
        let isSent = send() == 1
        PQpipelineSync(handle)
        let answers = Result { try lastAnswer() }
        // What could not be sent or was not answered leaves a session that nobody can go on with.
        if PQexitPipelineMode(handle) == 0 { isSpent = true }
        // Or the answer to what went ahead would be taken for that of the statement.
        return try isSent ? answers.get() : checked(nil)
    }

    /// Reads answers until they are all there; what follows an error was not done.
    private func lastAnswer() throws -> PostgreSQLResult {
        var last: PostgreSQLResult?
        var failure: (any Error)?
        // A null pointer ends the answer to each statement; two end everything.
        var isBetween = false
        while true {
            let result = try nextResult()
            if result != nil, PQresultStatus(result) == PGRES_PIPELINE_SYNC {
                PQclear(result)
                break
            }
            if result == nil, isBetween { break }
            isBetween = result == nil
            guard let result else { continue }
            do { last = try checked(result) } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
        return try last ?? checked(nil)
    }

    /// The name under which a statement is prepared; nil for one that is not worth being kept, or
    /// whose plan is not: how to look for a column of values depends on how many they are and how
    /// large the table has become.
    private func preparedName(of sql: SQL, _ types: [Oid]) throws -> String? {
        guard types.count <= Self.mostArguments, !sql.looksForColumn else { return nil }
        let key = Key(text: sql.text, types: types)
        if let name = prepared[key] { return name }
        if prepared.count >= Self.keptLimit {
            try execute("DEALLOCATE ALL")
            prepared = [:]
        }
        try check()
        preparedCount += 1
        let name = "s\(preparedCount)"
        _ = try answer(
            isSent: PQsendPrepare(
                handle, name, Self.numbered(sql.text), Int32(types.count), types))
        prepared[key] = name
        return name
    }

    /// The text with `$1`, `$2` … in place of each `?`.
    ///
    /// No statement of ours has a question mark in a quoted text: what is not ours is an argument.
    static func numbered(_ text: String) -> String {
        var numbered = ""
        numbered.reserveCapacity(text.utf8.count + 32)
        for (number, piece) in text.split(separator: "?", omittingEmptySubsequences: false)
            .enumerated()
        {
            if number > 0 { numbered += "$\(number)" }
            numbered += piece
        }
        return numbered
    }

    /// The last answer to what was sent, or the first error; `isSent` is 0 if libpq did not take it.
    private func answer(isSent: Int32) throws -> PostgreSQLResult {
        guard isSent == 1 else { return try checked(nil) }
        var last: PostgreSQLResult?
        var failure: (any Error)?
        while let result = try nextResult() {
            do { last = try checked(result) } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
        return try last ?? checked(nil)
    }

    /// A result that is no error, or the error.
    private func checked(_ result: OpaquePointer?) throws -> PostgreSQLResult {
        guard let result else {
            throw SQLError.unavailable(
                "The connection to PostgreSQL is lost: \(oneLine(PQerrorMessage(handle))).")
        }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return PostgreSQLResult(result)
        default:
            defer { PQclear(result) }
            let error = SQLError(postgresql: result, isConnected: isAlive)
            if case .unavailable = error { isSpent = true }
            throw error
        }
    }
}

extension SQL {
    /// Whether it looks something up for each value of a column.
    fileprivate var looksForColumn: Bool {
        text.hasPrefix("SELECT")
            && arguments.contains { if case .column = $0 { true } else { false } }
    }
}
