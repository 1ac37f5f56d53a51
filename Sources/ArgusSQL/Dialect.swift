/// The databases that are spoken, and the words in which they differ.
package enum Dialect: String, Sendable {
    case sqlite
    case postgresql

    /// The condition that a text contains another, compared byte by byte.
    package func contains(_ text: SQL, _ part: SQL) -> SQL {
        switch self {
        case .sqlite: "instr(\(text), \(part)) > 0"
        case .postgresql: "strpos(\(text), \(part)) > 0"
        }
    }

    /// What tells SQLite, which has no statistics, the index to use; it stands after a table's name.
    package func indexed(by index: StaticString) -> SQL {
        switch self {
        case .sqlite: SQL(unsafe: "INDEXED BY \(index)")
        case .postgresql: ""
        }
    }

    /// A column whose own index SQLite is not to use.
    package func unindexed(_ column: SQL) -> SQL {
        switch self {
        case .sqlite: "+\(column)"
        case .postgresql: column
        }
    }

    /// A moment in microseconds since 1970, as people read it, in UTC.
    package func readable(_ time: SQL) -> SQL {
        switch self {
        case .sqlite: "strftime('%Y-%m-%d %H:%M:%S', \(time) / 1000000, 'unixepoch')"
        case .postgresql:
            """
            to_char(to_timestamp(\(time) / 1000000) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')
            """
        }
    }
}
