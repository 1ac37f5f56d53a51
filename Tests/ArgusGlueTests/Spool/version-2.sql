-- A spool as the glue of version 2 made it.

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

INSERT INTO spool
    (id, name, created, server, accepted, delivered, skipped, last_success, trouble, trouble_since)
VALUES
    (1, '0123456789abcdef01234567', 1795165200000000, 'https://argus.example.org', 5, 3, 1,
     1795165260000000, 'no server', 1795165300000000);

INSERT INTO entry (key, kind, payload, accepted, attempts, reason, trouble) VALUES
    ('7', 'open', '{"type": "open", "key": "7", "time": "2026-11-20T09:00:00Z"}', 1795165200000000,
     2, NULL, 'the server fails'),
    ('6', 'open', '{"type": "open", "key": "6", "time": "2026-11-20T09:00:00Z"}', 1795165200000000,
     1, 'This is poison.', NULL);

INSERT INTO incident
    (key, id, source_incident_id, started, is_open, said, changed, ended, heard, logged)
VALUES
    ('1', 1, '1', 1795165200000000, 1, '{}', 1795165200000000, NULL, 1795165200000000, NULL),
    ('2', 2, '2', 1795165200000000, 0, '{}', 1795165200000000, 1795165260000000, 1795165200000000,
     NULL);

INSERT INTO early_closing (key, time, description, changed) VALUES
    ('3', 1795165200000000, '', 1795165200000000);

PRAGMA application_id = 1095911251;
PRAGMA user_version = 2;
