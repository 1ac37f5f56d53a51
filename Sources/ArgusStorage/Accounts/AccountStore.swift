import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The table `account`.
package struct AccountStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    static let columns: SQL =
        """
        account.id, account.username, account.first_name, account.last_name, account.email,
        account.is_active, account.is_staff, account.is_superuser, account.is_viewer
        """

    /// Adds an account; the password is a hash, or empty if it cannot log in with one.
    package func insert(
        _ user: NewUser, password: String, joined: Timestamp
    ) throws -> User.ID {
        do {
            return try connection.first(
                """
                INSERT INTO account
                    (username, password, first_name, last_name, email, is_active, is_staff,
                     is_superuser, is_viewer, date_joined)
                VALUES (\(user.username), \(password), \(user.firstName), \(user.lastName),
                    \(user.email), \(user.isActive), \(user.role.isStaff),
                    \(user.role.isSuperuser), \(user.role.isViewer), \(joined))
                RETURNING id
                """
            ) { $0.id() } ?? User.ID(0)
        } catch SQLError.uniqueViolation {
            throw Refusal.taken("username", .username)
        }
    }

    /// Finds an account by its primary key.
    package func find(_ id: User.ID) throws -> User? {
        try connection.first(
            """
            SELECT \(Self.columns)
            FROM account
            WHERE id = \(id)
            """
        ) { User(row: &$0) }
    }

    /// Finds an account by its name.
    package func find(username: String) throws -> User? {
        try connection.first(
            """
            SELECT \(Self.columns)
            FROM account
            WHERE username = \(username)
            """
        ) { User(row: &$0) }
    }

    /// Lists all accounts by name.
    package func list() throws -> [User] {
        try connection.rows(
            """
            SELECT \(Self.columns)
            FROM account
            ORDER BY username
            """
        ) { User(row: &$0) }
    }

    /// Lists the active accounts that are not a source system's, by name.
    package func activePeople() throws -> [User] {
        try connection.rows(
            """
            SELECT \(Self.columns)
            FROM account
            LEFT JOIN source_system ON source_system.account_id = account.id
            WHERE source_system.id IS NULL AND account.is_active = 1
            ORDER BY account.username
            """
        ) { User(row: &$0) }
    }

    /// Whether there is an account that is not a source system's.
    package func hasPeople() throws -> Bool {
        try connection.exists(
            """
            SELECT account.id
            FROM account
            LEFT JOIN source_system ON source_system.account_id = account.id
            WHERE source_system.id IS NULL
            LIMIT 1
            """)
    }

    /// Finds an account with all that is known of it, by its primary key.
    package func account(_ id: User.ID) throws -> Account? {
        try connection.first(
            """
            SELECT \(Self.details)
            WHERE account.id = \(id)
            """
        ) { Account(row: &$0) }
    }

    /// Lists a page of all accounts, from the newest to the oldest.
    package func list(_ page: PageRequest) throws -> Page<Account> {
        let found = try connection.rows(
            """
            SELECT \(Self.details)
            WHERE \(page.beyond(time: "account.date_joined", id: "account.id"))
            ORDER BY \(page.order(time: "account.date_joined", id: "account.id"))
            LIMIT \(page.size + 1)
            """
        ) { Account(row: &$0) }
        return Page(found, for: page) { ($0.joined, $0.user.id.rawValue) }
    }

    /// Lists a page of all accounts by name, beginning behind one or ending before it.
    package func list(
        size: Int, from place: OrderedPlace?
    ) throws -> OrderedPage<Account> {
        let isBackward = place?.isBackward ?? false
        let beyond: SQL =
            switch place?.values.first {
            case .text(let name)? where isBackward: "account.username < \(name)"
            case .text(let name)?: "account.username > \(name)"
            case .number?, nil: "1 = 1"
            }
        let order: SQL = isBackward ? "account.username DESC" : "account.username ASC"
        let found = try connection.rows(
            """
            SELECT \(Self.details)
            WHERE \(beyond)
            ORDER BY \(order)
            LIMIT \(size + 1)
            """
        ) { Account(row: &$0) }
        return OrderedPage(found, size: size, from: place) { [.text($0.user.username)] }
    }

    private static let details: SQL =
        """
        \(columns), source_system.id, account.last_login, account.date_joined
        FROM account
        LEFT JOIN source_system ON source_system.account_id = account.id
        """

    /// The names of accounts, by primary key.
    package func names(_ ids: Set<User.ID>) throws -> [User.ID: String] {
        let rows = try connection.rows(
            """
            SELECT id, username
            FROM account
            WHERE id IN \(list: Array(ids))
            """
        ) { ($0.id() as User.ID, $0.text()) }
        return Dictionary(rows) { $1 }
    }

    /// The hash of an account's password; empty if it has none.
    package func password(of id: User.ID) throws -> String {
        try connection.first("SELECT password FROM account WHERE id = \(id)") { $0.text() } ?? ""
    }

    /// Gives an account another password, by its hash.
    package func setPassword(_ hash: String, of id: User.ID) throws {
        try connection.execute("UPDATE account SET password = \(hash) WHERE id = \(id)")
    }

    /// Gives an account a better hash of the password that it has, unless that was changed meanwhile.
    package func replacePassword(_ old: String, with new: String, of id: User.ID) throws {
        try connection.execute(
            "UPDATE account SET password = \(new) WHERE id = \(id) AND password = \(old)")
    }

    /// Writes down everything of an account that can change, but for its password.
    package func update(_ user: User) throws {
        try RuleChangeStore(connection).note()
        try connection.execute(
            """
            UPDATE account
            SET first_name = \(user.firstName), last_name = \(user.lastName),
                email = \(user.email), is_active = \(user.isActive),
                is_staff = \(user.role.isStaff), is_superuser = \(user.role.isSuperuser),
                is_viewer = \(user.role.isViewer)
            WHERE id = \(user.id)
            """)
    }

    /// The accounts that can neither log in nor be told anything.
    package func inactive() throws -> Set<User.ID> {
        Set(try connection.rows("SELECT id FROM account WHERE is_active = 0") { $0.id() })
    }

    /// Finds accounts by their primary keys.
    package func find(_ ids: Set<User.ID>) throws -> [User] {
        guard !ids.isEmpty else { return [] }
        return try connection.rows(
            "SELECT \(Self.columns) FROM account WHERE id IN \(list: Array(ids))"
        ) { User(row: &$0) }
    }

    /// What accounts are called.
    package func usernames(of ids: Set<User.ID>) throws -> [User.ID: String] {
        guard !ids.isEmpty else { return [:] }
        return Dictionary(
            try connection.rows(
                "SELECT id, username FROM account WHERE id IN \(list: Array(ids))"
            ) { ($0.id() as User.ID, $0.text()) }
        ) { $1 }
    }

    /// The accounts that may look and do nothing else.
    package func viewers() throws -> Set<User.ID> {
        Set(
            try connection.rows(
                """
                SELECT id
                FROM account
                WHERE is_viewer = 1 AND is_staff = 0 AND is_superuser = 0
                """
            ) { $0.id() })
    }

    /// Writes down that somebody logged in.
    package func setLastLogin(_ moment: Timestamp, of id: User.ID) throws {
        try connection.execute("UPDATE account SET last_login = \(moment) WHERE id = \(id)")
    }

    /// Removes an account with what is only its own; refused while the log of an incident names it
    /// or a source system posts with it.
    package func delete(_ id: User.ID) throws {
        do {
            try RuleChangeStore(connection).note()
            // They refer to filters and destinations, which PostgreSQL may look at before them.
            try connection.execute("DELETE FROM notification_profile WHERE account_id = \(id)")
            try connection.execute("DELETE FROM account WHERE id = \(id)")
        } catch SQLError.foreignKeyViolation, SQLError.constraintViolation {
            throw Refusal.invalid(
                .text(
                    "This account has a source system, changed incidents or planned maintenance, so it "
                        + "cannot be deleted; make it inactive instead."))
        }
    }
}

extension User {
    /// Reads the columns of ``AccountStore``.
    init(row: inout SQLRow) {
        self.init(
            id: row.id(), username: row.text(), firstName: row.text(), lastName: row.text(),
            email: row.text(), isActive: row.bool(),
            role: Role(isStaff: row.bool(), isSuperuser: row.bool(), isViewer: row.bool()))
    }
}

extension Account {
    fileprivate init(row: inout SQLRow) {
        self.init(
            user: User(row: &row), source: row.optionalID(), lastLogin: row.optionalTime(),
            joined: row.time())
    }
}
