import ArgusCore
import ArgusStorage
import ArgusVocabulary

extension AccountOperations {
    /// Gives the asker's account another password, for the one until now; the asker is logged out
    /// everywhere.
    ///
    /// A wrong password counts as an attempt to log in.
    package func changePassword(
        from old: String, to new: String, by requester: Requester, at address: String = ""
    ) async throws {
        try requester.check(.changeOwn)
        let user = try requester.user
        do {
            _ = try await authenticate(username: user.username, password: old, from: address)
        } catch Refusal.because(.wrongCredentials) {
            throw Refusal.invalid("old_password", "It is not the password of your account.")
        }
        let problems = Password.problems(of: new, username: user.username)
        guard problems.isEmpty else {
            throw Refusal.invalid(.fields([Problems.Field("password", .messages(problems))]))
        }
        let hash = try await PasswordHash.make(new)
        try await database.write(.changeOwn, by: requester) { transaction in
            let user = try transaction.stores.accounts.existing(user.id).user
            try transaction.change(user, to: user, password: hash)
        }
        security.tell(
            "The account \(user.username) was changed: it has another password", by: requester)
    }
}
