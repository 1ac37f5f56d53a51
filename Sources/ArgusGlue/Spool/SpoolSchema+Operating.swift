extension SpoolSchema {
    /// Version 5 could not be paused, kept nothing that was delivered, and told less of how it stands.
    ///
    /// Entries that were brought together have the sequence of the last of them in `together`: whatever
    /// fails, they go together again.
    ///
    /// A program of version 5 that has the file open goes on undisturbed, also where it is paused.
    static let operating = """
        ALTER TABLE spool ADD COLUMN paused INTEGER;
        ALTER TABLE source ADD COLUMN paused INTEGER;
        ALTER TABLE source ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE source ADD COLUMN comparison_trouble TEXT;
        ALTER TABLE source ADD COLUMN comparison_trouble_since INTEGER;
        ALTER TABLE source ADD COLUMN delivered_bytes INTEGER NOT NULL DEFAULT 0;

        ALTER TABLE entry ADD COLUMN together INTEGER;

        CREATE TABLE delivered (
            sequence INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            key TEXT NOT NULL,
            kind TEXT NOT NULL,
            payload TEXT NOT NULL,
            accepted INTEGER NOT NULL,
            delivered INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX delivered_source ON delivered (source, delivered);

        CREATE TRIGGER delivered_adds_bytes AFTER INSERT ON delivered BEGIN
            UPDATE source SET delivered_bytes = delivered_bytes + length(CAST(NEW.payload AS BLOB))
            WHERE name = NEW.source;
        END;
        CREATE TRIGGER delivered_takes_bytes AFTER DELETE ON delivered BEGIN
            UPDATE source SET delivered_bytes = delivered_bytes - length(CAST(OLD.payload AS BLOB))
            WHERE name = OLD.source;
        END;
        """
}
