import GRDB
import GRDBSQLite

/// A connection to SQLite: GRDB keeps it and its prepared statements, and statements are stepped
/// through SQLite's own functions, which saves a third of the time of a batch.
final class SQLiteConnection: SQLConnection {
    let dialect = Dialect.sqlite
    private let database: GRDB.Database
    private let patience: Patience?

    /// Sends statements to a database; who reads does so only while somebody waits for it.
    init(_ database: GRDB.Database, _ patience: Patience? = nil) {
        (self.database, self.patience) = (database, patience)
    }

    func check() throws { try patience?.check() }

    /// Runs a body whose statements stop when nobody waits for them any longer.
    static func stopping<Value>(
        _ database: GRDB.Database, _ patience: Patience,
        _ body: (any SQLConnection) throws -> Value
    ) throws -> Value {
        guard let handle = database.sqliteConnection else {
            return try body(SQLiteConnection(database, patience))
        }
        return try withExtendedLifetime(patience) {
            // So many steps take a fraction of a millisecond.
            sqlite3_progress_handler(
                handle, 10_000,
                { pointer in
                    guard let pointer else { return 0 }
                    let patience = Unmanaged<Patience>.fromOpaque(pointer).takeUnretainedValue()
                    return patience.remaining == .zero ? 1 : 0
                }, Unmanaged.passUnretained(patience).toOpaque())
            defer { sqlite3_progress_handler(handle, 0, nil, nil) }
            do {
                return try body(SQLiteConnection(database, patience))
            } catch SQLError.timeout {
                throw patience.end
            }
        }
    }

    @discardableResult
    func run(_ sql: SQL, row: (inout SQLRow) throws -> Void) throws -> Int {
        let statement = try prepared(sql.text)
        let handle = statement.sqliteStatement
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
            // A statement that is not kept ends with its last use in Swift, which this must be.
            withExtendedLifetime(statement) {}
        }
        for (index, argument) in sql.arguments.enumerated() {
            try bind(argument, at: Int32(index + 1), of: handle)
        }
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW:
                var next = SQLRow(sqlite: handle)
                try row(&next)
            case SQLITE_DONE:
                return sqlite3_stmt_readonly(handle) == 0
                    ? Int(sqlite3_changes(sqlite3_db_handle(handle))) : 0
            default:
                throw SQLError(connection: sqlite3_db_handle(handle))
            }
        }
    }

    /// Longer statements are those with long lists, of which there are too many kinds to keep.
    private static let longestKept = 2000

    private func prepared(_ text: String) throws -> Statement {
        do {
            return text.utf8.count > Self.longestKept
                ? try database.makeStatement(sql: text) : try database.cachedStatement(sql: text)
        } catch let error as DatabaseError {
            throw SQLError(error)
        }
    }

    private func bind(_ value: SQLValue, at index: Int32, of statement: OpaquePointer) throws {
        switch value {
        case .null: sqlite3_bind_null(statement, index)
        case .integer(let integer): sqlite3_bind_int64(statement, index, integer)
        case .text(var text):
            text.withUTF8 { utf8 in
                utf8.withMemoryRebound(to: CChar.self) { characters in
                    // A null pointer would bind NULL instead of the empty text.
                    let start = characters.baseAddress ?? Self.emptyText
                    _ = sqlite3_bind_text(
                        statement, index, start, Int32(characters.count), Self.transient)
                }
            }
        case .column: throw SQLError.other(code: 0, message: "SQLite takes no columns")
        case .bytes(let bytes):
            bytes.withUnsafeBytes { buffer in
                let start = buffer.baseAddress ?? UnsafeRawPointer(Self.emptyText)
                _ = sqlite3_bind_blob(
                    statement, index, start, Int32(buffer.count), Self.transient)
            }
        }
    }

    /// Tells SQLite to copy what is bound before the call returns.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private nonisolated(unsafe) static let emptyText: UnsafePointer<CChar> = {
        let pointer = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
        pointer.initialize(to: 0)
        return UnsafePointer(pointer)
    }()
}

extension SQLError {
    /// What SQLite last said on a connection.
    fileprivate init(connection: OpaquePointer?) {
        let code = sqlite3_extended_errcode(connection)
        let message = sqlite3_errmsg(connection).map { String(cString: $0) } ?? ""
        self.init(sqliteCode: code, message: message)
    }

    init(_ error: DatabaseError) {
        self.init(sqliteCode: error.extendedResultCode.rawValue, message: error.message ?? "")
    }

    init(sqliteCode code: Int32, message: String) {
        let extended = ResultCode(rawValue: code)
        switch extended.primaryResultCode {
        case .SQLITE_CONSTRAINT
        where [.SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY].contains(extended):
            let columns = message.split(separator: ": ").last.map(String.init) ?? message
            self = .uniqueViolation(constraint: columns)
        case .SQLITE_CONSTRAINT where extended == .SQLITE_CONSTRAINT_FOREIGNKEY:
            self = .foreignKeyViolation
        case .SQLITE_CONSTRAINT: self = .constraintViolation(message)
        case .SQLITE_TOOBIG: self = .refusedValue(message)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_INTERRUPT: self = .timeout
        case .SQLITE_FULL:
            self = .unavailable("The disk with the database is full; make room on it.")
        case .SQLITE_READONLY:
            self = .unavailable(
                "The database cannot be written; check who owns its file and folder.")
        case .SQLITE_IOERR:
            self = .unavailable("The disk with the database reports errors (\(message)); check it.")
        default: self = .other(code: Int(code), message: message)
        }
    }
}
