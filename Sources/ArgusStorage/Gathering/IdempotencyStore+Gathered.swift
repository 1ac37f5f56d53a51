import ArgusCore
import ArgusSQL

extension IdempotencyStore {
    /// Keeps answers; those with the same keys that are not valid any more give way.
    ///
    /// One that is valid was not there when it was looked for: the same request is being carried out
    /// elsewhere, and this transaction is not to be.
    func insert(_ answers: [Key: Kept]) throws {
        let answers = answers.map { (key: $0.key, kept: $0.value) }
        let count = try connection.execute(
            """
            INSERT INTO idempotency_key (account_id, key, request, status, answer, created)
            SELECT *
            FROM unnest(
                \(column: answers.map(\.key.user)), \(column: answers.map(\.key.text)),
                \(column: answers.map(\.kept.entry.request)),
                \(column: answers.map(\.kept.entry.status)),
                \(column: answers.map(\.kept.entry.answer)), \(column: answers.map(\.kept.created)))
            ON CONFLICT (account_id, key) DO UPDATE
            SET request = excluded.request, status = excluded.status, answer = excluded.answer,
                created = excluded.created
            WHERE idempotency_key.created < excluded.created - \(Self.lifetime)
            """)
        guard count == answers.count else { throw SQLError.conflict }
    }
}
