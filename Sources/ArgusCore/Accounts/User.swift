import ArgusVocabulary

/// An account: a person's, or the one with which a source system posts.
package struct User: Hashable, Sendable {
    package typealias ID = Identifier<Keyed.User>

    package let id: ID
    @ExactText package var username: String
    @ExactText package var firstName: String
    @ExactText package var lastName: String
    @ExactText package var email: String
    /// An inactive account can neither log in nor use its tokens.
    package var isActive: Bool
    package var role: Role

    /// Puts an account together from what is stored.
    package init(
        id: ID, username: String, firstName: String = "", lastName: String = "",
        email: String = "", isActive: Bool = true, role: Role = .operator
    ) {
        (self.id, self.isActive, self.role) = (id, isActive, role)
        self.username = username
        self.firstName = firstName
        self.lastName = lastName
        self.email = email
    }
}

/// What is needed to open an account.
package struct NewUser: Hashable, Sendable {
    package var username: String
    package var firstName: String
    package var lastName: String
    package var email: String
    package var isActive: Bool
    package var role: Role

    /// Checks what is asked for; refuses all of it at once.
    package init(
        username: String, firstName: String = "", lastName: String = "", email: String = "",
        isActive: Bool = true, role: Role = .operator
    ) throws(Refusal) {
        var problems: [Problems.Field] = []
        if let problem = Username.problem(of: username) {
            problems.append(Problems.Field("username", .messages([problem])))
        }
        problems += PersonalDetails.problems(
            firstName: firstName, lastName: lastName, email: email)
        guard problems.isEmpty else { throw .invalid(.fields(problems)) }
        (self.username, self.firstName, self.lastName) = (username, firstName, lastName)
        (self.email, self.isActive, self.role) = (email, isActive, role)
    }
}

/// The rules for what an account tells of its person.
enum PersonalDetails {
    static func problems(firstName: String, lastName: String, email: String) -> [Problems.Field] {
        var problems: [Problems.Field] = []
        if !email.isEmpty, !EmailAddress.isValid(email) {
            problems.append(Problems.Field("email", .messages([.malformed(.emailAddress)])))
        } else if let problem = TextLimit.characters(254).problem(of: email) {
            problems.append(Problems.Field("email", .messages([problem])))
        }
        for (name, value) in [("first_name", firstName), ("last_name", lastName)] {
            guard let problem = TextLimit.characters(150).problem(of: value) else { continue }
            problems.append(Problems.Field(name, .messages([problem])))
        }
        return problems
    }
}

/// The rules for names of accounts.
package enum Username {
    /// What is wrong with a name; nil if nothing is.
    package static func problem(of name: String) -> Problem? {
        if name.isEmpty { return .blank }
        if let problem = TextLimit.characters(150).problem(of: name) { return problem }
        return name.unicodeScalars.allSatisfy(isAllowed) ? nil : .malformed(.username)
    }

    /// As in Python's regular expressions: an accent of its own is no letter.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber:
            true
        default: "@.+-_".unicodeScalars.contains(scalar)
        }
    }
}
