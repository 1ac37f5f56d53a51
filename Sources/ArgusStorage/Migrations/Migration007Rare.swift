import ArgusSQL

extension DatabaseSchema {
    /// By what is found what few incidents have, so that nobody walks past all the others: an
    /// acknowledgement, a ticket, no extent in time, and an entry in the log that not every log has.
    static func rare(_ dialect: Dialect) -> [SQL] {
        // Whole texts are asked for seldom: SQLite, with its one writer, reads them all for that.
        dialect == .postgresql ? rareThings + beginnings : rareThings
    }

    private static let beginnings: [SQL] = [
        "CREATE INDEX incident_description ON incident (substr(description, 1, 100))",
        "CREATE INDEX incident_details_url ON incident (substr(details_url, 1, 100))",
    ]

    private static let rareThings: [SQL] = [
        """
        CREATE INDEX incident_acked ON incident (start_time DESC, id DESC)
        WHERE acked_until IS NOT NULL
        """,
        """
        CREATE INDEX incident_ticketed ON incident (start_time DESC, id DESC)
        WHERE ticket_url <> ''
        """,
        """
        CREATE INDEX incident_stateless ON incident (start_time DESC, id DESC)
        WHERE end_time IS NULL
        """,
        """
        CREATE INDEX event_deed ON event (type, incident_id)
        WHERE type NOT IN ('STA', 'END')
        """,
    ]
}
