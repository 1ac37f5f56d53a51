import ArgusCore
import ArgusSQL

/// The table `preference`: a JSON object for each account and namespace.
package struct PreferenceStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// Lists an account's namespaces by name, each with its preferences as JSON.
    package func list(of user: User.ID) throws -> [(namespace: String, json: String)] {
        try connection.rows(
            """
            SELECT namespace, preferences
            FROM preference
            WHERE account_id = \(user)
            ORDER BY namespace
            """
        ) { ($0.text(), $0.text()) }
    }

    /// Finds an account's preferences in a namespace, as JSON.
    package func find(_ namespace: String, of user: User.ID) throws -> String? {
        try connection.first(
            """
            SELECT preferences
            FROM preference
            WHERE account_id = \(user) AND namespace = \(namespace)
            """
        ) { $0.text() }
    }

    /// Counts the namespaces of an account.
    package func count(of user: User.ID) throws -> Int {
        try connection.first("SELECT count(*) FROM preference WHERE account_id = \(user)") {
            Int($0.integer())
        } ?? 0
    }

    /// Keeps an account's preferences in a namespace, in place of those before.
    package func set(_ json: String, _ namespace: String, of user: User.ID) throws {
        try noteRules(namespace)
        try connection.execute(
            """
            INSERT INTO preference (account_id, namespace, preferences)
            VALUES (\(user), \(namespace), \(json))
            ON CONFLICT (account_id, namespace) DO UPDATE SET preferences = excluded.preferences
            """)
    }

    /// Forgets an account's preferences in a namespace.
    package func delete(_ namespace: String, of user: User.ID) throws {
        try noteRules(namespace)
        try connection.execute(
            "DELETE FROM preference WHERE account_id = \(user) AND namespace = \(namespace)")
    }

    /// Everybody's preferences in a namespace, as JSON.
    package func list(in namespace: String) throws -> [User.ID: String] {
        Dictionary(
            try connection.rows(
                """
                SELECT account_id, preferences
                FROM preference
                WHERE namespace = \(namespace)
                """
            ) { ($0.id() as User.ID, $0.text()) }
        ) { $1 }
    }

    /// Somebody's zone decides who is told.
    private func noteRules(_ namespace: String) throws {
        if namespace == Preferences.dashboard { try RuleChangeStore(connection).note() }
    }
}
