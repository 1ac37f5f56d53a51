import ArgusCore
import ArgusOperations
import HTTPTypes
import Hummingbird

/// Finds out who asks, from the header `Authorization: Token <token>`.
enum Authentication {
    /// Who asks; nil if the request brings nothing by which to tell.
    ///
    /// Refuses a wrong token.
    static func requester(
        of request: Request, _ tokens: TokenOperations
    ) async throws -> Requester? {
        guard let header = request.headers[.authorization] else { return nil }
        let words = header.split(separator: " ", omittingEmptySubsequences: true)
        guard let scheme = words.first, scheme.lowercased() == "token" else { return nil }
        guard words.count > 1 else {
            throw Refusal.notAuthenticated(
                "Invalid token header. No credentials provided.")
        }
        guard words.count == 2 else {
            throw Refusal.notAuthenticated(
                "Invalid token header. Token string should not contain spaces.")
        }
        return try await tokens.requester(with: Secret(String(words[1])))
    }
}
