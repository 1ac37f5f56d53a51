import ArgusSQL

extension DatabaseSchema {
    /// Until when alerts last that are told of again and again, and what is set about that for a
    /// source.
    static func alertExpiry(_ dialect: Dialect) -> [SQL] {
        [
            """
            ALTER TABLE source_system
            ADD COLUMN alert_expiry INTEGER CHECK (alert_expiry >= 0)
            """,
            """
            CREATE TABLE alert_expiry (
                incident_id INTEGER NOT NULL PRIMARY KEY
                    REFERENCES incident (id) ON DELETE CASCADE,
                told INTEGER NOT NULL,
                expires INTEGER NOT NULL
            ) STRICT
            """,
            "CREATE INDEX alert_expiry_expires ON alert_expiry (expires)",
        ]
    }
}
