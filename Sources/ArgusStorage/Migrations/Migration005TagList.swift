import ArgusSQL

extension Schema {
    /// On PostgreSQL, incidents are found by an array of their tags; SQLite, which has no arrays,
    /// keeps its tables of relations.
    static func tagList(_ dialect: Dialect) -> [SQL] {
        switch dialect {
        case .sqlite: []
        case .postgresql: [tagListColumn] + tagListIndices + [openStatistics] + relationTables
        }
    }

    /// The lines of `tags` (see `TagColumn`) without who added them and when.
    private static let tagListColumn: SQL =
        """
        ALTER TABLE incident ADD COLUMN tag_list text[] COLLATE "C" NOT NULL
        GENERATED ALWAYS AS (
            string_to_array(regexp_replace(tags, '^[0-9]+ [0-9]+ ', '', 'gn'), chr(10))
        ) STORED
        """

    /// New rows wait in a list, which every search reads and which is put into the index when it
    /// has grown to so many kilobytes.
    private static let tagListIndices: [SQL] = [
        """
        CREATE INDEX incident_tag_list ON incident USING gin (tag_list)
        WITH (gin_pending_list_limit = 128)
        """,
        // What people look for is nearly always open, and few incidents are.
        """
        CREATE INDEX incident_open_tag_list ON incident USING gin (tag_list)
        WITH (gin_pending_list_limit = 128)
        WHERE is_open = 1
        """,
    ]

    /// Lets the planner know that an open incident ends later than now: it would take the one for
    /// as likely among open incidents as among all, and few for open.
    private static let openStatistics: SQL =
        "CREATE STATISTICS incident_open_end (mcv) ON is_open, end_time FROM incident"

    private static let relationTables: [SQL] = [
        "DROP TABLE open_incident_tag", "DROP TABLE incident_tag",
    ]
}
