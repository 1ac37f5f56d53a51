import CPostgres
import GRDBSQLite

/// A row of a result, read column by column from the left.
///
/// Valid only while the closure runs that it was given to.
package struct SQLRow {
    private let source: Source
    private var column: Int32 = 0

    private enum Source {
        case sqlite(statement: OpaquePointer)
        /// A result in binary format, and the row's number in it.
        case postgresql(result: OpaquePointer, row: Int32)
    }

    init(sqlite statement: OpaquePointer) {
        source = .sqlite(statement: statement)
    }

    init(postgresql result: OpaquePointer, row: Int32) {
        source = .postgresql(result: result, row: row)
    }

    /// The next column, an integer.
    package mutating func integer() -> Int64 {
        defer { column += 1 }
        switch source {
        case .sqlite(let statement): return sqlite3_column_int64(statement, column)
        case .postgresql(let result, let row): return Self.integer(value(result, row))
        }
    }

    /// The next column, an integer or NULL.
    package mutating func optionalInteger() -> Int64? {
        if isNull {
            column += 1
            return nil
        }
        return integer()
    }

    /// The next column, a truth value.
    package mutating func bool() -> Bool {
        integer() != 0
    }

    /// The next column, a text.
    package mutating func text() -> String {
        defer { column += 1 }
        switch source {
        case .sqlite(let statement):
            guard let start = sqlite3_column_text(statement, column) else { return "" }
            let count = Int(sqlite3_column_bytes(statement, column))
            return String(
                decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
        case .postgresql(let result, let row):
            return String(decoding: value(result, row), as: UTF8.self)
        }
    }

    /// The next column, a text or NULL.
    package mutating func optionalText() -> String? {
        if isNull {
            column += 1
            return nil
        }
        return text()
    }

    /// The next column, bytes.
    package mutating func bytes() -> [UInt8] {
        defer { column += 1 }
        switch source {
        case .sqlite(let statement):
            guard let start = sqlite3_column_blob(statement, column) else { return [] }
            let count = Int(sqlite3_column_bytes(statement, column))
            return Array(UnsafeRawBufferPointer(start: start, count: count))
        case .postgresql(let result, let row): return Array(value(result, row))
        }
    }

    /// The next column, whatever it is.
    package mutating func value() -> SQLValue {
        if isNull {
            column += 1
            return .null
        }
        switch kind {
        case .integer: return .integer(integer())
        case .text: return .text(text())
        case .bytes: return .bytes(bytes())
        }
    }

    private enum Kind { case integer, text, bytes }

    private var kind: Kind {
        switch source {
        case .sqlite(let statement):
            switch sqlite3_column_type(statement, column) {
            case SQLITE_INTEGER: .integer
            case SQLITE_BLOB: .bytes
            default: .text
            }
        case .postgresql(let result, _):
            // Object ids of PostgreSQL's catalogue `pg_type`.
            switch PQftype(result, column) {
            case 16, 20, 21, 23: .integer
            case 17: .bytes
            default: .text
            }
        }
    }

    /// Whether the next column is NULL.
    package var isNull: Bool {
        switch source {
        case .sqlite(let statement): sqlite3_column_type(statement, column) == SQLITE_NULL
        case .postgresql(let result, let row): PQgetisnull(result, row, column) == 1
        }
    }

    private func value(_ result: OpaquePointer, _ row: Int32) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
    }

    /// An integer of PostgreSQL's binary format, whatever its width: the first byte is the highest.
    private static func integer(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        switch bytes.count {
        case 8: Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
        case 4: Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
        case 2: Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
        case 1: Int64(bytes[0])
        default: 0
        }
    }
}
