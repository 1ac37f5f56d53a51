import ArgusSQL

/// The table `rule_change`, which grows whenever something changes that decides who is told: whoever
/// keeps that in memory sees by it that it is old.
package struct RuleChangeStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// Writes down that something has changed.
    ///
    /// Transactions that do it at the same time do not wait for each other.
    package func note() throws {
        switch connection.dialect {
        case .sqlite: try connection.execute("INSERT INTO rule_change (id) VALUES (NULL)")
        case .postgresql: try connection.execute("INSERT INTO rule_change DEFAULT VALUES")
        }
    }

    /// What is another text after each change, whatever the order in which changes are committed.
    package func version() throws -> String {
        try connection.first("SELECT count(*), coalesce(max(id), 0) FROM rule_change") {
            "\($0.integer()):\($0.integer())"
        } ?? ""
    }

    /// Forgets all but the last changes.
    package func trim() throws {
        try connection.execute(
            "DELETE FROM rule_change WHERE id < (SELECT max(id) FROM rule_change) - 100")
    }
}
