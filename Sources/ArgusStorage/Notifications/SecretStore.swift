import ArgusSQL

/// The table `secret`: keys that all servers on the database share.
package struct SecretStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// Finds the key of a name; nil if there is none yet.
    package func find(_ name: String) throws -> [UInt8]? {
        try connection.first("SELECT value FROM secret WHERE name = \(name)") { $0.bytes() }
    }

    /// Keeps a key of a name, unless there is one already.
    package func insert(_ value: [UInt8], named name: String) throws {
        try connection.execute(
            """
            INSERT INTO secret (name, value)
            VALUES (\(name), \(value))
            ON CONFLICT (name) DO NOTHING
            """)
    }
}
