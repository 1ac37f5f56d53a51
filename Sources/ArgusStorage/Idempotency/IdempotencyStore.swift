import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The table `idempotency_key`: what was answered to a request, so that its repetition is answered
/// the same and done once.
package struct IdempotencyStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// For how long answers are valid.
    package static let lifetime: Duration = .seconds(24 * 3600)

    /// Where rows are gathered, if they are.
    private var gathering: GatheringConnection? { connection as? GatheringConnection }

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

    /// A key that somebody chose.
    package struct Key: Hashable, Sendable {
        package let user: User.ID
        private let bytes: [UInt8]

        /// A key, compared byte by byte, as the database compares texts.
        package init(_ text: String, of user: User.ID) {
            (bytes, self.user) = (Array(text.utf8), user)
        }

        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// What was answered, and when.
    struct Kept {
        let entry: Entry
        let created: Timestamp
    }

    /// Finds what an account's request with this key was answered, if it was since a moment.
    package func find(_ key: String, of user: User.ID, since: Timestamp) throws -> Entry? {
        let key = Key(key, of: user)
        if let known = gathering?.known.answers[key] {
            return known.flatMap { $0.created >= since ? $0.entry : nil }
        }
        let isWanted: SQL = "account_id = \(user) AND key = \(key.text)"
        return try find(isWanted, since: since)[key]?.entry
    }

    /// Looks for answers once for many requests, so that asking for each costs nothing more.
    package func prepare(_ keys: Set<Key>, since: Timestamp) throws {
        guard let gathering, !keys.isEmpty else { return }
        let isWanted: SQL =
            """
            (account_id, key) IN (
                SELECT * FROM unnest(\(column: keys.map(\.user)), \(column: keys.map(\.text)))
            )
            """
        let found = try find(isWanted, since: since)
        for key in keys { gathering.known.answers[key] = .some(found[key]) }
    }

    private func find(_ condition: SQL, since: Timestamp) throws -> [Key: Kept] {
        let found = try connection.rows(
            """
            SELECT account_id, key, request, status, answer, created
            FROM idempotency_key
            WHERE \(condition) AND created >= \(since)
            """
        ) { row in
            let user: User.ID = row.id()
            let key = Key(row.text(), of: user)
            let entry = Entry(
                request: row.bytes(), status: Int(row.integer()), answer: row.text())
            return (key, Kept(entry: entry, created: row.time()))
        }
        return Dictionary(found) { $1 }
    }

    /// Keeps an answer; an older one with the same key gives way.
    package func insert(
        _ entry: Entry, key: String, of user: User.ID, created: Timestamp
    ) throws {
        if let gathering {
            let key = Key(key, of: user)
            let kept = Kept(entry: entry, created: created)
            gathering.known.answers[key] = kept
            return gathering.rows.answers[key] = kept
        }
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
