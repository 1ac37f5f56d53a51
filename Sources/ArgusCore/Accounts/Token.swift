import ArgusVocabulary

/// What an account shows instead of a password.
///
/// Only its digest is kept.
package struct Token: Hashable, Sendable {
    package typealias ID = Identifier<Keyed.Token>

    /// By which endpoint it came to be, which says what log-out and refresh do to it.
    package enum Kind: String, CaseIterable, Sendable {
        /// Made by an administrator, for programs: stays until revoked.
        case program
        /// A person's only one of this kind, as clients of the existing server know it: given by
        /// `token-auth/` for name and password, in place of the one before.
        case account
        /// Made by logging in: ends with logging out.
        case session
    }

    package let id: ID
    package let user: User.ID
    package let kind: Kind
    package let scope: TokenScope
    /// What its owner calls it; may be empty.
    package let name: String
    /// The first characters of the token, by which people tell tokens apart.
    package let prefix: String
    package let created: Timestamp
    /// When it stops working; nil if never.
    package let expires: Timestamp?
    /// When it was last used, to within a minute; nil if never.
    package let lastUsed: Timestamp?

    /// Puts a token together from what is stored.
    package init(
        id: ID, user: User.ID, kind: Kind, scope: TokenScope, name: String = "", prefix: String,
        created: Timestamp, expires: Timestamp?, lastUsed: Timestamp?
    ) {
        (self.id, self.user, self.kind, self.scope) = (id, user, kind, scope)
        (self.name, self.prefix, self.created) = (name, prefix, created)
        (self.expires, self.lastUsed) = (expires, lastUsed)
    }
}
