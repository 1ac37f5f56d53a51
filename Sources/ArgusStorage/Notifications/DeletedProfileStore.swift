import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The table `deleted_profile`: whose the notification profiles were that are gone.
package struct DeletedProfileStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// A profile that is gone.
    package struct DeletedProfile: Sendable {
        package let id: NotificationProfile.ID
        /// What it was called; nil if it had no name.
        package let name: String?
    }

    /// Remembers a profile that is about to be deleted.
    package func insert(_ id: NotificationProfile.ID, now: Timestamp) throws {
        try insert(where: "id = \(id)", now: now)
    }

    /// Remembers the profiles that use a timeslot which is about to be deleted, and they with it.
    package func insert(using timeslot: Timeslot.ID, now: Timestamp) throws {
        try insert(where: "timeslot_id = \(timeslot)", now: now)
    }

    private func insert(where condition: SQL, now: Timestamp) throws {
        try connection.execute(
            """
            INSERT INTO deleted_profile (id, account_id, name, deleted)
            SELECT id, account_id, name, \(now)
            FROM notification_profile
            WHERE \(condition)
            ON CONFLICT (id) DO NOTHING
            """)
    }

    /// Lists the profiles that somebody had and has no more.
    package func list(of user: User.ID) throws -> [DeletedProfile] {
        try connection.rows(
            """
            SELECT id, name
            FROM deleted_profile
            WHERE account_id = \(user)
            ORDER BY id
            """
        ) { DeletedProfile(id: $0.id(), name: $0.optionalText()) }
    }

    /// Forgets what was deleted before a moment, no more than so many.
    @discardableResult
    package func delete(before moment: Timestamp, limit: Int) throws -> Int {
        try connection.execute(
            """
            DELETE FROM deleted_profile
            WHERE id IN (
                SELECT id
                FROM deleted_profile
                WHERE deleted < \(moment)
                ORDER BY deleted
                LIMIT \(limit)
            )
            """)
    }
}
