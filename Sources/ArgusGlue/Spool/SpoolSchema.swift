import GRDB

/// The tables of a spool, and how a file is recognised as one.
enum SpoolSchema {
    /// Kept in the file's `user_version`; raised with every change of the tables.
    static let version = 2

    /// Kept in the file's `application_id`: `ARGS`.
    static let application = 0x4152_4753

    /// Makes the tables in an empty file, brings those of an older version up to this one, and
    /// refuses any other file.
    static func prepare(_ db: Database, path: String, now: Int64) throws {
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let isEmpty = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_schema") == 0
        if version == 0, application == 0, isEmpty {
            try db.execute(sql: tables, arguments: [now])
            return
        }
        guard application == Self.application else { throw SpoolProblem.foreign(path: path) }
        guard version <= Self.version else { throw SpoolProblem.newer(version, path: path) }
        if version < 2 { try db.execute(sql: toVersion2) }
    }

    /// `spool` is one row: the identity and the counters.
    ///
    /// `entry` is what has been accepted and is neither delivered nor dropped; those with a
    /// `reason` are dead letters, those with a `trouble` are set aside. `incident` is what is known
    /// of the server's incidents by the key of the alert. `early_closing` has the latest closing
    /// that found nothing to close, for an opening that comes after it.
    private static let tables = """
        CREATE TABLE spool (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            name TEXT NOT NULL,
            created INTEGER NOT NULL,
            server TEXT,
            bytes INTEGER NOT NULL DEFAULT 0,
            accepted INTEGER NOT NULL DEFAULT 0,
            delivered INTEGER NOT NULL DEFAULT 0,
            skipped INTEGER NOT NULL DEFAULT 0,
            dropped INTEGER NOT NULL DEFAULT 0,
            last_success INTEGER,
            trouble TEXT,
            trouble_since INTEGER
        ) STRICT;

        CREATE TABLE entry (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL,
            kind TEXT NOT NULL
                CHECK (kind IN ('open', 'close', 'event', 'stateless', 'change')),
            payload TEXT NOT NULL,
            accepted INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt INTEGER,
            reason TEXT,
            gravity INTEGER NOT NULL DEFAULT 0,
            trouble TEXT
        ) STRICT;

        CREATE INDEX entry_dead ON entry (key, sequence) WHERE reason IS NOT NULL;
        CREATE INDEX entry_stateless ON entry (sequence)
            WHERE reason IS NULL AND kind = 'stateless';
        CREATE INDEX entry_key ON entry (key, sequence) WHERE reason IS NULL AND key <> '';

        CREATE TRIGGER entry_adds_bytes AFTER INSERT ON entry BEGIN
            UPDATE spool SET bytes = bytes + length(CAST(NEW.payload AS BLOB));
        END;
        CREATE TRIGGER entry_takes_bytes AFTER DELETE ON entry BEGIN
            UPDATE spool SET bytes = bytes - length(CAST(OLD.payload AS BLOB));
        END;

        CREATE TABLE incident (
            key TEXT PRIMARY KEY,
            id INTEGER NOT NULL,
            source_incident_id TEXT NOT NULL,
            started INTEGER NOT NULL,
            is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
            said TEXT NOT NULL,
            changed INTEGER NOT NULL,
            ended INTEGER,
            heard INTEGER NOT NULL DEFAULT 0,
            logged INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX incident_closed ON incident (changed) WHERE is_open = 0;

        CREATE TABLE early_closing (
            key TEXT PRIMARY KEY,
            time INTEGER NOT NULL,
            description TEXT NOT NULL,
            changed INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        INSERT INTO spool (id, name, created) VALUES (1, lower(hex(randomblob(12))), ?);

        PRAGMA application_id = \(application);
        PRAGMA user_version = \(version);
        """

    /// Version 1 did not know when an incident ended, nor when it was last spoken of.
    ///
    /// A program of version 1 that has the file open goes on undisturbed.
    private static let toVersion2 = """
        ALTER TABLE entry ADD COLUMN gravity INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE entry ADD COLUMN trouble TEXT;
        CREATE INDEX entry_key ON entry (key, sequence) WHERE reason IS NULL AND key <> '';

        ALTER TABLE incident ADD COLUMN ended INTEGER;
        ALTER TABLE incident ADD COLUMN heard INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE incident ADD COLUMN logged INTEGER;
        UPDATE incident SET heard = started;

        CREATE TABLE early_closing (
            key TEXT PRIMARY KEY,
            time INTEGER NOT NULL,
            description TEXT NOT NULL,
            changed INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        PRAGMA user_version = 2;
        """
}
