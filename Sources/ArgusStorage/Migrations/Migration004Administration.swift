import ArgusSQL

extension DatabaseSchema {
    /// Roles, names of tokens, sessions of people in browsers, failed attempts to log in, and
    /// preferences.
    static func administration(_ dialect: Dialect) -> [SQL] {
        [
            """
            ALTER TABLE account
            ADD COLUMN is_viewer INTEGER NOT NULL DEFAULT 0 CHECK (is_viewer IN (0, 1))
            """,
            "CREATE INDEX account_joined ON account (date_joined DESC, id DESC)",
        ] + token + session + failures + preferences
    }

    /// The table is made anew, since the rule for `kind` cannot be changed.
    private static let token: [SQL] = [
        """
        CREATE TABLE new_token (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('program', 'account', 'session')),
            scope TEXT NOT NULL CHECK (scope IN ('full', 'read')),
            name TEXT NOT NULL DEFAULT '',
            digest BLOB NOT NULL UNIQUE,
            prefix TEXT NOT NULL,
            created INTEGER NOT NULL,
            expires INTEGER,
            last_used INTEGER
        ) STRICT
        """,
        """
        INSERT INTO new_token
            (id, account_id, kind, scope, digest, prefix, created, expires, last_used)
        SELECT id, account_id, kind, scope, digest, prefix, created, expires, last_used
        FROM token
        """,
        "DROP TABLE token",
        "ALTER TABLE new_token RENAME TO token",
        "CREATE INDEX token_account ON token (account_id, created DESC, id DESC)",
        "CREATE INDEX token_created ON token (created DESC, id DESC)",
    ]

    /// Only digests are kept, as of tokens.
    private static let session: [SQL] = [
        """
        CREATE TABLE session (
            digest BLOB NOT NULL PRIMARY KEY,
            account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            created INTEGER NOT NULL,
            expires INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX session_account ON session (account_id)",
        "CREATE INDEX session_expires ON session (expires)",
    ]

    /// `place` is a digest of an address, or of an address and a name: what was typed as a name may
    /// have been a password.
    private static let failures: [SQL] = [
        """
        CREATE TABLE failed_attempt (
            place BLOB NOT NULL PRIMARY KEY,
            count INTEGER NOT NULL,
            until INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX failed_attempt_until ON failed_attempt (until)",
    ]

    private static let preferences: [SQL] = [
        """
        CREATE TABLE preference (
            account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            namespace TEXT NOT NULL CHECK (namespace <> ''),
            preferences TEXT NOT NULL,
            PRIMARY KEY (account_id, namespace)
        ) STRICT, WITHOUT ROWID
        """
    ]
}
