import ArgusCore
import ArgusStorage
import ArgusVocabulary

extension AccountOperations {
    /// Whether nobody has an account yet but source systems.
    package func isWithoutPeople() async throws -> Bool {
        try await database.glance { try !$0.accounts.hasPeople() }
    }

    /// Opens the account of the first administrator, for whoever was shown the one-time link, and
    /// refuses once there is anybody.
    package func createFirst(
        username: String, password: String
    ) async throws -> Requester {
        let new = try NewUser(username: username, role: .superuser)
        let problems = Password.problems(of: password, username: username)
        guard problems.isEmpty else {
            throw Refusal.invalid(.fields([Problems.Field("password", .messages(problems))]))
        }
        let hash = try await PasswordHash.make(password)
        // Nobody can be asked whether they may: there is nobody.
        let requester = try await database.write(.administerAccounts, by: .console) { transaction in
            guard try !transaction.stores.accounts.hasPeople() else {
                throw Refusal.forbidden("There is an administrator already.")
            }
            return Requester(user: try transaction.openAccount(new, password: hash), source: nil)
        }
        security.tell("The account \(username) was opened, as superuser", by: requester)
        return requester
    }
}
