import ArgusVocabulary

/// Who asks for something.
///
/// An account with a source system is a *source*; every other one is an *end user*.
package enum Requester: Hashable, Sendable {
    /// Somebody with an account, who may have come with a token of it.
    case somebody(User, source: SourceSystem.ID?, token: Token?)
    /// Whoever may run `argus` beside the database: may do what a superuser may, and owns nothing.
    case console
    /// The server, of its own accord: keeps house, and does nothing else.
    case server

    /// Names the account that asks, its source system, and the token that came with the request.
    package init(user: User, source: SourceSystem.ID?, token: Token? = nil) {
        self = .somebody(user, source: source, token: token)
    }

    /// The account that asks; nil for those who have none.
    package var account: User? {
        if case .somebody(let user, _, _) = self { user } else { nil }
    }

    /// The account that asks, for what it will own or what is logged as its doing; refuses those who
    /// have none.
    package var user: User {
        get throws(Refusal) {
            guard let account else {
                throw .forbidden("Only somebody with an account can do this.")
            }
            return account
        }
    }

    /// The source system that asks; nil for everybody else.
    package var source: SourceSystem.ID? {
        if case .somebody(_, let source, _) = self { source } else { nil }
    }

    /// The token that came with the request; nil if it is not by one.
    package var token: Token? {
        if case .somebody(_, _, let token) = self { token } else { nil }
    }

    /// What may be asked for: what the token is good for, and everything without one.
    package var scope: TokenScope { token?.scope ?? .full }

    /// Whether a monitoring system asks, not a person.
    package var isSource: Bool { source != nil }

    /// With how much weight it is asked; nil for the server, which is nobody.
    package var role: Role? {
        switch self {
        case .somebody(let user, _, _): user.role
        case .console: .superuser
        case .server: nil
        }
    }

    /// Whether everything is allowed to the asker.
    package var isSuperuser: Bool { role == .superuser }
}
