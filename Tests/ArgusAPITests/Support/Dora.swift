import ArgusCore
import ArgusOperations
import ArgusTesting

extension APIServer {
    /// Opens an account (7) with an e-mail address, and says how it asks.
    func dora() async throws -> Asker {
        let operations = database.operations
        _ = try await operations.accounts.create(
            NewUser(username: "dora", email: "dora@example.org"), password: nil, by: .console)
        return .token(try await operations.tokens.issue(to: "dora", by: .console).secret.value)
    }
}
