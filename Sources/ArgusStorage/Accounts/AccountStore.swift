import ArgusCore
import ArgusSQL
import ArgusTime

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
        account.is_active, account.is_staff, account.is_superuser
        """

    /// Adds an account; the password is a hash, or empty if it cannot log in with one.
    package func insert(
        _ user: NewUser, password: String, joined: Timestamp
    ) throws -> User.ID {
        do {
            return try connection.first(
                """
                INSERT INTO account
                    (username, password, first_name, last_name, email, is_staff, is_superuser,
                     date_joined)
                VALUES (\(user.username), \(password), \(user.firstName), \(user.lastName),
                    \(user.email), \(user.isStaff), \(user.isSuperuser), \(joined))
                RETURNING id
                """
            ) { $0.id() } ?? User.ID(0)
        } catch SQLError.uniqueViolation {
            throw Refusal.conflict(
                .fields([
                    Problems.Field(
                        "username", .messages(["A user with that username already exists."]))
                ]))
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

    /// Changes what an account may do.
    package func setRights(of id: User.ID, isStaff: Bool, isSuperuser: Bool) throws {
        try connection.execute(
            """
            UPDATE account
            SET is_staff = \(isStaff), is_superuser = \(isSuperuser)
            WHERE id = \(id)
            """)
    }

    /// Lets an account in, or keeps it out.
    package func setActive(_ isActive: Bool, of id: User.ID) throws {
        try connection.execute("UPDATE account SET is_active = \(isActive) WHERE id = \(id)")
    }

    /// Writes down that somebody logged in.
    package func setLastLogin(_ moment: Timestamp, of id: User.ID) throws {
        try connection.execute("UPDATE account SET last_login = \(moment) WHERE id = \(id)")
    }

    /// Removes an account; refused by the schema while anything of it is left.
    package func delete(_ id: User.ID) throws {
        try connection.execute("DELETE FROM account WHERE id = \(id)")
    }
}

extension User {
    /// Reads the columns of ``AccountStore``.
    init(row: inout SQLRow) {
        self.init(
            id: row.id(), username: row.text(), firstName: row.text(), lastName: row.text(),
            email: row.text(), isActive: row.bool(), isStaff: row.bool(), isSuperuser: row.bool())
    }
}
