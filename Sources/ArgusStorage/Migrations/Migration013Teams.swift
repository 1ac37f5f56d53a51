import ArgusSQL

extension DatabaseSchema {
    /// Who is on call, who is told next if nobody acknowledges, and which messages are sent as one.
    static func teams(_ dialect: Dialect) -> [SQL] {
        rotas + escalations + gathering
    }

    /// `weekday` is 1 for Monday to 7 for Sunday, `handover` microseconds since midnight in `zone`, a
    /// name of the IANA database; `first_week` is the week in which it is the first member's turn.
    private static let rotas: [SQL] = [
        """
        CREATE TABLE team (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE CHECK (name <> ''),
            zone TEXT NOT NULL,
            weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
            handover INTEGER NOT NULL CHECK (handover BETWEEN 0 AND 86399999999),
            first_week INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE team_member (
            team_id INTEGER NOT NULL REFERENCES team (id) ON DELETE CASCADE,
            place INTEGER NOT NULL,
            account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            PRIMARY KEY (team_id, account_id)
        ) STRICT
        """,
        "CREATE INDEX team_member_account ON team_member (account_id)",
        """
        CREATE TABLE team_override (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            team_id INTEGER NOT NULL REFERENCES team (id) ON DELETE CASCADE,
            account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            start_time INTEGER NOT NULL,
            end_time INTEGER NOT NULL,
            CHECK (end_time > start_time)
        ) STRICT
        """,
        "CREATE INDEX team_override_team ON team_override (team_id, end_time)",
        "CREATE INDEX team_override_account ON team_override (account_id)",
    ]

    /// `level` is the one that is next, from 1, and `due` when it is told; `ended` says why it goes no
    /// further.
    private static let escalations: [SQL] = [
        """
        CREATE TABLE escalation (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            event_id INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
            incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
            profile_id INTEGER NOT NULL REFERENCES notification_profile (id) ON DELETE CASCADE,
            level INTEGER NOT NULL CHECK (level > 0),
            due INTEGER NOT NULL,
            ended TEXT,
            updated INTEGER NOT NULL,
            UNIQUE (event_id, profile_id)
        ) STRICT
        """,
        "CREATE INDEX escalation_due ON escalation (due, id) WHERE ended IS NULL",
        "CREATE INDEX escalation_incident ON escalation (incident_id, profile_id)",
        "CREATE INDEX escalation_profile ON escalation (profile_id)",
        "CREATE INDEX escalation_updated ON escalation (updated)",
    ]

    /// `note` says why a message goes where it goes, unless a profile names the destination.
    ///
    /// `gathering` is what messages to a destination have in common that may become one; `carrier_id`
    /// is the message that is sent for it and others, which may be itself.
    private static let gathering: [SQL] = [
        "ALTER TABLE delivery ADD COLUMN note TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE delivery ADD COLUMN gathering TEXT",
        """
        ALTER TABLE delivery
        ADD COLUMN carrier_id INTEGER REFERENCES delivery (id) ON DELETE SET NULL
        """,
        """
        CREATE INDEX delivery_gathering ON delivery (destination_id, gathering, created)
        WHERE gathering IS NOT NULL
        """,
        "CREATE INDEX delivery_carrier ON delivery (carrier_id) WHERE carrier_id IS NOT NULL",
    ]
}
