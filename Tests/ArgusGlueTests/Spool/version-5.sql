-- A spool as the glue of version 4 made it.

CREATE TABLE spool (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    created INTEGER NOT NULL,
    bytes INTEGER NOT NULL DEFAULT 0,
    accepted INTEGER NOT NULL DEFAULT 0,
    delivered INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    dropped INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO spool VALUES(1,'0123456789abcdef01234567',1795165200000000,120,5,3,1,0);
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
, source TEXT NOT NULL DEFAULT 'default') STRICT;
INSERT INTO entry VALUES(1,'7','open','{"type": "open", "key": "7", "time": "2026-11-20T09:00:00Z"}',1795165200000000,2,NULL,NULL,0,'the server fails','default');
INSERT INTO entry VALUES(2,'6','open','{"type": "open", "key": "6", "time": "2026-11-20T09:00:00Z"}',1795165200000000,1,NULL,'This is poison.',0,NULL,'default');
CREATE TABLE source (
    name TEXT PRIMARY KEY,
    server TEXT,
    bytes INTEGER NOT NULL DEFAULT 0,
    last_success INTEGER,
    trouble TEXT,
    trouble_since INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO source VALUES('default','https://argus.example.org',120,1795165260000000,'no server',1795165300000000);
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
INSERT INTO incident VALUES('default','1',1,'1',1795165200000000,1,NULL,1795165200000000,NULL,'{}',1795165200000000);
INSERT INTO incident VALUES('default','2',2,'2',1795165200000000,0,1795165260000000,1795165200000000,NULL,'{}',1795165200000000);
CREATE TABLE early_closing (
    source TEXT NOT NULL,
    key TEXT NOT NULL,
    time INTEGER NOT NULL,
    description TEXT NOT NULL,
    changed INTEGER NOT NULL,
    PRIMARY KEY (source, key)
) STRICT, WITHOUT ROWID;
INSERT INTO early_closing VALUES('default','3',1795165200000000,'',1795165200000000);
CREATE INDEX entry_waiting ON entry (source, sequence) WHERE reason IS NULL;
CREATE INDEX entry_key ON entry (source, key, sequence)
    WHERE reason IS NULL AND key <> '';
CREATE INDEX entry_dead ON entry (source, key, sequence) WHERE reason IS NOT NULL;
CREATE INDEX entry_stateless ON entry (source, sequence)
    WHERE reason IS NULL AND kind = 'stateless';
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
CREATE INDEX incident_closed ON incident (source, changed) WHERE is_open = 0;

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

CREATE TABLE following (
    source TEXT PRIMARY KEY,
    began INTEGER NOT NULL,
    position INTEGER NOT NULL,
    under_way INTEGER
) STRICT, WITHOUT ROWID;
PRAGMA application_id = 1095911251;
PRAGMA user_version = 5;
