/// Who asks for something: an account, and the source system that it belongs to, if any.
///
/// An account with a source system is a *source*; every other one is an *end user*.
package struct Requester: Hashable, Sendable {
    package let user: User
    package let source: SourceSystem.ID?
    /// The token that came with the request; nil on the command line.
    package let token: Token?

    /// Says who asks.
    package init(user: User, source: SourceSystem.ID?, token: Token? = nil) {
        (self.user, self.source, self.token) = (user, source, token)
    }

    /// What may be asked for: everything on the command line, else what the token is good for.
    package var scope: Token.Scope { token?.scope ?? .full }

    /// Whether a monitoring system asks, not a person.
    package var isSource: Bool { source != nil }
}
