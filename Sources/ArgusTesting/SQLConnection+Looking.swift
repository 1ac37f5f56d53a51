import ArgusSQL

extension SQLConnection {
    /// The names of the tables, and of the views if they are wanted, in order.
    package func tables(withViews: Bool = false) throws -> [String] {
        let all: SQL =
            switch dialect {
            case .sqlite:
                """
                SELECT name, type = 'view' AS is_view
                FROM sqlite_schema
                WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'
                """
            case .postgresql:
                """
                SELECT CAST(table_name AS text) AS name, table_type = 'VIEW' AS is_view
                FROM information_schema.tables
                WHERE table_schema = 'public'
                """
            }
        return try rows("SELECT name, is_view FROM (\(all)) AS found ORDER BY name") {
            ($0.text(), $0.bool())
        }
        .filter { withViews || !$0.1 }.map(\.0)
    }

    /// Every row of a table as a text, without some columns.
    package func contents(of table: String, without columns: [String]) throws -> [String] {
        switch dialect {
        case .sqlite:
            let columns = try rows(
                "SELECT name FROM pragma_table_info(\(table)) WHERE name NOT IN \(list: columns)"
            ) { SQL(unsafe: "quote(\($0.text()))") }
            return try rows(
                "SELECT \(SQL(columns, joined: " || ',' || ")) FROM \(SQL(unsafe: table))"
            ) { $0.text() }
        case .postgresql:
            let without: [SQL] = ["to_jsonb(\(SQL(unsafe: table)))"] + columns.map { "\($0)" }
            return try rows(
                """
                SELECT CAST(\(SQL(without, joined: " - ")) AS text) AS contents
                FROM \(SQL(unsafe: table))
                ORDER BY contents
                """
            ) { $0.text() }
        }
    }

    /// How the database says it will carry a statement out, a line for each step.
    package func plan(of statement: SQL) throws -> [String] {
        switch dialect {
        case .sqlite:
            try rows("EXPLAIN QUERY PLAN \(statement)") { row in
                _ = (row.integer(), row.integer(), row.integer())
                return row.text()
            }
        case .postgresql: try rows("EXPLAIN (COSTS OFF) \(statement)") { $0.text() }
        }
    }
}
