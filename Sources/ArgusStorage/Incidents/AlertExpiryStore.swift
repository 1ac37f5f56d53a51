import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The table `alert_expiry`: when the problems of sources that tell of them again and again are over,
/// unless they are told of before.
package struct AlertExpiryStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// So many are found by one call at most.
    package static let foundAtOnce = 1000

    /// Writes down that problems were told of, and when each is over unless it is again; in one
    /// statement whatever their number.
    package func set(_ expiries: [Incident.ID: Timestamp], told: Timestamp) throws {
        guard !expiries.isEmpty else { return }
        let rows: [SQL] = expiries.sorted { $0.key < $1.key }.map { "(\($0), \(told), \($1))" }
        try connection.execute(
            """
            INSERT INTO alert_expiry (incident_id, told, expires)
            VALUES \(SQL(rows, joined: ", "))
            ON CONFLICT (incident_id) DO UPDATE
            SET told = excluded.told, expires = excluded.expires
            """)
    }

    /// The incidents that were told of for the last time too long ago, and since when they are over.
    ///
    /// `hearing` says since when whoever tells of them could be heard: nobody's silence counts that
    /// was not listened to.
    package func overdue(
        now: Timestamp, hearing: Timestamp, among ids: [Incident.ID]? = nil
    ) throws -> [Incident.ID: Timestamp] {
        let condition: SQL = ids.map { "incident_id IN \(list: $0)" } ?? "1 = 1"
        let found = try connection.rows(
            """
            SELECT incident_id, expires
            FROM alert_expiry
            WHERE expires <= \(now) AND \(hearing) - told + expires <= \(now)
                AND \(condition)
            ORDER BY expires
            LIMIT \(Self.foundAtOnce)
            """
        ) { row in (row.id() as Incident.ID, row.time()) }
        return Dictionary(found) { $1 }
    }

    /// Forgets when problems are over.
    package func forget(_ ids: [Incident.ID]) throws {
        guard !ids.isEmpty else { return }
        try connection.execute("DELETE FROM alert_expiry WHERE incident_id IN \(list: ids)")
    }
}
