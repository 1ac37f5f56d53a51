/// Whose tokens are listed.
package enum TokenSelection: Hashable, Sendable {
    case account(User.ID)
    /// The accounts of all source systems.
    case sources
    case everybody
}

/// A token with what a list shows of its account.
package struct OwnedToken: Hashable, Sendable {
    package let token: Token
    package let username: String
    /// The source system that posts with the account; nil for an end user.
    package let source: SourceSystem.ID?

    /// Puts together what is known.
    package init(token: Token, username: String, source: SourceSystem.ID?) {
        (self.token, self.username, self.source) = (token, username, source)
    }
}
