import ArgusCore
import ArgusStorage
import ArgusVocabulary

extension AccountOperations {
    /// Says who asks with a name and a password, or refuses without saying why.
    ///
    /// An attempt is counted before its password is looked at, and taken back when that was right:
    /// so a hundred guesses at the same time are a hundred. A hash of the existing server gives way
    /// to one of ours. It takes longer to look at: so that nobody learns from that which names there
    /// are, and which came from there, all who are refused are answered after the same time.
    package func authenticate(
        username: String, password: String, from address: String = ""
    ) async throws -> Requester {
        let arrival = ContinuousClock.now
        do {
            return try await check(username, password, from: address)
        } catch Refusal.because(.wrongCredentials) {
            let rest = limits.refusalTime - (ContinuousClock.now - arrival)
            if rest > .zero { try? await pause(rest) }
            throw Self.wrongCredentials
        }
    }

    /// A name that is none may be a password in the wrong line, so it is not told.
    private func check(
        _ username: String, _ password: String, from address: String
    ) async throws -> Requester {
        let places = Places(username: username, address: address)
        let found = try await database.write(.keepHouse, by: .server) { [limits] transaction in
            try transaction.countAttempt(at: places, limits)
            return try transaction.stores.accounts.credentials(of: username)
        }
        // Who asks from nowhere waits as long as it takes.
        let place = database.limits.areLogInsBounded ? address : ""
        guard let (account, hash) = found, account.user.isActive, !hash.isEmpty else {
            try await PasswordHash.pretend(password, from: place)
            tellRefusal(to: found?.0.user)
            throw Self.wrongCredentials
        }
        guard try await PasswordHash.verify(password, hash, from: place) else {
            tellRefusal(to: account.user)
            throw Self.wrongCredentials
        }
        let better =
            PasswordHash.isForeign(hash)
            ? try await PasswordHash.make(password, from: place) : nil
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

    private func tellRefusal(to account: User?) {
        security.tellRefusal("A log-in failed", to: account, at: database.clock())
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
