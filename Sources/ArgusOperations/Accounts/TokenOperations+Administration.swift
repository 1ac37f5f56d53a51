import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// Tokens over the API: everybody's own, those of source systems for the staff, all for superusers.
extension TokenOperations {
    /// Lists a page of tokens, from the newest to the oldest.
    package func list(
        of owners: TokenSelection, _ page: PageRequest, by requester: Requester
    ) async throws -> Page<OwnedToken> {
        try await database.read { stores in
            try stores.check(owners, for: requester)
            return try stores.tokens.list(of: owners, page)
        }
    }

    /// Finds a token that the asker may see, or refuses.
    package func find(_ id: Token.ID, by requester: Requester) async throws -> OwnedToken {
        try await database.read { try $0.token(id, by: requester) }
    }

    /// Issues a token to the asker, or to an account whose tokens the asker administers.
    package func create(
        _ new: NewToken, of user: User.ID?, by requester: Requester, once: Once<IssuedToken>? = nil
    ) async throws -> Outcome<IssuedToken> {
        let outcome = try await database.write(.changeOwn, by: requester) { transaction in
            try transaction.perform(once, by: requester) {
                let user = try user ?? requester.user.id
                let account = try transaction.stores.owner(user, for: requester)
                try new.check(now: transaction.now)
                let allowed = try new.allowed(to: requester)
                let issued = try transaction.issue(.program, allowed, for: user)
                return IssuedToken(
                    owned: OwnedToken(
                        token: issued.token, username: account.user.username,
                        source: account.source),
                    secret: issued.secret)
            }
        }
        if case .performed(let issued) = outcome {
            tell(of: issued.owned.token, for: issued.owned.username, by: requester)
        }
        return outcome
    }

    /// Takes a token back that the asker may see, or refuses.
    package func revoke(_ id: Token.ID, by requester: Requester) async throws {
        let owned = try await database.write(.changeOwn, by: requester) { transaction in
            let owned = try transaction.stores.token(id, by: requester)
            let owner = try transaction.stores.accounts.existing(owned.token.user).user
            guard requester.isAtLeast(owner.role) else { throw Refusal.noPermission }
            try transaction.stores.tokens.delete(owned.token.id)
            return owned
        }
        security.tell(
            "The token \(owned.token.prefix)… of \(owned.username) was taken back", by: requester)
    }
}

/// A token that was just issued, in clear.
package struct IssuedToken: Sendable {
    package let owned: OwnedToken
    package let secret: Secret
}

extension Stores {
    /// A token, or a refusal; those that are not the asker's business are as if they were not there.
    fileprivate func token(_ id: Token.ID, by requester: Requester) throws -> OwnedToken {
        guard let owned = try tokens.find(id),
            requester.mayAdministerTokens(
                of: owned.token.user, isSource: owned.source != nil)
        else { throw Refusal.noSuch(.token) }
        return owned
    }

    /// The account to which a token is to be issued, or a refusal.
    fileprivate func owner(_ id: User.ID, for requester: Requester) throws -> Account {
        let account = try accounts.account(id)
        guard
            requester.mayAdministerTokens(of: id, isSource: account?.source != nil),
            requester.isAtLeast(account?.user.role ?? .viewer)
        else { throw Refusal.noPermission }
        guard let account else {
            throw Refusal.noObject("user", id.rawValue)
        }
        return account
    }

    /// Refuses to list what is not the asker's business.
    fileprivate func check(_ owners: TokenSelection, for requester: Requester) throws {
        let isAllowed =
            switch owners {
            case .account(let user):
                requester.mayAdministerTokens(
                    of: user, isSource: try accounts.account(user)?.source != nil)
            case .sources: requester.may(.administerSources)
            case .everybody: requester.may(.administerAccounts)
            }
        guard isAllowed else { throw Refusal.noPermission }
    }
}
