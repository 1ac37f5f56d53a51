import GRDBSQLite

/// A row of a result, read column by column from the left.
///
/// Valid only while the closure runs that it was given to.
package struct SQLRow {
    private let statement: OpaquePointer
    private var column: Int32 = 0

    init(sqlite statement: OpaquePointer) {
        self.statement = statement
    }

    /// The next column, an integer.
    package mutating func integer() -> Int64 {
        defer { column += 1 }
        return sqlite3_column_int64(statement, column)
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
        guard let start = sqlite3_column_text(statement, column) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
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
        guard let start = sqlite3_column_blob(statement, column) else { return [] }
        let count = Int(sqlite3_column_bytes(statement, column))
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Whether the next column is NULL.
    package var isNull: Bool {
        sqlite3_column_type(statement, column) == SQLITE_NULL
    }
}
