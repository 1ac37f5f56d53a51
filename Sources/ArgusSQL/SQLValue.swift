/// A value as databases keep it.
package enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
    /// The values of a column, all of one type, for `unnest` on PostgreSQL.
    indirect case column([SQLValue])
}

/// What can stand in a statement as an argument.
package protocol SQLEncodable {
    /// The value as databases keep it.
    var sqlValue: SQLValue { get }
}

extension Int64: SQLEncodable {
    package var sqlValue: SQLValue { .integer(self) }
}

extension Int: SQLEncodable {
    package var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Bool: SQLEncodable {
    package var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension String: SQLEncodable {
    package var sqlValue: SQLValue { .text(self) }
}

extension SQLValue: SQLEncodable {
    package var sqlValue: SQLValue { self }
}

extension [UInt8]: SQLEncodable {
    package var sqlValue: SQLValue { .bytes(self) }
}
