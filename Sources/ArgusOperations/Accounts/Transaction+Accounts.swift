import ArgusCore
import ArgusStorage
import ArgusTime

extension Transaction {
    /// Opens an account.
    ///
    /// Every account comes to be here: what belongs to a new one is made with it.
    func open(_ new: NewUser, password hash: String) throws -> User {
        let id = try stores.accounts.insert(new, password: hash, joined: now)
        return User(
            id: id, username: new.username, firstName: new.firstName, lastName: new.lastName,
            email: new.email, isActive: new.isActive, isStaff: new.isStaff,
            isSuperuser: new.isSuperuser, isViewer: new.isViewer)
    }

    /// Changes an account, and its password if another hash is given.
    ///
    /// Every change of an account comes by here: what depends on one is changed with it. Whoever is
    /// logged in is not any more when the account is made inactive or gets another password.
    func change(_ user: User, to changed: User, password hash: String? = nil) throws {
        if changed != user { try stores.accounts.update(changed) }
        if let hash { try stores.accounts.setPassword(hash, of: user.id) }
        if hash != nil || (user.isActive && !changed.isActive) {
            try stores.sessions.delete(of: user.id)
            try stores.tokens.delete(.session, of: user.id)
        }
    }
}
