import ArgusSQL

extension DatabaseSchema {
    /// What long logs can be found by, a row for each entry: beside the incident, each entry would cost
    /// as much as all before it.
    static func logText(_ dialect: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE log_text (
                id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
                incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
                text TEXT NOT NULL
            ) STRICT
            """,
            "CREATE INDEX log_text_incident ON log_text (incident_id)",
        ]
    }
}
