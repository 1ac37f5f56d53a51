import ArgusCore
import ArgusOperations
import ArgusVocabulary
import ArgusWire

extension TokenJSON {
    /// A token as lists show it.
    package init(_ owned: OwnedToken) {
        let token = owned.token
        self.init(
            id: token.id, user: token.user, username: owned.username,
            name: token.name, kind: token.kind.rawValue, scope: token.scope,
            prefix: token.prefix, created: token.created, expires: token.expires,
            lastUsed: token.lastUsed)
    }

    /// A token in clear, for whom it was issued to.
    package init(_ issued: IssuedToken) {
        self.init(issued.owned)
        token = issued.secret.value
    }
}
