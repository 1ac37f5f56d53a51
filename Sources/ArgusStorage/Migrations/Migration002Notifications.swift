import ArgusSQL

extension DatabaseSchema {
    /// Filters, timeslots, destinations, notification profiles and planned maintenance.
    static func notifications(_ dialect: Dialect) -> [SQL] {
        filters + timeslots + destinations + profiles + maintenance + thoseOfEveryAccount
    }

    /// `blob` holds the filter's fields as JSON.
    private static let filters: [SQL] = [
        """
        CREATE TABLE filter (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            name TEXT NOT NULL CHECK (name <> ''),
            blob TEXT NOT NULL,
            public INTEGER NOT NULL DEFAULT 0 CHECK (public IN (0, 1)),
            UNIQUE (account_id, name)
        ) STRICT
        """,
        "CREATE INDEX filter_public ON filter (id) WHERE public = 1",
    ]

    /// `days` holds the digits of weekdays, 1 for Monday, in order; times are microseconds since
    /// midnight.
    private static let timeslots: [SQL] = [
        """
        CREATE TABLE timeslot (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            name TEXT NOT NULL CHECK (name <> ''),
            UNIQUE (account_id, name)
        ) STRICT
        """,
        """
        CREATE TABLE time_recurrence (
            id INTEGER NOT NULL PRIMARY KEY,
            timeslot_id INTEGER NOT NULL REFERENCES timeslot (id) ON DELETE CASCADE,
            days TEXT NOT NULL CHECK (days <> ''),
            start_time INTEGER NOT NULL CHECK (start_time >= 0),
            end_time INTEGER NOT NULL CHECK (end_time < 86400000000),
            CHECK (start_time < end_time)
        ) STRICT
        """,
        "CREATE INDEX time_recurrence_timeslot ON time_recurrence (timeslot_id, id)",
    ]

    /// `managed` is 1 for the one that follows the account's e-mail address, 0 for one that did, and
    /// NULL otherwise.
    ///
    /// `settings` is JSON with sorted keys.
    private static let destinations: [SQL] = [
        """
        CREATE TABLE destination (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            media TEXT NOT NULL CHECK (media <> ''),
            label TEXT CHECK (label <> ''),
            settings TEXT NOT NULL,
            managed INTEGER CHECK (managed IN (0, 1)),
            UNIQUE (account_id, media, settings),
            UNIQUE (account_id, media, label)
        ) STRICT
        """,
        "CREATE INDEX destination_settings ON destination (media, settings)",
        """
        CREATE UNIQUE INDEX destination_managed ON destination (account_id, media)
        WHERE managed = 1
        """,
    ]

    /// What is in use cannot be removed, except together with its account.
    private static let profiles: [SQL] = [
        """
        CREATE TABLE notification_profile (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            timeslot_id INTEGER NOT NULL REFERENCES timeslot (id) ON DELETE CASCADE,
            name TEXT CHECK (name <> ''),
            active INTEGER NOT NULL CHECK (active IN (0, 1)),
            UNIQUE (account_id, name)
        ) STRICT
        """,
        "CREATE INDEX notification_profile_timeslot ON notification_profile (timeslot_id)",
        """
        CREATE TABLE notification_profile_filter (
            profile_id INTEGER NOT NULL REFERENCES notification_profile (id) ON DELETE CASCADE,
            filter_id INTEGER NOT NULL REFERENCES filter (id) ON DELETE NO ACTION,
            PRIMARY KEY (profile_id, filter_id)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE INDEX notification_profile_filter_by_filter
        ON notification_profile_filter (filter_id)
        """,
        """
        CREATE TABLE notification_profile_destination (
            profile_id INTEGER NOT NULL REFERENCES notification_profile (id) ON DELETE CASCADE,
            destination_id INTEGER NOT NULL REFERENCES destination (id) ON DELETE NO ACTION,
            PRIMARY KEY (profile_id, destination_id)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE INDEX notification_profile_destination_by_destination
        ON notification_profile_destination (destination_id)
        """,
    ]

    /// `end_time` is 9223372036854775807 for a task without an end.
    private static let maintenance: [SQL] = [
        """
        CREATE TABLE planned_maintenance (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            created_by INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT,
            created INTEGER NOT NULL,
            start_time INTEGER NOT NULL,
            end_time INTEGER NOT NULL,
            description TEXT NOT NULL,
            CHECK (start_time < end_time)
        ) STRICT
        """,
        "CREATE INDEX planned_maintenance_end ON planned_maintenance (end_time)",
        "CREATE INDEX planned_maintenance_creator ON planned_maintenance (created_by)",
        """
        CREATE TABLE planned_maintenance_filter (
            planned_maintenance_id INTEGER NOT NULL
                REFERENCES planned_maintenance (id) ON DELETE CASCADE,
            filter_id INTEGER NOT NULL REFERENCES filter (id) ON DELETE CASCADE,
            PRIMARY KEY (planned_maintenance_id, filter_id)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE INDEX planned_maintenance_filter_by_filter
        ON planned_maintenance_filter (filter_id)
        """,
    ]

    /// What every new account is given, for those that are there.
    private static let thoseOfEveryAccount: [SQL] = [
        "INSERT INTO timeslot (account_id, name) SELECT id, 'All the time' FROM account",
        """
        INSERT INTO time_recurrence (timeslot_id, days, start_time, end_time)
        SELECT id, '1234567', 0, 86399999999
        FROM timeslot
        """,
        #"""
        INSERT INTO destination (account_id, media, settings, managed)
        SELECT id, 'email',
            '{"email_address":"' || replace(replace(email, '\', '\\'), '"', '\"') || '"}', 1
        FROM account
        WHERE email <> ''
        """#,
    ]
}
