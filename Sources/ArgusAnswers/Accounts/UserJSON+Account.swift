import ArgusCore
import ArgusVocabulary
import ArgusWire

extension UserJSON {
    /// An account as answers show it.
    package init(_ account: Account) {
        let user = account.user
        self.init(
            id: user.id, username: user.username, firstName: user.firstName,
            lastName: user.lastName, email: user.email, isActive: user.isActive,
            isStaff: user.role.isStaff, isSuperuser: user.role.isSuperuser, role: user.role,
            source: account.source, lastLogin: account.lastLogin,
            dateJoined: account.joined)
    }
}
