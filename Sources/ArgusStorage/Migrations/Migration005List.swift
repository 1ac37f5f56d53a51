import ArgusSQL

extension DatabaseSchema {
    /// By what the list of the dashboard finds incidents: the most urgent open ones, what has ended
    /// lately, acknowledgements that lapse, and tickets.
    static func list(_ dialect: Dialect) -> [SQL] {
        let kept: SQL =
            switch dialect {
            case .sqlite: "VIRTUAL"
            case .postgresql: "STORED"
            }
        return [
            // The worse, the more, and half a step more while nobody has acknowledged it: falling like
            // the start, so that one comparison of rows finds where a page begins.
            """
            ALTER TABLE incident ADD COLUMN urgency INTEGER GENERATED ALWAYS AS (
                2 * (5 - level) + CASE WHEN acked_until IS NULL THEN 1 ELSE 0 END
            ) \(kept)
            """
        ] + indices
    }

    private static let indices: [SQL] = [
        """
        CREATE INDEX incident_urgency
        ON incident (urgency DESC, start_time DESC, id DESC, end_time, level, acked_until, source_id)
        WHERE is_open = 1
        """,
        """
        CREATE INDEX incident_ended ON incident (end_time DESC)
        WHERE end_time < 9223372036854775807
        """,
        """
        CREATE INDEX incident_lapsing ON incident (acked_until)
        WHERE acked_until < 9223372036854775807
        """,
        "CREATE INDEX incident_ticket ON incident (ticket_url) WHERE ticket_url <> ''",
    ]
}
