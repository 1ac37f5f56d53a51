import ArgusCore
import ArgusStorage

extension Transaction {
    /// Opens an account, with what every account begins with: a timeslot, and a destination that
    /// follows its e-mail address.
    func openAccount(_ new: NewUser, password: String) throws -> User {
        let id = try stores.accounts.insert(new, password: password, joined: now)
        let user = User(
            id: id, username: new.username, firstName: new.firstName, lastName: new.lastName,
            email: new.email, isStaff: new.isStaff, isSuperuser: new.isSuperuser)
        _ = try stores.timeslots.insert(.allTheTime, of: user)
        try followEmail(new.email, of: id)
        return user
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
                try stores.notificationProfiles.unlink(managed.id)
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
}
