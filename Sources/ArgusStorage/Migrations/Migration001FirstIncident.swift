import ArgusSQL

extension DatabaseSchema {
    /// Accounts, tokens, sources, incidents with tags, events and acknowledgements.
    static func firstIncident(_ dialect: Dialect) -> [SQL] {
        accounts + sourceSystems + incidents + tags(dialect) + events + views(dialect)
    }

    private static let accounts: [SQL] = [
        """
        CREATE TABLE account (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            username TEXT NOT NULL UNIQUE,
            password TEXT NOT NULL DEFAULT '',
            first_name TEXT NOT NULL DEFAULT '',
            last_name TEXT NOT NULL DEFAULT '',
            email TEXT NOT NULL DEFAULT '',
            is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
            is_staff INTEGER NOT NULL DEFAULT 0 CHECK (is_staff IN (0, 1)),
            is_superuser INTEGER NOT NULL DEFAULT 0 CHECK (is_superuser IN (0, 1)),
            last_login INTEGER,
            date_joined INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE token (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('program', 'session')),
            scope TEXT NOT NULL CHECK (scope IN ('full', 'read')),
            digest BLOB NOT NULL UNIQUE,
            prefix TEXT NOT NULL,
            created INTEGER NOT NULL,
            expires INTEGER,
            last_used INTEGER
        ) STRICT
        """,
        "CREATE INDEX token_account ON token (account_id)",
        """
        CREATE TABLE idempotency_key (
            account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            key TEXT NOT NULL,
            request BLOB NOT NULL,
            status INTEGER NOT NULL,
            answer TEXT NOT NULL,
            created INTEGER NOT NULL,
            PRIMARY KEY (account_id, key)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX idempotency_key_created ON idempotency_key (created)",
    ]

    private static let sourceSystems: [SQL] = [
        """
        CREATE TABLE source_system_type (
            name TEXT NOT NULL PRIMARY KEY CHECK (name <> '')
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE source_system (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            type TEXT NOT NULL REFERENCES source_system_type (name) ON DELETE RESTRICT,
            account_id INTEGER NOT NULL UNIQUE REFERENCES account (id) ON DELETE RESTRICT,
            base_url TEXT NOT NULL DEFAULT '',
            last_seen INTEGER,
            heartbeat_frequency INTEGER,
            UNIQUE (name, type)
        ) STRICT
        """,
        "CREATE INDEX source_system_by_type ON source_system (type)",
    ]

    /// `end_time` is NULL for a stateless incident and 9223372036854775807 for one without an end.
    ///
    /// `is_open` is 1 while the end lies ahead, or did when last looked at: it keeps the indices of
    /// open incidents small, and queries compare `end_time` all the same. `tags` holds what
    /// the incident is tagged with, so that a page of incidents needs no second query.
    private static let incidents: [SQL] = [
        """
        CREATE TABLE incident (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            start_time INTEGER NOT NULL,
            end_time INTEGER,
            is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
            source_id INTEGER NOT NULL REFERENCES source_system (id) ON DELETE RESTRICT,
            source_incident_id TEXT NOT NULL,
            details_url TEXT NOT NULL,
            description TEXT NOT NULL,
            level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
            ticket_url TEXT NOT NULL,
            metadata TEXT NOT NULL,
            tags TEXT NOT NULL,
            acked_until INTEGER,
            search_text TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE UNIQUE INDEX incident_identity ON incident (source_id, source_incident_id)
        WHERE source_incident_id <> ''
        """,
        "CREATE INDEX incident_start ON incident (start_time DESC, id DESC)",
        "CREATE INDEX incident_source ON incident (source_id, start_time DESC, id DESC)",
        // What open incidents are most often filtered by stands in their indices, so that those which
        // do not fit are passed over without a look at their rows.
        """
        CREATE INDEX incident_open
        ON incident (start_time DESC, id DESC, end_time, level, acked_until, source_id)
        WHERE is_open = 1
        """,
        """
        CREATE INDEX incident_ending ON incident (end_time)
        WHERE is_open = 1 AND end_time < 9223372036854775807
        """,
    ]

    private static let events: [SQL] = [
        """
        CREATE TABLE event (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
            actor_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT,
            timestamp INTEGER NOT NULL,
            received INTEGER NOT NULL,
            type TEXT NOT NULL
                CHECK (type IN ('STA', 'END', 'CHI', 'RES', 'CLO', 'REO', 'ACK', 'OTH', 'LES')),
            description TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX event_incident ON event (incident_id, timestamp DESC, id DESC)",
        "CREATE INDEX event_timestamp ON event (timestamp DESC, id DESC)",
        """
        CREATE TABLE acknowledgement (
            event_id INTEGER NOT NULL PRIMARY KEY REFERENCES event (id) ON DELETE CASCADE,
            incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
            expiration INTEGER
        ) STRICT
        """,
        "CREATE INDEX acknowledgement_incident ON acknowledgement (incident_id)",
    ]

    /// For people with a database shell: the same rows with readable times, in UTC.
    private static func views(_ dialect: Dialect) -> [SQL] {
        [
            """
            CREATE VIEW readable_incident AS
            SELECT id,
                \(dialect.readable("start_time")) AS start_time,
                CASE
                    WHEN end_time IS NULL THEN 'stateless'
                    WHEN end_time = 9223372036854775807 THEN 'infinity'
                    ELSE \(dialect.readable("end_time"))
                END AS end_time,
                source_id, source_incident_id, level, description, tags, ticket_url
            FROM incident
            """,
            """
            CREATE VIEW readable_event AS
            SELECT id, incident_id, actor_id, type,
                \(dialect.readable("timestamp")) AS timestamp,
                \(dialect.readable("received")) AS received,
                description
            FROM event
            """,
        ]
    }
}
