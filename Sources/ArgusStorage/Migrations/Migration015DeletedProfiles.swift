import ArgusSQL

extension DatabaseSchema {
    /// Whose the notification profiles were that are gone, so that it can still be explained what was
    /// decided for them.
    static func deletedProfiles(_ dialect: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE deleted_profile (
                id INTEGER NOT NULL PRIMARY KEY,
                account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
                name TEXT,
                deleted INTEGER NOT NULL
            ) STRICT
            """,
            "CREATE INDEX deleted_profile_account ON deleted_profile (account_id, id)",
            "CREATE INDEX deleted_profile_deleted ON deleted_profile (deleted)",
        ]
    }
}
