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

    /// The token if somebody may make it; one that asks with a token that ends, or that may only read,
    /// gets none that lives longer or may do more.
    ///
    /// Without an end of its own, it ends when the token does that asks. Whoever logged in has shown a
    /// password, and stands for the person.
    package func allowed(to requester: Requester) throws(Refusal) -> NewToken {
        try requester.checkScope()
        guard let asking = requester.token, asking.kind != .session, let end = asking.expires else {
            return self
        }
        if let expires, expires > end {
            throw .invalid(
                "expires", "It is later than the end of the token that asks: ask with another one.")
        }
        return NewToken(name: name, scope: scope, expires: expires ?? end)
    }

    /// Refuses an end that is over.
    package func check(now: Timestamp) throws(Refusal) {
        guard let expires, expires <= now else { return }
        throw .invalid("expires", "A token expires in the future, or never.")
    }
}
