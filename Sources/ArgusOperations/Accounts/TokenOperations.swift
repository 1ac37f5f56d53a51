import ArgusCore
import ArgusStorage
import ArgusTime

/// What can be done with tokens.
package struct TokenOperations: Sendable {
    let database: Database
    let presence: Presence

    /// A token in clear, with what is kept of it.
    package struct Issued: Sendable {
        package let secret: Secret
        package let expires: Timestamp?
    }

    /// For how long logging in is good.
    package static let sessionLifetime: Duration = .seconds(10 * 3600)

    /// Says who asks with a token, or refuses.
    ///
    /// This is on the path of every request.
    package func requester(with secret: Secret) async throws -> Requester {
        guard
            let (token, user, source) = try await database.glance({
                try $0.tokens.find(digest: secret.digest)
            })
        else { throw Refusal.notAuthenticated("Invalid token.") }
        let now = database.clock()
        if let expires = token.expires, expires <= now {
            throw Refusal.notAuthenticated(
                token.kind == .session ? "Invalid token." : "Token has expired.")
        }
        guard user.isActive else {
            throw Refusal.notAuthenticated("User inactive or deleted.")
        }
        presence.used(token.id, at: now)
        return Requester(user: user, source: source, token: token)
    }

    /// Issues a token for a program, which stays until it is revoked or expires.
    package func create(
        for username: String, scope: Token.Scope = .full, lifetime: Duration? = nil
    ) async throws -> Issued {
        try await database.write { transaction in
            guard let user = try transaction.stores.accounts.find(username: username) else {
                throw Refusal.notFound("There is no account named \(username).")
            }
            return try transaction.issue(.program, scope, for: user.id, lifetime: lifetime)
        }
    }

    /// Issues a token for somebody who logged in, good for some hours.
    package func logIn(_ user: User.ID) async throws -> Issued {
        try await database.write { transaction in
            try transaction.issue(.session, .full, for: user, lifetime: Self.sessionLifetime)
        }
    }

    /// Issues another token for a program; those that are in use go on working.
    package func createForProgram(of user: User.ID) async throws -> Issued {
        try await database.write { try $0.issue(.program, .full, for: user, lifetime: nil) }
    }

    /// Replaces the asker's token: the one that came with the request stops working.
    package func refresh(_ requester: Requester) async throws -> Issued {
        try await database.write { transaction in
            if let token = requester.token { try transaction.stores.tokens.delete(token.id) }
            return try transaction.issue(
                .program, requester.scope, for: requester.user.id, lifetime: nil)
        }
    }

    /// Ends the token that came with the request.
    package func logOut(_ requester: Requester) async throws {
        guard let token = requester.token else { return }
        try await database.write { _ = try $0.stores.tokens.delete(token.id) }
    }

    /// Ends everything that was issued by logging in to the asker's account.
    package func logOutEverywhere(_ requester: Requester) async throws {
        try await database.write { try $0.stores.tokens.delete(.session, of: requester.user.id) }
    }

    /// Lists the tokens of an account, or of all.
    package func list(of username: String?) async throws -> [(token: Token, username: String)] {
        try await database.read { stores in
            var user: User.ID?
            if let username {
                user = try stores.accounts.find(username: username)?.id
                if user == nil {
                    throw Refusal.notFound("There is no account named \(username).")
                }
            }
            let tokens = try stores.tokens.list(of: user)
            let names = try stores.accounts.names(Set(tokens.map(\.user)))
            return tokens.map { ($0, names[$0.user] ?? "") }
        }
    }

    /// Takes a token back, or refuses if there is none.
    package func revoke(_ id: Token.ID) async throws {
        try await database.write { transaction in
            guard try transaction.stores.tokens.delete(id) else {
                throw Refusal.notFound("There is no token \(id).")
            }
        }
    }
}

extension Transaction {
    /// Makes a token and keeps its digest.
    ///
    /// The lengths are those that clients of the existing server know: 40 characters for programs,
    /// 64 for somebody who logged in.
    func issue(
        _ kind: Token.Kind, _ scope: Token.Scope, for user: User.ID, lifetime: Duration?
    ) throws -> TokenOperations.Issued {
        let secret = Secret.random(bytes: kind == .program ? 20 : 32)
        let expires = lifetime.map { now.advanced(by: $0) }
        _ = try stores.tokens.insert(
            digest: secret.digest, prefix: secret.prefix, kind: kind, scope: scope, of: user,
            created: now, expires: expires)
        return TokenOperations.Issued(secret: secret, expires: expires)
    }
}
