import ArgusCore
import ArgusStorage
import ArgusTime

/// What can be done with accounts.
package struct AccountOperations: Sendable {
    let database: Database

    /// Opens an account; without a password nobody can log in to it with one.
    package func create(_ new: NewUser, password: String?) async throws -> User {
        let hash = try await Self.hash(password)
        return try await database.write { transaction in
            try transaction.openAccount(new, password: hash)
        }
    }

    private static func hash(_ password: String?) async throws -> String {
        guard let password else { return "" }
        guard !password.isEmpty else {
            throw Refusal.invalid("password", "This field may not be blank.")
        }
        return try await PasswordHash.make(password)
    }

    /// Finds an account by its name, or refuses.
    package func find(username: String) async throws -> User {
        try await database.read { stores in
            guard let user = try stores.accounts.find(username: username) else {
                throw Refusal.notFound("There is no account named \(username).")
            }
            return user
        }
    }

    /// Finds an account by its primary key, or refuses.
    package func find(_ id: User.ID) async throws -> User {
        try await database.read { stores in
            guard let user = try stores.accounts.find(id) else { throw Refusal.noSuch("User") }
            return user
        }
    }

    /// Lists all accounts by name.
    package func list() async throws -> [User] {
        try await database.read { try $0.accounts.list() }
    }

    /// Gives an account another password.
    package func setPassword(_ password: String, of username: String) async throws {
        let user = try await find(username: username)
        let hash = try await Self.hash(password)
        try await database.write { try $0.stores.accounts.setPassword(hash, of: user.id) }
    }

    /// Changes what an account may do; nil leaves a right as it is.
    ///
    /// A superuser is staff too.
    package func grant(
        isStaff: Bool?, isSuperuser: Bool?, isActive: Bool?, to username: String
    ) async throws -> User {
        let user = try await find(username: username)
        return try await database.write { transaction in
            var changed = user
            changed.isSuperuser = isSuperuser ?? user.isSuperuser
            changed.isStaff = (isStaff ?? user.isStaff) || changed.isSuperuser
            changed.isActive = isActive ?? user.isActive
            let accounts = transaction.stores.accounts
            try accounts.setRights(
                of: user.id, isStaff: changed.isStaff, isSuperuser: changed.isSuperuser)
            try accounts.setActive(changed.isActive, of: user.id)
            return changed
        }
    }

    /// Finds the account that a name and a password belong to, or refuses without saying why.
    package func authenticate(username: String, password: String) async throws -> User {
        let found = try await database.read { stores -> (User, String)? in
            guard let user = try stores.accounts.find(username: username) else { return nil }
            return (user, try stores.accounts.password(of: user.id))
        }
        guard let (user, hash) = found, user.isActive, !hash.isEmpty else {
            await PasswordHash.pretend(password)
            throw Self.wrongCredentials
        }
        guard await PasswordHash.verify(password, hash) else { throw Self.wrongCredentials }
        try await database.write { transaction in
            try transaction.stores.accounts.setLastLogin(transaction.now, of: user.id)
        }
        return user
    }

    private static let wrongCredentials = Refusal.invalid(
        "non_field_errors", "Unable to log in with provided credentials.")
}
