import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The table `token`, which holds digests and never a token.
package struct TokenStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    private static let columns: SQL =
        """
        token.id, token.account_id, token.kind, token.scope, token.name, token.prefix,
        token.created, token.expires, token.last_used
        """

    /// Adds a token, by its digest.
    package func insert(
        digest: [UInt8], prefix: String, kind: Token.Kind, scope: TokenScope, name: String = "",
        of user: User.ID, created: Timestamp, expires: Timestamp?
    ) throws -> Token.ID {
        try connection.first(
            """
            INSERT INTO token (account_id, kind, scope, name, digest, prefix, created, expires)
            VALUES (\(user), \(kind.rawValue), \(scope.rawValue), \(name), \(digest), \(prefix),
                \(created), \(expires))
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
            (try Token(row: &row), User(row: &row), row.optionalID())
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
        ) { try Token(row: &$0) }
    }

    /// Finds a token by its primary key, with its account's name and source system.
    package func find(_ id: Token.ID) throws -> OwnedToken? {
        try connection.first(
            """
            SELECT \(Self.owned)
            WHERE token.id = \(id)
            """
        ) { try OwnedToken(row: &$0) }
    }

    /// Lists a page of tokens, from the newest to the oldest: those of an account, of all source
    /// systems, or all.
    package func list(of owners: TokenSelection, _ page: PageRequest) throws -> Page<OwnedToken> {
        let condition: SQL =
            switch owners {
            case .account(let user): "token.account_id = \(user)"
            case .sources: "source_system.id IS NOT NULL"
            case .everybody: "1 = 1"
            }
        let found = try connection.rows(
            """
            SELECT \(Self.owned)
            WHERE \(condition) AND \(page.beyond(time: "token.created", id: "token.id"))
            ORDER BY \(page.order(time: "token.created", id: "token.id"))
            LIMIT \(page.size + 1)
            """
        ) { try OwnedToken(row: &$0) }
        return Page(found, for: page) { ($0.token.created, $0.token.id.rawValue) }
    }

    /// How many tokens each source system has, still good and in all; those without any are left out.
    package func countsOfSources(
        now: Timestamp
    ) throws -> [SourceSystem.ID: (valid: Int, all: Int)] {
        let counts = try connection.rows(
            """
            SELECT source_system.id,
                sum(CASE WHEN token.expires <= \(now) THEN 0 ELSE 1 END), count(*)
            FROM source_system
            JOIN token ON token.account_id = source_system.account_id
            GROUP BY source_system.id
            """
        ) { row in
            (row.id() as SourceSystem.ID, (valid: Int(row.integer()), all: Int(row.integer())))
        }
        return Dictionary(counts) { $1 }
    }

    /// The source systems all of whose tokens expire before a moment, with when the last one does; what
    /// they got by logging in does not count.
    package func lastExpiries(before moment: Timestamp) throws -> [SourceSystem.ID: Timestamp] {
        let expiries = try connection.rows(
            """
            SELECT source_system.id, max(token.expires)
            FROM source_system
            JOIN token ON token.account_id = source_system.account_id
            WHERE token.kind <> 'session'
            GROUP BY source_system.id
            HAVING count(*) = count(token.expires) AND max(token.expires) < \(moment)
            """
        ) { ($0.id() as SourceSystem.ID, $0.time()) }
        return Dictionary(expiries) { $1 }
    }

    private static let owned: SQL =
        """
        \(columns), account.username, source_system.id
        FROM token
        JOIN account ON account.id = token.account_id
        LEFT JOIN source_system ON source_system.account_id = account.id
        """

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

    /// Forgets what was issued by logging in and has expired.
    package func deleteSessions(expiredBy now: Timestamp) throws {
        try connection.execute("DELETE FROM token WHERE kind = 'session' AND expires <= \(now)")
    }

    /// Takes back an account's tokens of a kind, and says how many there were.
    @discardableResult
    package func delete(_ kind: Token.Kind, of user: User.ID) throws -> Int {
        try connection.execute(
            """
            DELETE FROM token
            WHERE account_id = \(user) AND kind = \(kind.rawValue)
            """)
    }
}

extension Token {
    fileprivate init(row: inout SQLRow) throws {
        self.init(
            id: row.id(), user: row.id(), kind: try row.word(), scope: try row.word(),
            name: row.text(), prefix: row.text(), created: row.time(), expires: row.optionalTime(),
            lastUsed: row.optionalTime())
    }
}

extension OwnedToken {
    fileprivate init(row: inout SQLRow) throws {
        self.init(token: try Token(row: &row), username: row.text(), source: row.optionalID())
    }
}
