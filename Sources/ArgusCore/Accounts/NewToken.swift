import ArgusVocabulary

/// What is needed to issue a token to a program.
package struct NewToken: Hashable, Sendable {
    package let name: String
    package let scope: TokenScope
    package let expires: Timestamp?

    /// Describes a token; its name says what it is for.
    package init(name: String = "", scope: TokenScope = .full, expires: Timestamp? = nil) {
        (self.name, self.scope, self.expires) = (name, scope, expires)
    }

    /// Refuses an end that is over.
    package func check(now: Timestamp) throws(Refusal) {
        guard let expires, expires <= now else { return }
        throw .invalid("expires", "A token expires in the future, or never.")
    }
}
