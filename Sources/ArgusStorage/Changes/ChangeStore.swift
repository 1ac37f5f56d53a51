import ArgusCore
import ArgusSQL
import ArgusTime

/// The table `change`: what the feed tells, which only grows at its end and is forgotten at its
/// beginning.
package struct ChangeStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// Adds a change at the end.
    package func insert(
        _ kind: Change.Kind, of incident: Incident.ID, event: Event.ID?, at moment: Timestamp
    ) throws {
        try connection.execute(
            """
            INSERT INTO change (incident_id, event_id, kind, moment)
            VALUES (\(incident), \(event), \(kind.rawValue), \(moment))
            """)
    }

    /// Lists the changes after one, in the order in which they were committed, and no more than so
    /// many.
    ///
    /// Whoever goes on from the last of them misses nothing: there is one writer, so what commits
    /// later has a larger key.
    package func list(after id: Change.ID, limit: Int) throws -> [Change] {
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
        ) { Change(row: &$0) }
    }

    /// The key of the first change that is kept; nil before there is any.
    package func first() throws -> Change.ID? {
        try connection.first("SELECT id FROM change ORDER BY id LIMIT 1") { $0.id() }
    }

    /// The key of the last change; nil before there is any.
    package func last() throws -> Change.ID? {
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

extension Change {
    fileprivate init(row: inout SQLRow) {
        self.init(
            id: row.id(), kind: row.word(or: .event(.other)), moment: row.time(),
            incident: row.id(), event: row.isNull ? nil : Event(row: &row))
    }
}
