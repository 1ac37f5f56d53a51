import FoundationEssentials
import GRDB
import GRDBSQLite
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A database in one SQLite file: a writer, several readers, and one more connection for look-ups
/// by key.
///
/// GRDB keeps the connections, waits for locks and interrupts readers. The file is in WAL mode with
/// `synchronous=FULL`: what is committed survives a loss of power.
package final class SQLiteDriver: SQLDriver {
    package let dialect = Dialect.sqlite
    private let pool: DatabasePool
    private let glancer: DatabaseQueue
    package let readers: Int
    private let isClosed = Mutex(false)

    /// Opens a file, or makes it.
    ///
    /// Refuses, in one sentence that names it, a file that is no database, or another program's, or
    /// cannot be written.
    package init(path: String, readers: Int = 4) throws {
        self.readers = readers
        do {
            (pool, glancer) = try Self.waiting {
                try Self.check(path)
                return try Self.open(path, readers: readers)
            }
        } catch let error as DatabaseError {
            throw SQLError.unavailable(Self.sentence(for: error, path))
        }
    }

    package func read<Value: Sendable>(
        within patience: Patience, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        do {
            return try await withTaskCancellationHandler {
                try await pool.read { database in
                    // The wait for a reader counts too.
                    try patience.check()
                    return try SQLiteConnection.stopping(database, patience, body)
                }
            } onCancel: {
                patience.leave()
            }
        } catch let error as DatabaseError {
            throw error.resultCode == .SQLITE_INTERRUPT ? patience.end : SQLError(error)
        }
    }

    package func write<Value: Sendable>(
        _ isolation: Isolation, within patience: Patience,
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        let hasBegun = Mutex(false)
        let begins = { @Sendable in
            hasBegun.withLock { hasBegun in
                defer { hasBegun = true }
                return !hasBegun
            }
        }
        return try await withCheckedThrowingContinuation { continuation in
            // Others of this process may be waiting for a lock, one after the other.
            let end = Task {
                try await Task.sleep(until: patience.deadline)
                if begins() { continuation.resume(throwing: SQLError.busy) }
            }
            pool.asyncWriteWithoutTransaction { database in
                end.cancel()
                guard begins() else { return }
                continuation.resume(
                    with: Result { try Self.transaction(database, patience, body) })
            }
        }
    }

    private static func transaction<Value>(
        _ database: GRDB.Database, _ patience: Patience,
        _ body: (any SQLConnection) throws -> Value
    ) throws -> Value {
        // Other writers of this process went first; another program's lock is waited for by SQLite.
        guard patience.remaining > .zero else { throw SQLError.busy }
        // One that is closed says so itself.
        if let handle = database.sqliteConnection {
            sqlite3_busy_timeout(handle, Int32(clamping: patience.lockTime.milliseconds))
        }
        do {
            var value: Value?
            try database.inTransaction(.immediate) {
                value = try body(SQLiteConnection(database))
                return .commit
            }
            guard let value else { throw SQLError.other(code: 0, message: "no transaction") }
            return value
        } catch let error as DatabaseError {
            throw SQLError(error)
        }
    }

    package func glance<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        do {
            return try glancer.inDatabase { try body(SQLiteConnection($0)) }
        } catch let error as DatabaseError {
            throw SQLError(error)
        }
    }

    package func listen(to channel: StaticString, _ handle: @escaping @Sendable () -> Void) {}

    package func close() throws {
        let isFirst = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return !isClosed
        }
        guard isFirst else { return }
        // Who copies the file afterwards should find everything in it, not in the log beside it; if
        // another program is just doing that, it need not be done here.
        _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.passive) }
        try pool.close()
        // The last to close removes the log, which the readers of the pool may not.
        try glancer.close()
    }
}

extension SQLiteDriver {
    /// Says whose file it is: the letters ARGU (`PRAGMA application_id`).
    static let applicationID: Int32 = 0x4152_4755

    /// How long to wait for somebody else's lock, in seconds.
    private static let patience = 10.0

    /// Tries again while somebody else opens the file or closes it: SQLite answers then that it is
    /// busy at once, instead of waiting as it does for everything else.
    private static func waiting<Value>(_ open: () throws -> Value) throws -> Value {
        let deadline = ContinuousClock.now + .seconds(patience)
        while true {
            do {
                return try open()
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                guard ContinuousClock.now < deadline else { throw error }
                usleep(2000)
            }
        }
    }

    private static func open(_ path: String, readers: Int) throws -> (DatabasePool, DatabaseQueue) {
        let pool = try DatabasePool(path: path, configuration: configuration(readers: readers))
        // GRDB sets NORMAL when it opens a pool, which would lose commits with the power.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        let glancer = try DatabaseQueue(path: path, configuration: configuration(readers: 1))
        try glancer.inDatabase { try $0.execute(sql: "PRAGMA query_only = ON") }
        return (pool, glancer)
    }

    private static func configuration(readers: Int) -> Configuration {
        var configuration = Configuration()
        configuration.maximumReaderCount = readers
        configuration.busyMode = .timeout(patience)
        configuration.prepareDatabase { database in
            // Small pages halve what a commit writes; the size is fixed when the file is made.
            try database.execute(
                sql: """
                    PRAGMA page_size = 2048;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA cache_size = -32768;
                    PRAGMA wal_autocheckpoint = 4000;
                    """)
        }
        return configuration
    }

    /// Looks at a file that is there already before anything is changed in it.
    private static func check(_ path: String) throws {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
        if isFolder {
            throw SQLError.unavailable("\(path) is a folder; name a file in ARGUS_DATABASE.")
        }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(patience)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let isOurs = try queue.read { database in
            let id = try Int32.fetchOne(database, sql: "PRAGMA application_id")
            let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema")
            return id == applicationID || tables == 0
        }
        try queue.close()
        guard isOurs else {
            throw SQLError.unavailable(
                "\(path) is a database of another program; name another file in ARGUS_DATABASE.")
        }
    }

    private static func sentence(for error: DatabaseError, _ path: String) -> String {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        return switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            "\(path) is no SQLite database, or a damaged one; name another file in ARGUS_DATABASE "
                + "or restore a backup."
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            "\(path) is locked by another program; stop that program or wait for it."
        case .SQLITE_CANTOPEN where !FileManager.default.fileExists(atPath: folder):
            "The folder of \(path) does not exist; make it, or name another file in ARGUS_DATABASE."
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            "\(path) cannot be opened for writing; check who owns the file and its folder."
        case .SQLITE_FULL:
            "The disk with \(path) is full; make room on it."
        default:
            "\(path) cannot be opened: \(error.message ?? error.description)."
        }
    }
}
