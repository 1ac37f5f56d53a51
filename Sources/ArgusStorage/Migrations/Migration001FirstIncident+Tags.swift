import ArgusSQL

extension DatabaseSchema {
    /// What incidents are found by: tags, and on SQLite an index that PostgreSQL does without.
    static func tags(_ dialect: Dialect) -> [SQL] {
        switch dialect {
        case .sqlite: tagTable + openBySource + relations
        case .postgresql: tagTable + tagList
        }
    }

    private static let tagTable: [SQL] = [
        """
        CREATE TABLE tag (
            id INTEGER NOT NULL PRIMARY KEY,
            key TEXT NOT NULL CHECK (key <> ''),
            value TEXT NOT NULL,
            UNIQUE (key, value)
        ) STRICT
        """
    ]

    /// PostgreSQL finds the open ones of a source in the index of all open ones, which holds the
    /// source too.
    private static let openBySource: [SQL] = [
        """
        CREATE INDEX incident_open_source
        ON incident (source_id, start_time DESC, id DESC, end_time, level, acked_until)
        WHERE is_open = 1
        """
    ]

    private static let relations: [SQL] = [
        """
        CREATE TABLE incident_tag (
            tag_id INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
            start_time INTEGER NOT NULL,
            incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
            PRIMARY KEY (tag_id, start_time DESC, incident_id DESC)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE UNIQUE INDEX incident_tag_by_incident ON incident_tag (incident_id, tag_id)",
        // The rows of incidents with is_open = 1 once more: what people look for is nearly always
        // open, and few incidents are.
        """
        CREATE TABLE open_incident_tag (
            tag_id INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
            start_time INTEGER NOT NULL,
            incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
            PRIMARY KEY (tag_id, start_time DESC, incident_id DESC)
        ) STRICT, WITHOUT ROWID
        """,
    ]

    /// An array of tags in place of relations: the lines of `tags` (see `TagColumn`) without who added
    /// them and when.
    private static let tagList: [SQL] = [
        """
        ALTER TABLE incident ADD COLUMN tag_list text[] COLLATE "C" NOT NULL
        GENERATED ALWAYS AS (
            string_to_array(regexp_replace(tags, '^[0-9]+ [0-9]+ ', '', 'gn'), chr(10))
        ) STORED
        """,
        // New rows wait in a list, which every search reads and which is put into the index when it
        // has grown to so many kilobytes.
        """
        CREATE INDEX incident_tag_list ON incident USING gin (tag_list)
        WITH (gin_pending_list_limit = 128)
        """,
        """
        CREATE INDEX incident_open_tag_list ON incident USING gin (tag_list)
        WITH (gin_pending_list_limit = 128)
        WHERE is_open = 1
        """,
    ]
}
