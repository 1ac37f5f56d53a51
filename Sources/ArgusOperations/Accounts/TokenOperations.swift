import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// What can be done with tokens.
package struct TokenOperations: Sendable {
    let database: Database
    let presence: Presence
    let limits: FailureLimits
    let security: SecurityLog

    /// A token in clear, with what is kept of it.
    package struct Issued: Sendable {
        package let secret: Secret
        package let token: Token

        /// When it stops working; nil if never.
        package var expires: Timestamp? { token.expires }
    }

    /// For how long logging in is good.
    package static let sessionLifetime: Duration = .seconds(10 * 3600)

    /// Says who asks with a token, or refuses.
    ///
    /// This is on the path of every request.
    package func requester(with secret: Secret) async throws -> Requester {
        guard let requester = try await known(secret) else { throw Self.invalid }
        return requester
    }

    /// Says who asks with a token, or refuses and counts that against the address; a right token is
    /// taken from wherever it comes, and costs nothing more.
    package func requester(
        with secret: Secret, from address: String
    ) async throws -> Requester {
        if let requester = try await known(secret) { return requester }
        try await countWrongToken(from: address)
        throw Self.invalid
    }

    private static let invalid = Refusal.because(.wrongToken)

    private func known(_ secret: Secret) async throws -> Requester? {
        let found = try await database.glance { try $0.tokens.find(digest: secret.digest) }
        guard let (token, user, source) = found else { return nil }
        let now = database.clock()
        if let expires = token.expires, expires <= now {
            if token.kind == .session { throw Self.invalid }
            throw Refusal.because(.expiredToken)
        }
        guard user.isActive else {
            throw Refusal.because(.inactiveAccount)
        }
        presence.used(token.id, at: now)
        return Requester(user: user, source: source, token: token)
    }

    /// An address that has reached the limit costs a look-up and no more writing.
    private func countWrongToken(from address: String) async throws {
        guard limits.tokensPerAddress > 0 else { return }
        let place = sha256(Array("token \(address)".utf8))
        let (now, limit) = (database.clock(), limits.tokensPerAddress)
        try await database.glance { try $0.failedAttempts.find([place]) }[place]?
            .check(limit: limit, now: now)
        try await database.write(.keepHouse, by: .server) { transaction in
            try transaction.stores.failedAttempts.count(
                place, now: transaction.now,
                until: transaction.now.advanced(by: FailureLimits.window))
        }
    }

    /// Issues a token to the account of a name, which stays until it is revoked or expires.
    package func issue(
        to username: String, kind: Token.Kind = .program, scope: TokenScope = .full,
        name: String = "", lifetime: Duration? = nil, by requester: Requester
    ) async throws -> Issued {
        let issued = try await database.write(.administerAccounts, by: requester) { transaction in
            let user = try transaction.stores.accounts.existing(username)
            return try transaction.issue(kind, scope, name, for: user.id, lifetime: lifetime)
        }
        tell(of: issued.token, for: username, by: requester)
        return issued
    }

    /// Tells that there is a token more, by what people tell it by.
    func tell(of token: Token, for username: String, by requester: Requester) {
        let end = token.expires == nil ? "never ends" : "ends"
        security.tell(
            "A token \(token.prefix)… was made for \(username): \(token.scope.rawValue), \(end)",
            by: requester)
    }

    /// Issues a token to the asker, who logs in with it for some hours; with a token that ends, one
    /// cannot log in.
    package func logIn(by requester: Requester) async throws -> Issued {
        let issued = try await database.write(.changeOwn, by: requester) { transaction in
            if let token = requester.token, token.kind != .session, token.expires != nil {
                throw Refusal.forbidden(
                    "A token that ends cannot log in: give a username and a password.")
            }
            return try transaction.issue(
                .session, .full, for: requester.user.id, lifetime: Self.sessionLifetime)
        }
        tell(of: issued.token, for: try requester.user.username, by: requester)
        return issued
    }

    /// Issues the token of the asker's account, who has just given a password.
    ///
    /// A person's takes the place of the one that was given before. A source system's stands beside
    /// those that are in use, so that nothing that runs is cut off.
    package func createForAccount(by requester: Requester) async throws -> Issued {
        let issued = try await database.write(.changeOwn, by: requester) { transaction in
            let user = try requester.user.id
            if !requester.isSource { try transaction.stores.tokens.delete(.account, of: user) }
            return try transaction.issue(
                requester.isSource ? .program : .account, .full, for: user, lifetime: nil)
        }
        tell(of: issued.token, for: try requester.user.username, by: requester)
        return issued
    }

    /// Replaces a token: the one that came with the request stops working; the new one ends when that
    /// would have.
    ///
    /// Somebody who is logged in stays so, and gets another token of the account in place of the
    /// one that there must be.
    package func refresh(by requester: Requester) async throws -> Issued {
        let issued = try await database.write(.changeOwn, by: requester) { transaction in
            let tokens = transaction.stores.tokens
            if let token = requester.token, token.kind != .session {
                try tokens.delete(token.id)
                return try transaction.issue(
                    token.kind,
                    NewToken(name: token.name, scope: token.scope, expires: token.expires),
                    for: token.user)
            }
            let user = try requester.user
            guard try tokens.delete(.account, of: user.id) > 0 else {
                throw Refusal.because(.noAccountToken(user.username))
            }
            return try transaction.issue(.account, .full, for: user.id, lifetime: nil)
        }
        tell(of: issued.token, for: try requester.user.username, by: requester)
        return issued
    }

    /// Ends the token that came with the request, if one did.
    package func logOut(by requester: Requester) async throws {
        try await database.write(.changeOwn, by: requester) { transaction in
            if let token = requester.token { try transaction.stores.tokens.delete(token.id) }
        }
    }

    /// Ends everything that was issued by logging in to the asker's account.
    package func logOutEverywhere(by requester: Requester) async throws {
        try await database.write(.changeOwn, by: requester) {
            _ = try $0.stores.tokens.delete(.session, of: requester.user.id)
        }
    }

    /// Lists the tokens of an account, or of all.
    package func list(of username: String?) async throws -> [(token: Token, username: String)] {
        try await database.read { stores in
            let user = try username.map { try stores.accounts.existing($0).id }
            let tokens = try stores.tokens.list(of: user)
            let names = try stores.accounts.names(Set(tokens.map(\.user)))
            return tokens.map { ($0, names[$0.user] ?? "") }
        }
    }
}

extension Transaction {
    /// Makes a token and keeps its digest.
    ///
    /// The lengths are those that clients of the existing server know: 40 characters for programs,
    /// 64 for somebody who logged in.
    func issue(
        _ kind: Token.Kind, _ scope: TokenScope, _ name: String = "", for user: User.ID,
        lifetime: Duration?
    ) throws -> TokenOperations.Issued {
        try issue(
            kind,
            NewToken(name: name, scope: scope, expires: lifetime.map { now.advanced(by: $0) }),
            for: user)
    }

    /// Makes a token as it is asked for, and keeps its digest.
    func issue(
        _ kind: Token.Kind, _ new: NewToken, for user: User.ID
    ) throws -> TokenOperations.Issued {
        let secret = Secret.random(bytes: kind == .session ? 32 : 20)
        let id = try stores.tokens.insert(
            digest: secret.digest, prefix: secret.prefix, kind: kind, scope: new.scope,
            name: new.name, of: user, created: now, expires: new.expires)
        return TokenOperations.Issued(
            secret: secret,
            token: Token(
                id: id, user: user, kind: kind, scope: new.scope, name: new.name,
                prefix: secret.prefix, created: now, expires: new.expires, lastUsed: nil))
    }
}
