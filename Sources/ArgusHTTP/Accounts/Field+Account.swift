import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

/// A name and a password by which somebody wants to be known.
package typealias Credentials = (username: String, password: String)

extension Field where Value == Credentials {
    /// A name and a password.
    package static var credentials: Field {
        Field(
            Field<String>.requiredText("username"),
            .password("password")
        ) { (username: $0, password: $1) }
    }
}

extension Form where Value == Credentials {
    /// A name and a password; `isOptional` says that another way of being known makes up for them.
    package static func credentials(isOptional: Bool = false) -> Form {
        Form(
            "LoginData", .credentials, isOptional: isOptional,
            example: ["username": "bob", "password": "correct horse"])
    }
}

extension Field where Value == String {
    /// A password that must be there.
    package static func password(_ name: String) -> Field {
        Field(name, .someText.required) { input, name in
            input.required(name).flatMap { input.password(name, $0) } ?? ""
        }
    }
}

extension Field where Value == String? {
    /// A password that may be missing or null.
    fileprivate static var optionalPassword: Field {
        let note = "Not only digits, and without the account's name in it."
        return Field("password", .text(8...4096).orNull.note(note)) { input, name in
            input.nullable(name).flatMap { input.password(name, $0) }
        }
    }
}

extension Input {
    /// A password, which is not trimmed: blanks may belong to it.
    fileprivate mutating func password(_ name: String, _ value: JSONValue) -> String? {
        guard let password = value.string else {
            refuse(name, "Not a valid string.")
            return nil
        }
        if password.isEmpty { refuse(name, .blank) }
        if password.utf8.contains(0) { refuse(name, .text(Self.nullMessage)) }
        return password
    }
}

/// The password until now, and the one from now on.
package typealias ChangedPassword = (old: String, new: String)

extension Form where Value == ChangedPassword {
    /// Another password for the account that asks.
    package static var changedPassword: Form {
        let field = Field(
            Field<String>.password("old_password"),
            Field<String>.password("password").described(
                as: .text(8...4096).required.note(
                    "Not only digits, not common, and without the account's name in it."))
        ) { (old: $0, new: $1) }
        return Form(
            "ChangedPassword", field,
            example: ["old_password": "correct horse", "password": "battery staple"])
    }
}

/// A change of an account, and of its password.
package typealias ChangedAccount = (change: UserChange, password: String?)

extension Field where Value == ChangedAccount {
    /// What may be said of an account but its name.
    fileprivate static var account: Field {
        Field(
            Field<String?>.text("first_name").described(as: .text(0...150)),
            Field<String?>.text("last_name").described(as: .text(0...150)),
            Field<String?>.text("email").described(
                as: .text(0...254).note("An e-mail address, or nothing.")),
            Field<Bool?>.bool("is_active").note("Whether it can be used at all; true if missing."),
            Field<UserChange>.rights, .optionalPassword
        ) { firstName, lastName, email, isActive, rights, password in
            var change = rights
            (change.firstName, change.lastName) = (firstName, lastName)
            (change.email, change.isActive) = (email, isActive)
            return (change: change, password: password)
        }
    }
}

extension Field where Value == UserChange {
    /// What may be said of an account's rights: a role, or what the existing server knows.
    fileprivate static var rights: Field {
        let role = Schema.role.note("Either this, or `is_staff` and `is_superuser`.")
        return Field(["is_staff": .bool, "is_superuser": .bool, "role": role]) { input in
            var change = UserChange()
            change.isStaff = input.bool("is_staff")
            change.isSuperuser = input.bool("is_superuser")
            guard let role = input.text("role") else { return change }
            change.role = Role(rawValue: role)
            if change.role == nil {
                input.refuse("role", "\"\(role)\" is not a valid choice.")
            } else if change.isStaff != nil || change.isSuperuser != nil {
                input.refuse("role", "Give either a role, or is_staff and is_superuser.")
            }
            return change
        }
    }
}

/// A new account, and its password.
package typealias NewAccount = (user: NewUser, password: String?)

extension Form where Value == NewAccount {
    /// What a new account is to be like.
    package static var newUser: Form {
        let name = Schema.keywords([
            "type": "string", "minLength": 1, "maxLength": 150,
            "pattern": "^[A-Za-z0-9@.+_-]+$",
        ])
        let field = Field(
            Field<String>.requiredText("username").described(as: name),
            Field<ChangedAccount>.account
        ) { username, account throws(Refusal) in
            let said = account.change
            let role = Role(
                isStaff: said.isStaff == true, isSuperuser: said.isSuperuser == true)
            let user = try NewUser(
                username: username, firstName: said.firstName ?? "",
                lastName: said.lastName ?? "", email: said.email ?? "",
                isActive: said.isActive ?? true, role: said.role ?? role)
            return (user: user, password: account.password)
        }
        return Form(
            "NewUser", field,
            example: [
                "username": "carol", "email": "carol@example.org", "password": "correct horse",
                "role": "operator",
            ])
    }
}

extension Form where Value == ChangedAccount {
    /// What is to become different about an account.
    package static var userChange: Form {
        let field = Field<ChangedAccount>.account.checking { input in
            guard input.object.names.contains("username") else { return }
            input.refuse("username", "The name of an account cannot be changed.")
        }
        return Form("PatchedUser", field, example: ["role": "viewer"])
    }
}

/// A new token, and whose it is; nil for the asker's own.
package typealias TokenRequest = (token: NewToken, user: User.ID?)

extension Form where Value == TokenRequest {
    /// What a new token is to be like, and whose.
    package static var newToken: Form {
        let field = Field(
            Field<String?>.text("name", .characters(100)).note("What it is for."),
            Field<TokenScope>.scope,
            Field<Timestamp?>.nullableTime("expires").note("In the future; null for never."),
            Field<User.ID?>.owner
        ) { name, scope, expires, user in
            (token: NewToken(name: name ?? "", scope: scope, expires: expires), user: user)
        }
        return Form("NewToken", field, example: ["name": "backup", "scope": "read"])
    }
}

extension Field where Value == TokenScope {
    fileprivate static var scope: Field {
        Field("scope", .scope.note("`full` if missing.")) { input, name in
            guard let word = input.text(name) else { return .full }
            if let scope = TokenScope(rawValue: word) { return scope }
            input.refuse(name, "\"\(word)\" is not a valid choice.")
            return .read
        }
    }
}

extension Field where Value == User.ID? {
    fileprivate static var owner: Field {
        let schema = Schema.either(.id, .text(matching: "^[0-9]{1,18}$"), .null)
        return Field("user", schema.note("Whose it is: oneself if missing or null.")) {
            input, name in
            guard let value = input.given(name) else { return nil }
            let key = value.integer ?? value.string.flatMap { Int64($0) }
            if key == nil { input.refuse(name, "A valid integer is required.") }
            return key.map { User.ID($0) }
        }
    }
}

extension Schema {
    /// What an account may do.
    package static let role = choice(Role.allCases.map(\.rawValue))

    /// What a token may be used for.
    package static let scope = choice(TokenScope.allCases.map(\.rawValue))
}
