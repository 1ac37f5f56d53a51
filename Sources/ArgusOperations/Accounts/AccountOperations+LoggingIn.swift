import ArgusCore
import ArgusStorage
import ArgusVocabulary

extension AccountOperations {
    /// Says who asks with a name and a password, or refuses without saying why.
    ///
    /// An attempt is counted before its password is looked at, and taken back when that was right:
    /// so a hundred guesses at the same time are a hundred. A hash of the existing server gives way
    /// to one of ours.
    package func authenticate(
        username: String, password: String, from address: String = ""
    ) async throws -> Requester {
        let places = Places(username: username, address: address)
        let found = try await database.write(.keepHouse, by: .server) { [limits] transaction in
            try transaction.countAttempt(at: places, limits)
            return try transaction.stores.accounts.credentials(of: username)
        }
        guard let (account, hash) = found, account.user.isActive, !hash.isEmpty else {
            await PasswordHash.pretend(password)
            throw Self.wrongCredentials
        }
        guard await PasswordHash.verify(password, hash) else { throw Self.wrongCredentials }
        let better = PasswordHash.isForeign(hash) ? try await PasswordHash.make(password) : nil
        let user = account.user
        try await database.write(.keepHouse, by: .server) { transaction in
            try transaction.forgiveAttempt(at: places)
            try transaction.stores.accounts.setLastLogin(transaction.now, of: user.id)
            if let better {
                try transaction.stores.accounts.replacePassword(hash, with: better, of: user.id)
            }
        }
        return Requester(user: user, source: account.source)
    }

    private static let wrongCredentials = Refusal.because(.wrongCredentials)
}

/// Where attempts to log in are counted: an address, and an account as that address names it.
///
/// Somebody else's failures never keep an account's owner out who comes from another address.
private struct Places {
    let account: [UInt8]
    let address: [UInt8]

    init(username: String, address: String) {
        account = sha256(Array("log in \(address) \(username)".utf8))
        self.address = sha256(Array("log in \(address)".utf8))
    }
}

extension AccountStore {
    /// The account of a name, with the hash of its password.
    fileprivate func credentials(of username: String) throws -> (Account, hash: String)? {
        guard let user = try find(username: username), let account = try account(user.id) else {
            return nil
        }
        return (account, try password(of: user.id))
    }
}

extension Transaction {
    fileprivate func countAttempt(at places: Places, _ limits: FailureLimits) throws {
        guard limits.perAccount > 0 else { return }
        let failures = try stores.failedAttempts.find([places.account, places.address])
        try failures[places.account]?.check(limit: limits.perAccount, now: now)
        try failures[places.address]?.check(limit: limits.perAddress, now: now)
        for place in [places.account, places.address] {
            try stores.failedAttempts.count(
                place, now: now, until: now.advanced(by: FailureLimits.window))
        }
    }

    fileprivate func forgiveAttempt(at places: Places) throws {
        try stores.failedAttempts.delete(places.account)
        try stores.failedAttempts.uncount(places.address)
    }
}
