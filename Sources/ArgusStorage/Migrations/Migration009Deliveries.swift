import ArgusSQL

extension DatabaseSchema {
    /// What is to be told to whom: events that wait to be looked at, what was decided of each, and the
    /// messages that come of it.
    static func deliveries(_ dialect: Dialect) -> [SQL] {
        outbox + decisions + messages
    }

    /// A row is written with its event, and holds what the incident was like at that moment; `planned`
    /// is when it was decided who is told, and the row stays as long as a message needs it.
    ///
    /// `noted` names the field of which the server itself writes into the log that it has changed.
    private static let outbox: [SQL] = [
        """
        CREATE TABLE outbox (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            event_id INTEGER NOT NULL UNIQUE REFERENCES event (id) ON DELETE CASCADE,
            end_time INTEGER,
            details_url TEXT NOT NULL,
            description TEXT NOT NULL,
            level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
            ticket_url TEXT NOT NULL,
            tags TEXT NOT NULL,
            acked_until INTEGER,
            noted TEXT,
            former_level INTEGER CHECK (former_level BETWEEN 1 AND 5),
            planned INTEGER
        ) STRICT
        """,
        "CREATE INDEX outbox_waiting ON outbox (id) WHERE planned IS NULL",
        "CREATE INDEX outbox_planned ON outbox (planned) WHERE planned IS NOT NULL",
    ]

    /// `verdicts` is JSON: what was decided, and of which profiles.
    ///
    /// `rule_change` grows whenever something changes that decides who is told.
    private static let decisions: [SQL] = [
        """
        CREATE TABLE decision (
            event_id INTEGER NOT NULL PRIMARY KEY REFERENCES event (id) ON DELETE CASCADE,
            moment INTEGER NOT NULL,
            verdicts TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX decision_moment ON decision (moment)",
        "CREATE TABLE rule_change (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT) STRICT",
        """
        ALTER TABLE notification_profile
        ADD COLUMN rules TEXT NOT NULL DEFAULT '{}'
        """,
    ]

    /// `occasion` is 0 for the first message about an event to a destination, and grows with each that
    /// repeats it.
    ///
    /// `profiles` is JSON: whose rules it comes of.
    ///
    /// `media` and `address` are those of the destination when it was decided: it may be gone by now.
    private static let messages: [SQL] = [
        """
        CREATE TABLE delivery (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            event_id INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
            incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
            account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            destination_id INTEGER REFERENCES destination (id) ON DELETE SET NULL,
            occasion INTEGER NOT NULL DEFAULT 0 CHECK (occasion >= 0),
            media TEXT NOT NULL,
            address TEXT NOT NULL,
            profiles TEXT NOT NULL,
            terms TEXT NOT NULL DEFAULT '{}',
            state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'dropped')),
            due INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            lease_until INTEGER,
            lease TEXT,
            reason TEXT,
            detail TEXT NOT NULL DEFAULT '',
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            UNIQUE (event_id, destination_id, occasion),
            CHECK (state <> 'failed' OR reason IS NOT NULL)
        ) STRICT
        """,
        "CREATE INDEX delivery_due ON delivery (due, id) WHERE state = 'waiting'",
        """
        CREATE INDEX delivery_order ON delivery (destination_id, incident_id, id)
        WHERE state = 'waiting'
        """,
        "CREATE INDEX delivery_incident ON delivery (incident_id, destination_id, id)",
        "CREATE INDEX delivery_account ON delivery (account_id, id DESC)",
        "CREATE INDEX delivery_destination ON delivery (destination_id, id DESC)",
        "CREATE INDEX delivery_failed ON delivery (reason, id) WHERE state = 'failed'",
        "CREATE INDEX delivery_updated ON delivery (updated)",
    ]
}
