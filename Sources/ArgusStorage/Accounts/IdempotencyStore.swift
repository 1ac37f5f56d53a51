import ArgusCore
import ArgusSQL
import ArgusTime

/// The table `idempotency_key`: what was answered to a request, so that its repetition is answered
/// the same and done once.
package struct IdempotencyStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// What was answered: the digest of the request, the status and the body.
    package struct Entry: Hashable, Sendable {
        package let request: [UInt8]
        package let status: Int
        package let answer: String

        /// Keeps an answer together with the digest of its request.
        package init(request: [UInt8], status: Int, answer: String) {
            (self.request, self.status, self.answer) = (request, status, answer)
        }
    }

    /// Finds what an account's request with this key was answered, if it was since a moment.
    package func find(_ key: String, of user: User.ID, since: Timestamp) throws -> Entry? {
        try connection.first(
            """
            SELECT request, status, answer
            FROM idempotency_key
            WHERE account_id = \(user) AND key = \(key) AND created >= \(since)
            """
        ) { Entry(request: $0.bytes(), status: Int($0.integer()), answer: $0.text()) }
    }

    /// Keeps an answer; an older one with the same key gives way.
    package func insert(
        _ entry: Entry, key: String, of user: User.ID, created: Timestamp
    ) throws {
        try connection.execute(
            """
            INSERT INTO idempotency_key (account_id, key, request, status, answer, created)
            VALUES (\(user), \(key), \(entry.request), \(entry.status), \(entry.answer), \(created))
            ON CONFLICT (account_id, key) DO UPDATE
            SET request = excluded.request, status = excluded.status, answer = excluded.answer,
                created = excluded.created
            """)
    }

    /// Forgets answers older than a moment, and says how many.
    @discardableResult
    package func delete(before moment: Timestamp) throws -> Int {
        try connection.execute("DELETE FROM idempotency_key WHERE created < \(moment)")
    }
}
