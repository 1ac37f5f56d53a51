import ArgusCore
import ArgusVocabulary
import ArgusWire

extension UserJSON {
    /// An account as answers show it.
    package init(_ account: Account) {
        let user = account.user
        self.init(
            pk: user.id.rawValue, username: user.username, firstName: user.firstName,
            lastName: user.lastName, email: user.email, isActive: user.isActive,
            isStaff: user.isStaff, isSuperuser: user.isSuperuser, role: user.role.rawValue,
            source: account.source?.rawValue, lastLogin: account.lastLogin,
            dateJoined: account.joined)
    }
}
