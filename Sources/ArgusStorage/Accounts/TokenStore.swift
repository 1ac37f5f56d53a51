import ArgusCore
import ArgusSQL
import ArgusTime

/// The table `token`, which holds digests and never a token.
package struct TokenStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    private static let columns: SQL =
        """
        token.id, token.account_id, token.kind, token.scope, token.prefix, token.created,
        token.expires, token.last_used
        """

    /// Adds a token, by its digest.
    package func insert(
        digest: [UInt8], prefix: String, kind: Token.Kind, scope: Token.Scope, of user: User.ID,
        created: Timestamp, expires: Timestamp?
    ) throws -> Token.ID {
        try connection.first(
            """
            INSERT INTO token (account_id, kind, scope, digest, prefix, created, expires)
            VALUES (\(user), \(kind.rawValue), \(scope.rawValue), \(digest), \(prefix), \(created),
                \(expires))
            RETURNING id
            """
        ) { $0.id() } ?? Token.ID(0)
    }

    /// Finds a token by its digest, with its account and that account's source system.
    package func find(digest: [UInt8]) throws -> (Token, User, SourceSystem.ID?)? {
        try connection.first(
            """
            SELECT \(Self.columns), \(AccountStore.columns), source_system.id
            FROM token
            JOIN account ON account.id = token.account_id
            LEFT JOIN source_system ON source_system.account_id = account.id
            WHERE token.digest = \(digest)
            """
        ) { row in
            (Token(row: &row), User(row: &row), row.optionalInteger().map { SourceSystem.ID($0) })
        }
    }

    /// Lists the tokens of an account, or all of them, oldest first.
    package func list(of user: User.ID?) throws -> [Token] {
        let condition: SQL = user.map { "account_id = \($0)" } ?? "1 = 1"
        return try connection.rows(
            """
            SELECT \(Self.columns)
            FROM token
            WHERE \(condition)
            ORDER BY id
            """
        ) { Token(row: &$0) }
    }

    /// Writes down when tokens were last used.
    package func setLastUsed(_ moment: Timestamp, of id: Token.ID) throws {
        try connection.execute(
            """
            UPDATE token
            SET last_used = \(moment)
            WHERE id = \(id)
            """)
    }

    /// Takes a token back; says whether there was one.
    @discardableResult
    package func delete(_ id: Token.ID) throws -> Bool {
        try connection.execute("DELETE FROM token WHERE id = \(id)") > 0
    }

    /// Takes back an account's tokens of a kind.
    package func delete(_ kind: Token.Kind, of user: User.ID) throws {
        try connection.execute(
            """
            DELETE FROM token
            WHERE account_id = \(user) AND kind = \(kind.rawValue)
            """)
    }
}

extension Token {
    fileprivate init(row: inout SQLRow) {
        self.init(
            id: row.id(), user: row.id(), kind: row.word(or: .program), scope: row.word(or: .read),
            prefix: row.text(), created: row.time(), expires: row.optionalTime(),
            lastUsed: row.optionalTime())
    }
}
