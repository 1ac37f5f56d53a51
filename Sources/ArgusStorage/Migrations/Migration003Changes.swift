import ArgusSQL

extension DatabaseSchema {
    /// What the feed tells, in the order in which it was committed.
    ///
    /// Neither column refers to its table: a change outlives its incident, and every deletion
    /// would have to look for the rows that refer to it.
    static func changes(_ dialect: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE change (
                id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
                incident_id INTEGER NOT NULL,
                event_id INTEGER,
                kind TEXT NOT NULL CHECK (
                    kind IN (
                        'STA', 'END', 'CHI', 'RES', 'CLO', 'REO', 'ACK', 'OTH', 'LES',
                        'TAG', 'EXP', 'DEL'
                    )
                ),
                moment INTEGER NOT NULL
            ) STRICT
            """
        ]
    }
}
