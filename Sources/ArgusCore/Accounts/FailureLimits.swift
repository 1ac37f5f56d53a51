import ArgusVocabulary

/// How many wrong names, passwords and tokens are taken from one place before it must wait.
package struct FailureLimits: Hashable, Sendable {
    /// Wrong passwords of one account from one address; 0 for as many as come.
    package let perAccount: Int
    /// After which time a wrong name or password is answered, however soon that is known.
    package let refusalTime: Duration

    /// Takes the one number from which the others follow.
    package init(perAccount: Int = 20, refusalTime: Duration = .zero) {
        (self.perAccount, self.refusalTime) = (perAccount, refusalTime)
    }

    /// Wrong passwords from one address, whatever the accounts: people may share it.
    package var perAddress: Int { perAccount * 10 }

    /// Wrong tokens from one address: they cannot be guessed, so this only spares the server work.
    package var tokensPerAddress: Int { perAccount * 50 }

    /// For how long failures count.
    package static let window: Duration = .seconds(300)
}

/// The failures of one kind from one place.
package struct Failures: Hashable, Sendable {
    package let count: Int
    /// When they are forgotten.
    package let until: Timestamp

    /// Puts together what is stored.
    package init(count: Int, until: Timestamp) {
        (self.count, self.until) = (count, until)
    }

    /// Refuses one more attempt when there were too many of what is named.
    package func check(
        limit: Int, now: Timestamp, _ what: String = "Too many failed attempts to log in"
    ) throws(Refusal) {
        guard limit > 0, count >= limit, until > now else { return }
        let seconds = Int(max(1, (until.since(now).microseconds + 999_999) / 1_000_000))
        throw .tooManyAttempts(
            "\(what); try again in \(seconds) seconds.", retryAfter: seconds)
    }
}
