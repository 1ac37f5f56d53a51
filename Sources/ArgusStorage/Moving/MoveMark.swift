import ArgusSQL

/// The table `unfinished_move`: it is there only while data is moved into the database, and names
/// where it comes from.
package struct MoveMark {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// Lets no other move begin until the transaction is over, as its first statement.
    package func keepOthersOut() throws {
        guard connection.dialect == .postgresql else { return }
        try connection.execute("LOCK TABLE migration IN EXCLUSIVE MODE")
    }

    /// Where the data comes from that is being moved; nil if none is.
    package func source() throws -> String? {
        let isThere =
            switch connection.dialect {
            case .sqlite:
                try connection.exists("SELECT 1 FROM sqlite_master WHERE name = 'unfinished_move'")
            case .postgresql:
                try connection.exists(
                    "SELECT 1 WHERE to_regclass('unfinished_move') IS NOT NULL")
            }
        guard isThere else { return nil }
        return try connection.first("SELECT source FROM unfinished_move") { $0.text() }
    }

    /// Notes that a move has begun.
    package func begin(from source: String) throws {
        try connection.execute(
            connection.dialect.definition(
                "CREATE TABLE unfinished_move (source TEXT NOT NULL) STRICT"))
        try connection.execute("INSERT INTO unfinished_move (source) VALUES (\(source))")
    }

    /// Takes the mark away: everything is there.
    package func end() throws {
        try connection.execute("DROP TABLE IF EXISTS unfinished_move")
    }
}
