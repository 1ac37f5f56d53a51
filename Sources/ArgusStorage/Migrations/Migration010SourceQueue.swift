import ArgusSQL

extension DatabaseSchema {
    /// What source systems say with their heartbeats of the queues before this server.
    static func sourceQueue(_ dialect: Dialect) -> [SQL] {
        [
            """
            ALTER TABLE source_system
            ADD COLUMN queue_depth INTEGER CHECK (queue_depth >= 0)
            """,
            "ALTER TABLE source_system ADD COLUMN queue_oldest INTEGER",
        ]
    }
}
