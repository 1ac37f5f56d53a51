import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The table `change`: what the feed tells, which only grows at its end and is forgotten at its
/// beginning.
package struct ChangeStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// Adds changes at the end, in their order, as the last thing that a transaction does.
    ///
    /// Their keys have to be in the order in which transactions commit, or whoever reads would go on
    /// after one while an earlier one is yet to come. SQLite has one writer; on PostgreSQL keys are
    /// given out under a lock that is held until the transaction is committed, and other processes
    /// are told of that.
    package func insert(_ changes: [NewChange], at moment: Timestamp) throws {
        switch connection.dialect {
        case .sqlite:
            for change in changes {
                try connection.execute(
                    """
                    INSERT INTO change (incident_id, event_id, kind, moment)
                    VALUES (\(change.incident), \(change.event), \(change.type.rawValue), \(moment))
                    """)
            }
        case .postgresql:
            if changes.isEmpty { return }
            try connection.execute(
                "SELECT pg_advisory_xact_lock(\(Self.lock)), pg_notify(\(Self.channel.description), '')"
            )
            try connection.execute(
                """
                INSERT INTO change (incident_id, event_id, kind, moment)
                SELECT new.incident_id, new.event_id, new.kind, \(moment)
                FROM unnest(\(column: changes.map(\.incident)),
                        \(column: changes.map { $0.event?.rawValue }),
                        \(column: changes.map(\.type.rawValue)))
                    WITH ORDINALITY AS new (incident_id, event_id, kind, number)
                ORDER BY new.number
                """)
        }
    }

    /// The channel on which processes are told that there are changes.
    package static let channel: StaticString = "argus_change"

    /// The letters ARGU, and the number of this lock among those of the program.
    private static let lock: Int64 = 0x4152_4755_0000_0001

    /// Lists the changes after one, in the order in which they were committed, and no more than so
    /// many.
    ///
    /// Whoever goes on from the last of them misses nothing: what commits later has a larger key.
    package func list(after id: RecordedChange.ID, limit: Int) throws -> [RecordedChange] {
        try connection.rows(
            """
            SELECT change.id, change.kind, change.moment, change.incident_id,
                \(EventStore.columns)
            FROM change
            LEFT JOIN event ON event.id = change.event_id
            LEFT JOIN account ON account.id = event.actor_id
            WHERE change.id > \(id)
            ORDER BY change.id
            LIMIT \(limit)
            """
        ) { try RecordedChange(row: &$0) }
    }

    /// The key of the first change that is kept; nil before there is any.
    package func first() throws -> RecordedChange.ID? {
        try connection.first("SELECT id FROM change ORDER BY id LIMIT 1") { $0.id() }
    }

    /// The key of the last change; nil before there is any.
    package func last() throws -> RecordedChange.ID? {
        try connection.first("SELECT id FROM change ORDER BY id DESC LIMIT 1") { $0.id() }
    }

    /// Forgets what was written down before a moment, the oldest first and no more than so many,
    /// and says how many.
    ///
    /// The last one stays however old it is: it tells where the feed ends.
    @discardableResult
    package func delete(before moment: Timestamp, limit: Int) throws -> Int {
        try connection.execute(
            """
            DELETE FROM change
            WHERE id IN (SELECT id FROM change ORDER BY id LIMIT \(limit))
                AND moment < \(moment)
                AND id < (SELECT max(id) FROM change)
            """)
    }
}

/// A change that is yet to be written down.
package struct NewChange: Sendable {
    let type: ChangeType
    let incident: Incident.ID
    let event: Event.ID?

    /// Describes a change; `event` is what was written into the log, if anything was.
    package init(_ type: ChangeType, of incident: Incident.ID, event: Event.ID? = nil) {
        (self.type, self.incident, self.event) = (type, incident, event)
    }
}

extension RecordedChange {
    fileprivate init(row: inout SQLRow) throws {
        try self.init(
            id: row.id(), type: row.word(), moment: row.time(),
            incident: row.id(), event: row.isNull ? nil : Event(row: &row))
    }
}
