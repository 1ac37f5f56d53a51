import ArgusSQL

extension DatabaseSchema {
    /// Keys that all servers on the database share, and nobody else knows.
    static func secret(_ dialect: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE secret (
                name TEXT NOT NULL PRIMARY KEY,
                value BLOB NOT NULL
            ) STRICT
            """
        ]
    }
}
