import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The table `session`: who is logged in with a browser, by digests.
package struct SessionStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// Adds a session, by its digest.
    package func insert(
        digest: [UInt8], of user: User.ID, created: Timestamp, expires: Timestamp
    ) throws {
        try connection.execute(
            """
            INSERT INTO session (digest, account_id, created, expires)
            VALUES (\(digest), \(user), \(created), \(expires))
            """)
    }

    /// Whose a session is, and from when until when it lasts.
    package typealias Found = (
        user: User, source: SourceSystem.ID?, created: Timestamp, expires: Timestamp
    )

    /// Finds the session that a digest stands for, unless it has expired.
    package func find(digest: [UInt8], now: Timestamp) throws -> Found? {
        try connection.first(
            """
            SELECT \(AccountStore.columns), source_system.id, session.created, session.expires
            FROM session
            JOIN account ON account.id = session.account_id
            LEFT JOIN source_system ON source_system.account_id = account.id
            WHERE session.digest = \(digest) AND session.expires > \(now)
            """
        ) { row in (User(row: &row), row.optionalID(), row.time(), row.time()) }
    }

    /// Lists the sessions of an account that have not expired, the newest first.
    package func list(
        of user: User.ID, now: Timestamp
    ) throws -> [(digest: [UInt8], created: Timestamp, expires: Timestamp)] {
        try connection.rows(
            """
            SELECT digest, created, expires
            FROM session
            WHERE account_id = \(user) AND expires > \(now)
            ORDER BY created DESC, digest
            """
        ) { ($0.bytes(), $0.time(), $0.time()) }
    }

    /// Lets a session last until another moment.
    package func setExpires(_ moment: Timestamp, digest: [UInt8]) throws {
        try connection.execute(
            """
            UPDATE session
            SET expires = \(moment)
            WHERE digest = \(digest)
            """)
    }

    /// Ends a session of an account.
    package func delete(digest: [UInt8], of user: User.ID) throws {
        try connection.execute(
            "DELETE FROM session WHERE digest = \(digest) AND account_id = \(user)")
    }

    /// Ends all sessions of an account.
    package func delete(of user: User.ID) throws {
        try connection.execute("DELETE FROM session WHERE account_id = \(user)")
    }

    /// Forgets sessions that have expired.
    package func delete(expiredBy now: Timestamp) throws {
        try connection.execute("DELETE FROM session WHERE expires <= \(now)")
    }
}
