import ArgusSQL

/// The rows of a table, whatever they mean, in the order of their keys.
package struct RowStore {
    let connection: any SQLConnection
    let table: StoredTable
    private let columns: [String]

    /// Works on a connection within its transaction.
    package init(_ table: StoredTable, _ connection: any SQLConnection) throws {
        (self.table, self.connection) = (table, connection)
        columns = try connection.columns(of: table.name)
    }

    /// How many there are.
    package func count() throws -> Int {
        try connection.first("SELECT count(*) FROM \(name)") { Int($0.integer()) } ?? 0
    }

    /// Whether there is any.
    package func isEmpty() throws -> Bool {
        try !connection.exists("SELECT 1 FROM \(name) LIMIT 1")
    }

    /// The rows after a key, or from the first on, and no more than so many; each has the values of
    /// all columns in the order of their names.
    package func rows(after key: [SQLValue]?, limit: Int) throws -> [[SQLValue]] {
        let beyond = key.map { "WHERE (\(names(table.key))) > \(values($0))" as SQL } ?? ""
        return try connection.rows(
            """
            SELECT \(names(columns))
            FROM \(name) \(beyond)
            ORDER BY \(names(table.key))
            LIMIT \(limit)
            """
        ) { row in columns.map { _ in row.value() } }
    }

    /// The key of a row.
    package func key(of row: [SQLValue]) -> [SQLValue] {
        table.key.compactMap { columns.firstIndex(of: $0) }.map { row[$0] }
    }

    /// The key of the last row; nil if there is none.
    package func lastKey() throws -> [SQLValue]? {
        let order = SQL(unsafe: table.key.map { "\($0) DESC" }.joined(separator: ", "))
        return try connection.first(
            "SELECT \(names(table.key)) FROM \(name) ORDER BY \(order) LIMIT 1"
        ) { row in table.key.map { _ in row.value() } }
    }

    /// Adds rows that were read from such a table of another database, and what is derived from
    /// them.
    package func insert(_ rows: [[SQLValue]]) throws {
        if rows.isEmpty { return }
        try connection.execute(
            """
            INSERT INTO \(name) (\(names(columns)))
            VALUES \(SQL(rows.map(values), joined: ", "))
            """)
        guard table.hasDerivedRows else { return }
        try TagStore(connection).relate(rows.flatMap(key(of:)))
    }

    private var name: SQL { SQL(unsafe: table.name) }

    private func names(_ columns: [String]) -> SQL {
        SQL(unsafe: columns.joined(separator: ", "))
    }

    private func values(_ values: [SQLValue]) -> SQL {
        "(\(SQL(values.map { "\($0)" as SQL }, joined: ", ")))"
    }
}

extension RowStore {
    /// The last key that the database gave out, which may belong to a row that is gone.
    package func lastIdentity() throws -> Int64 {
        let last: Int64? =
            switch connection.dialect {
            case .sqlite:
                try connection.first("SELECT seq FROM sqlite_sequence WHERE name = \(table.name)") {
                    $0.integer()
                }
            case .postgresql:
                try connection.first(
                    """
                    SELECT coalesce(
                        pg_sequence_last_value(pg_get_serial_sequence(\(table.name), 'id')::regclass),
                        0)
                    """
                ) { $0.integer() }
            }
        if let last { return last }
        return try connection.first("SELECT coalesce(max(id), 0) FROM \(name)") { $0.integer() }
            ?? 0
    }

    /// Lets the database go on after a key, so that none is given out again.
    package func setLastIdentity(_ last: Int64) throws {
        if last == 0 { return }
        switch connection.dialect {
        case .sqlite:
            // Tables whose keys may be given out again do not stand there.
            try connection.execute(
                """
                INSERT INTO sqlite_sequence (name, seq)
                SELECT \(table.name), 0
                WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = \(table.name))
                    AND EXISTS (
                        SELECT 1 FROM sqlite_master
                        WHERE name = \(table.name) AND instr(sql, 'AUTOINCREMENT') > 0
                    )
                """)
            try connection.execute(
                """
                UPDATE sqlite_sequence
                SET seq = \(last)
                WHERE name = \(table.name) AND seq < \(last)
                """)
        case .postgresql:
            try connection.run(
                "SELECT setval(pg_get_serial_sequence(\(table.name), 'id'), \(last))"
            ) { _ in }
        }
    }
}

extension SQLConnection {
    /// The names of a table's columns but for those that are derived from others, in alphabetical
    /// order; none if there is no such table.
    fileprivate func columns(of table: String) throws -> [String] {
        let names: [String] =
            switch dialect {
            case .sqlite:
                try rows("SELECT name FROM pragma_table_info(\(table))") { $0.text() }
            case .postgresql:
                try rows(
                    """
                    SELECT column_name::text
                    FROM information_schema.columns
                    WHERE table_schema = current_schema() AND table_name = \(table)
                        AND is_generated = 'NEVER'
                    """
                ) { $0.text() }
            }
        return names.sorted()
    }
}
