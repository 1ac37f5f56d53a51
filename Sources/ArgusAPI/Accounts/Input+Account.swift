import ArgusCore
import ArgusHTTP
import ArgusTime
import ArgusWire

extension Input {
    /// A password, which is not trimmed: blanks may belong to it.
    mutating func password(_ name: String) -> String {
        required(name).flatMap { password(name, $0) } ?? ""
    }

    /// A password that may be missing or null; nil then.
    mutating func optionalPassword(_ name: String) -> String? {
        nullable(name).flatMap { password(name, $0) }
    }

    private mutating func password(_ name: String, _ value: JSONValue) -> String? {
        guard let password = value.string else {
            refuse(name, "Not a valid string.")
            return nil
        }
        if password.isEmpty { refuse(name, "This field may not be blank.") }
        if password.utf8.contains(0) { refuse(name, Self.nullMessage) }
        return password
    }

    /// What may be said of an account's rights: a role, or what the existing server knows.
    mutating func rights(into change: inout UserChange) {
        change.isStaff = bool("is_staff")
        change.isSuperuser = bool("is_superuser")
        guard let role = text("role") else { return }
        change.role = Role(rawValue: role)
        if change.role == nil {
            refuse("role", "\"\(role)\" is not a valid choice.")
        } else if change.isStaff != nil || change.isSuperuser != nil {
            refuse("role", "Give either a role, or is_staff and is_superuser.")
        }
    }

    /// What a new account is to be like.
    mutating func newUser() throws(Refusal) -> (user: NewUser, password: String?) {
        let username = requiredText("username")
        let (firstName, lastName) = (text("first_name") ?? "", text("last_name") ?? "")
        let email = text("email") ?? ""
        let isActive = bool("is_active") ?? true
        var rights = UserChange()
        self.rights(into: &rights)
        let password = optionalPassword("password")
        try check()
        let role =
            rights.role
            ?? Role(isStaff: rights.isStaff == true, isSuperuser: rights.isSuperuser == true)
        let user = try NewUser(
            username: username, firstName: firstName, lastName: lastName, email: email,
            isActive: isActive, role: role)
        return (user, password)
    }

    /// What is to become different about an account.
    mutating func userChange() throws(Refusal) -> (change: UserChange, password: String?) {
        if object.names.contains("username") {
            refuse("username", "The name of an account cannot be changed.")
        }
        var change = UserChange(
            firstName: text("first_name"), lastName: text("last_name"), email: text("email"),
            isActive: bool("is_active"))
        rights(into: &change)
        let password = optionalPassword("password")
        try check()
        return (change, password)
    }

    /// What a new token is to be like, and whose; nil for the asker's own.
    mutating func newToken() throws(Refusal) -> (token: NewToken, user: User.ID?) {
        let name = text("name", .characters(100)) ?? ""
        let word = text("scope") ?? Token.Scope.full.rawValue
        let scope = Token.Scope(rawValue: word)
        if scope == nil { refuse("scope", "\"\(word)\" is not a valid choice.") }
        let expires = nullableTime("expires")
        var user: User.ID?
        if let value = given("user") {
            user = (value.integer ?? value.string.flatMap { Int64($0) }).map { User.ID($0) }
            if user == nil { refuse("user", "A valid integer is required.") }
        }
        try check()
        return (NewToken(name: name, scope: scope ?? .read, expires: expires), user)
    }
}
