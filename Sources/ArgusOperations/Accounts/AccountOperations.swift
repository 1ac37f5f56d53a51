import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// What can be done with accounts.
package struct AccountOperations: Sendable {
    let database: Database
    let limits: FailureLimits
    let security: SecurityLog
    /// How somebody is made to wait.
    let pause: Pause

    /// Opens an account; without a password nobody can log in to it with one.
    package func create(
        _ new: NewUser, password: String?, once: Once<Account>? = nil, by requester: Requester
    ) async throws -> Outcome<Account> {
        try requester.check(.administerAccounts)
        let hash = try await Self.hash(password, of: new.username, new.role, by: requester) ?? ""
        let outcome = try await database.write(.administerAccounts, by: requester) { transaction in
            try transaction.perform(once, by: requester) {
                let user = try transaction.openAccount(new, password: hash)
                return Account(user: user, source: nil, lastLogin: nil, joined: transaction.now)
            }
        }
        if case .performed(let account) = outcome {
            security.tell(
                "The account \(account.user.username) was opened, as \(account.user.role.rawValue)",
                by: requester)
        }
        return outcome
    }

    /// Hashes a password; one that comes over the network, or is of somebody who administers, must
    /// keep the rules for passwords.
    private static func hash(
        _ password: String?, of username: String, _ role: Role, by requester: Requester
    ) async throws -> String? {
        guard let password else { return nil }
        guard !password.isEmpty else {
            throw Refusal.invalid("password", .blank)
        }
        let mayBeWeak = requester == .console && role < .staff
        let problems = mayBeWeak ? [] : Password.problems(of: password, username: username)
        guard problems.isEmpty else {
            throw Refusal.invalid(.fields([Problems.Field("password", .messages(problems))]))
        }
        return try await PasswordHash.make(password)
    }

    /// Finds an account by its name, or refuses.
    package func find(username: String) async throws -> User {
        try await database.read { try $0.accounts.existing(username) }
    }

    /// Finds an account by its primary key, or refuses.
    package func find(_ id: User.ID) async throws -> User {
        try await database.read { try $0.accounts.existing(id).user }
    }

    /// Finds an account with all that is known of it, or refuses; only one's own, unless one
    /// administers accounts.
    package func account(_ id: User.ID, by requester: Requester) async throws -> Account {
        if id != requester.account?.id { try requester.mustSeeAccounts() }
        return try await database.read { try $0.accounts.existing(id) }
    }

    /// Lists all accounts by name.
    package func list() async throws -> [User] {
        try await database.read { try $0.accounts.list() }
    }

    /// Lists a page of all accounts, from the newest to the oldest.
    package func list(_ page: PageRequest, by requester: Requester) async throws -> Page<Account> {
        try requester.mustSeeAccounts()
        return try await database.read { try $0.accounts.list(page) }
    }

    /// Lists a page of all accounts by name, beginning behind one or ending before it.
    package func list(
        size: Int, from place: OrderedPlace?, by requester: Requester
    ) async throws -> OrderedPage<Account> {
        try requester.mustSeeAccounts()
        return try await database.read { try $0.accounts.list(size: size, from: place) }
    }

    /// Changes an account, and gives it another password if there is one.
    package func change(
        _ id: User.ID, _ change: UserChange, password: String? = nil, by requester: Requester
    ) async throws -> Account {
        try requester.check(.administerAccounts)
        let user = try await find(id)
        let hash = try await Self.hash(password, of: user.username, user.role, by: requester)
        let (before, account) = try await database.write(.administerAccounts, by: requester) {
            transaction in
            let account = try transaction.stores.accounts.existing(id)
            let changed = try account.user.changed(change, by: requester)
            try transaction.change(account.user, to: changed, password: hash)
            return (
                account.user,
                Account(
                    user: changed, source: account.source, lastLogin: account.lastLogin,
                    joined: account.joined)
            )
        }
        let changes = account.user.securityChanges(from: before, hasNewPassword: hash != nil)
        if !changes.isEmpty {
            security.tell(
                "The account \(before.username) was changed: \(changes.joined(separator: ", "))",
                by: requester)
        }
        return account
    }

    /// Gives an account another password.
    package func setPassword(
        _ password: String, of username: String, by requester: Requester
    ) async throws {
        try requester.check(.administerAccounts)
        let user = try await find(username: username)
        _ = try await change(user.id, UserChange(), password: password, by: requester)
    }

    /// Changes what an account may do.
    package func grant(
        _ change: UserChange, to username: String, by requester: Requester
    ) async throws -> User {
        try requester.check(.administerAccounts)
        let user = try await find(username: username)
        return try await self.change(user.id, change, by: requester).user
    }

    /// Removes an account that has left no trace, or refuses.
    package func delete(_ id: User.ID, by requester: Requester) async throws {
        let name = try await database.write(.administerAccounts, by: requester) { transaction in
            guard id != requester.account?.id else {
                throw Refusal.invalid("You cannot delete the account with which you ask.")
            }
            let account = try transaction.stores.accounts.existing(id)
            try transaction.freeFilters(of: id)
            try transaction.stores.accounts.delete(id)
            return account.user.username
        }
        security.tell("The account \(name) was deleted", by: requester)
    }

    /// Forgets sessions that are over, and failures that count no more.
    package func forgetExpired(by requester: Requester) async throws {
        try await database.write(.keepHouse, by: requester) { transaction in
            try transaction.stores.sessions.delete(expiredBy: transaction.now)
            try transaction.stores.tokens.deleteSessions(expiredBy: transaction.now)
            try transaction.stores.failedAttempts.delete(until: transaction.now)
        }
    }
}

extension Transaction {
    /// Takes the filters of an account out of others' profiles, or refuses if somebody needs one.
    fileprivate func freeFilters(of id: User.ID) throws {
        for filter in try stores.filters.list(visibleTo: id) where filter.user == id {
            if let use = try use(of: filter, withAccount: true) {
                throw Refusal.invalid(
                    .text(
                        "Its filter \"\(filter.name)\" has to stay: "
                            + "\(Reason.inUse(.filter, by: use)) Make the account inactive instead."
                    ))
            }
            try stores.notificationProfiles.unlink(filter: filter.id)
        }
    }
}

extension User {
    /// What is different since that says who may do what.
    fileprivate func securityChanges(from before: User, hasNewPassword: Bool) -> [String] {
        var changes: [String] = []
        if role != before.role {
            changes.append("its role is \(role.rawValue), and was \(before.role.rawValue)")
        }
        if isActive != before.isActive {
            changes.append(isActive ? "it is active again" : "it is inactive")
        }
        if !username.isIdentical(to: before.username) {
            changes.append("its name is \(username)")
        }
        if !email.isIdentical(to: before.email) { changes.append("it has another e-mail address") }
        if hasNewPassword { changes.append("it has another password") }
        return changes
    }
}

extension Requester {
    /// Refuses to tell of all accounts to those who do not administer them; reading is enough.
    fileprivate func mustSeeAccounts() throws(Refusal) {
        guard has(.administerAccounts) else { throw .noPermission }
    }
}

extension AccountStore {
    /// Finds an account, or refuses.
    func existing(_ id: User.ID) throws -> Account {
        guard let account = try account(id) else { throw Refusal.noSuch(.account) }
        return account
    }

    /// Finds an account by its name, or refuses.
    func existing(_ username: String) throws -> User {
        guard let user = try find(username: username) else {
            throw Refusal.notFound("There is no account named \(username).")
        }
        return user
    }
}
