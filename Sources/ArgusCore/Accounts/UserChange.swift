import ArgusVocabulary

/// What is to become different about an account; nil leaves a thing as it is.
package struct UserChange: Hashable, Sendable {
    package var firstName: String?
    package var lastName: String?
    package var email: String?
    package var isActive: Bool?
    /// Goes before ``isStaff`` and ``isSuperuser``.
    package var role: Role?
    package var isStaff: Bool?
    package var isSuperuser: Bool?

    /// Changes nothing, until something is set.
    package init(
        firstName: String? = nil, lastName: String? = nil, email: String? = nil,
        isActive: Bool? = nil, role: Role? = nil, isStaff: Bool? = nil, isSuperuser: Bool? = nil
    ) {
        (self.firstName, self.lastName, self.email) = (firstName, lastName, email)
        (self.isActive, self.role) = (isActive, role)
        (self.isStaff, self.isSuperuser) = (isStaff, isSuperuser)
    }
}

extension User {
    /// The account as a change makes it; refuses everything that is wrong with that at once.
    ///
    /// Nobody can take rights from the account with which they ask, so one superuser remains. A
    /// superuser is staff too.
    package func changed(
        _ change: UserChange, by requester: Requester
    ) throws(Refusal) -> User {
        var user = self
        user.firstName = change.firstName ?? firstName
        user.lastName = change.lastName ?? lastName
        user.email = change.email ?? email
        user.isActive = change.isActive ?? isActive
        user.role = change.role ?? role.changed(change.isStaff, change.isSuperuser)
        var problems = PersonalDetails.problems(
            firstName: user.firstName, lastName: user.lastName, email: user.email)
        if requester.account?.id == id {
            if !user.isActive { problems.append(Self.ownRight("is_active")) }
            if user.role < role { problems.append(Self.ownRight("role")) }
        }
        guard problems.isEmpty else { throw .invalid(.fields(problems)) }
        return user
    }

    private static func ownRight(_ field: String) -> Problems.Field {
        Problems.Field(field, .messages(["You cannot take this from yourself."]))
    }
}

extension Role {
    /// The role after words of the existing server, of which nil leaves what it says as it is.
    fileprivate func changed(_ isStaff: Bool?, _ isSuperuser: Bool?) -> Role {
        Role(
            isStaff: isStaff ?? self.isStaff, isSuperuser: isSuperuser ?? self.isSuperuser,
            isViewer: isViewer)
    }
}

/// An account with what is known of it beside what it may do.
package struct Account: Hashable, Sendable {
    package let user: User
    /// The source system that posts with it; nil for an end user.
    package let source: SourceSystem.ID?
    /// When somebody last logged in with its password; nil if never.
    package let lastLogin: Timestamp?
    package let joined: Timestamp

    /// Puts together what is stored.
    package init(
        user: User, source: SourceSystem.ID?, lastLogin: Timestamp?, joined: Timestamp
    ) {
        (self.user, self.source, self.lastLogin, self.joined) = (user, source, lastLogin, joined)
    }
}
