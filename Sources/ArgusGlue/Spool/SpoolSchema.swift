import GRDB

/// The tables of a spool, and how a file is recognised as one.
///
/// `spool` is one row: the identity, and the counters of all sources together. `source` is what is
/// known of each source that ever had something here. `entry` is what has been accepted and is
/// neither delivered nor dropped; those with a `reason` are dead letters, those with a `trouble` are
/// set aside. `unreadable` is what came in and could be made no alert of, with its bytes. `incident`
/// is what is known of the server's incidents by the source and the key of the alert.
/// `early_closing` has the latest closing that found nothing to close, for an opening that comes after
/// it. `delivered` is what is done with and kept for a while, to be replayed. `following` is how far
/// the server's changes were carried over.
enum SpoolSchema {
    /// Kept in the file's `user_version`: how many of the steps it has gone through.
    static var version: Int { steps.count }

    /// Kept in the file's `application_id`: `ARGS`.
    static let application = 0x4152_4753

    /// Makes the tables in an empty file, brings those of an older version up to this one, and
    /// refuses any other file.
    static func prepare(_ db: Database, path: String, now: Int64) throws {
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let isEmpty = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_schema") == 0
        let isNew = version == 0 && application == 0 && isEmpty
        guard isNew || application == Self.application else {
            throw SpoolProblem.foreign(path: path)
        }
        guard version <= Self.version else { throw SpoolProblem.newer(version, path: path) }
        guard version < Self.version else { return }
        for step in steps.dropFirst(version) { try db.execute(sql: step) }
        if isNew {
            try db.execute(
                sql: """
                    INSERT INTO spool (id, name, created)
                    VALUES (1, lower(hex(randomblob(12))), ?)
                    """,
                arguments: [now])
        }
        try db.execute(
            sql: """
                PRAGMA application_id = \(Self.application);
                PRAGMA user_version = \(Self.version);
                """)
    }

    /// What leads from each version to the next; a new file goes through all of them.
    ///
    /// None is altered once a file may have gone through it.
    private static let steps = [
        first, whatWasSaid, manySources, unreadable, following, operating,
    ]

    private static let first = """
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
            reason TEXT
        ) STRICT;

        CREATE INDEX entry_dead ON entry (key, sequence) WHERE reason IS NOT NULL;
        CREATE INDEX entry_stateless ON entry (sequence)
            WHERE reason IS NULL AND kind = 'stateless';

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
            changed INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX incident_closed ON incident (changed) WHERE is_open = 0;
        """

    /// Version 1 did not know when an incident ended, nor when it was last spoken of.
    ///
    /// A program of version 1 that has the file open goes on undisturbed.
    private static let whatWasSaid = """
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
        """

    /// Version 2 knew one source: what it left is of the source `default`.
    ///
    /// A program of version 2 that has the file open goes on accepting undisturbed. One that
    /// delivers sends what waits, but cannot write that down until it is started anew.
    private static let manySources = """
        CREATE TABLE source (
            name TEXT PRIMARY KEY,
            server TEXT,
            bytes INTEGER NOT NULL DEFAULT 0,
            last_success INTEGER,
            trouble TEXT,
            trouble_since INTEGER
        ) STRICT, WITHOUT ROWID;

        INSERT INTO source (name, server, bytes, last_success, trouble, trouble_since)
        SELECT 'default', server, bytes, last_success, trouble, trouble_since FROM spool;

        ALTER TABLE spool DROP COLUMN server;
        ALTER TABLE spool DROP COLUMN last_success;
        ALTER TABLE spool DROP COLUMN trouble;
        ALTER TABLE spool DROP COLUMN trouble_since;

        ALTER TABLE entry ADD COLUMN source TEXT NOT NULL DEFAULT 'default';

        DROP INDEX entry_dead;
        DROP INDEX entry_stateless;
        DROP INDEX entry_key;
        CREATE INDEX entry_waiting ON entry (source, sequence) WHERE reason IS NULL;
        CREATE INDEX entry_key ON entry (source, key, sequence)
            WHERE reason IS NULL AND key <> '';
        CREATE INDEX entry_dead ON entry (source, key, sequence) WHERE reason IS NOT NULL;
        CREATE INDEX entry_stateless ON entry (source, sequence)
            WHERE reason IS NULL AND kind = 'stateless';

        DROP TRIGGER entry_adds_bytes;
        DROP TRIGGER entry_takes_bytes;
        CREATE TRIGGER entry_adds_bytes AFTER INSERT ON entry BEGIN
            UPDATE spool SET bytes = bytes + length(CAST(NEW.payload AS BLOB));
            INSERT INTO source (name, bytes)
            VALUES (NEW.source, length(CAST(NEW.payload AS BLOB)))
            ON CONFLICT (name) DO UPDATE SET bytes = bytes + excluded.bytes;
        END;
        CREATE TRIGGER entry_takes_bytes AFTER DELETE ON entry BEGIN
            UPDATE spool SET bytes = bytes - length(CAST(OLD.payload AS BLOB));
            UPDATE source SET bytes = bytes - length(CAST(OLD.payload AS BLOB))
            WHERE name = OLD.source;
        END;

        DROP INDEX incident_closed;
        ALTER TABLE incident RENAME TO incident_of_version_2;
        CREATE TABLE incident (
            source TEXT NOT NULL,
            key TEXT NOT NULL,
            id INTEGER NOT NULL,
            source_incident_id TEXT NOT NULL,
            started INTEGER NOT NULL,
            is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
            ended INTEGER,
            heard INTEGER NOT NULL,
            logged INTEGER,
            said TEXT NOT NULL,
            changed INTEGER NOT NULL,
            PRIMARY KEY (source, key)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO incident
            (source, key, id, source_incident_id, started, is_open, ended, heard, logged, said,
             changed)
        SELECT 'default', key, id, source_incident_id, started, is_open, ended, heard, logged, said,
            changed
        FROM incident_of_version_2;
        DROP TABLE incident_of_version_2;
        CREATE INDEX incident_closed ON incident (source, changed) WHERE is_open = 0;

        ALTER TABLE early_closing RENAME TO early_closing_of_version_2;
        CREATE TABLE early_closing (
            source TEXT NOT NULL,
            key TEXT NOT NULL,
            time INTEGER NOT NULL,
            description TEXT NOT NULL,
            changed INTEGER NOT NULL,
            PRIMARY KEY (source, key)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO early_closing (source, key, time, description, changed)
        SELECT 'default', key, time, description, changed FROM early_closing_of_version_2;
        DROP TABLE early_closing_of_version_2;
        """

    /// Version 3 kept nothing of what it could not read.
    ///
    /// A program of version 3 that has the file open goes on undisturbed. The sequences are drawn from
    /// those of the entries, so that a number names one dead letter.
    private static let unreadable = """
        CREATE TABLE unreadable (
            sequence INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            bytes BLOB NOT NULL,
            form TEXT NOT NULL,
            accepted INTEGER NOT NULL,
            reason TEXT NOT NULL
        ) STRICT;
        CREATE INDEX unreadable_source ON unreadable (source, sequence);

        CREATE TRIGGER unreadable_adds_bytes AFTER INSERT ON unreadable BEGIN
            UPDATE spool SET bytes = bytes + length(NEW.bytes);
            INSERT INTO source (name, bytes) VALUES (NEW.source, length(NEW.bytes))
            ON CONFLICT (name) DO UPDATE SET bytes = bytes + excluded.bytes;
        END;
        CREATE TRIGGER unreadable_takes_bytes AFTER DELETE ON unreadable BEGIN
            UPDATE spool SET bytes = bytes - length(OLD.bytes);
            UPDATE source SET bytes = bytes - length(OLD.bytes) WHERE name = OLD.source;
        END;
        """

    /// Version 4 carried nothing back to the monitoring systems.
    ///
    /// A program of version 4 that has the file open goes on undisturbed.
    private static let following = """
        CREATE TABLE following (
            source TEXT PRIMARY KEY,
            began INTEGER NOT NULL,
            position INTEGER NOT NULL,
            under_way INTEGER
        ) STRICT, WITHOUT ROWID;
        """
}
