import ArgusCore
import ArgusStorage
import ArgusVocabulary

extension Transaction {
    /// Opens an account, with what every account begins with: a timeslot, and a destination that
    /// follows its e-mail address.
    func openAccount(_ new: NewUser, password hash: String) throws -> User {
        let id = try stores.accounts.insert(new, password: hash, joined: now)
        let user = User(
            id: id, username: new.username, firstName: new.firstName, lastName: new.lastName,
            email: new.email, isActive: new.isActive, role: new.role)
        _ = try stores.timeslots.insert(.allTheTime, of: user)
        try followEmail(new.email, of: id)
        return user
    }

    /// Changes an account, and its password if another hash is given.
    ///
    /// Every change of an account comes by here: what depends on one is changed with it. Whoever is
    /// logged in is not any more when the account is made inactive or gets another password.
    func change(_ user: User, to changed: User, password hash: String? = nil) throws {
        if changed != user { try stores.accounts.update(changed) }
        if !changed.email.isIdentical(to: user.email) {
            try followEmail(changed.email, of: user.id)
        }
        if let hash { try stores.accounts.setPassword(hash, of: user.id) }
        if hash != nil || (user.isActive && !changed.isActive) {
            try stores.sessions.delete(of: user.id)
            try stores.tokens.delete(.session, of: user.id)
        }
    }

    /// Lets the managed destination of an account follow its e-mail address, after every change of
    /// that.
    ///
    /// The one that followed it before stays, but follows no longer; without an address there is
    /// none.
    func followEmail(_ email: String, of user: User.ID) throws {
        let own = try stores.destinations.list(of: user, .email)
        if var managed = own.first(where: \.isManaged) {
            if managed.address == email { return }
            if email.isEmpty {
                try takeOut(managed.id, of: user)
                return try stores.destinations.delete(managed.id)
            }
            managed.managed = false
            try stores.destinations.update(managed)
        }
        if email.isEmpty { return }
        if var existing = own.first(where: { $0.address == email }) {
            existing.managed = true
            try stores.destinations.update(existing)
        } else {
            _ = try stores.destinations.insert(NewDestination(managedFor: email), of: user)
        }
    }

    /// Takes a destination out of its owner's profiles, and out of what goes on by them.
    private func takeOut(_ destination: Destination.ID, of user: User.ID) throws {
        for var profile in try stores.notificationProfiles.list(using: destination, of: user) {
            profile.destinations.removeAll { $0 == destination }
            let dropped = profile.rules.forget(destination)
            try stores.notificationProfiles.update(profile)
            try stores.escalations.drop(dropped, of: profile.id)
        }
    }
}
