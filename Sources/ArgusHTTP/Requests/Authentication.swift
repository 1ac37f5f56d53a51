import ArgusCore
import ArgusOperations
import HTTPTypes
import Hummingbird

/// Finds out who asks: from the header `Authorization: Token <token>`, or else from the cookie of a
/// session.
struct Authentication {
    /// Who asks; nil if the request brings nothing by which to tell.
    let requester: Requester?
    /// The session by which that is known; nil if it is not by one.
    let session: Secret?

    /// Tells who asks, or refuses a wrong token.
    ///
    /// A session that is over counts as nothing.
    init(
        of request: Request, from address: String, _ operations: Operations, takesTokens: Bool,
        _ cookies: SessionCookies
    ) async throws {
        if takesTokens, let token = try Self.token(in: request.headers) {
            requester = try await operations.tokens.requester(with: token, from: address)
            session = nil
            return
        }
        let secret = cookies.session(of: request)
        requester = try await Self.requester(in: secret, operations)
        session = requester == nil ? nil : secret
    }

    /// Who asks with a request that was let in before; nothing is counted against anybody.
    static func requester(
        of request: Request, _ operations: Operations, _ cookies: SessionCookies
    ) async throws -> Requester? {
        if let token = try token(in: request.headers) {
            return try await operations.tokens.requester(with: token)
        }
        return try await requester(in: cookies.session(of: request), operations)
    }

    private static func requester(
        in session: Secret?, _ operations: Operations
    ) async throws -> Requester? {
        guard let session else { return nil }
        return try await operations.sessions.requester(with: session)
    }

    private static func token(in headers: HTTPFields) throws(Refusal) -> Secret? {
        guard let header = headers[.authorization] else { return nil }
        let words = header.split { $0 == " " || $0 == "\t" }
        guard let scheme = words.first, scheme.lowercased() == "token" else { return nil }
        guard words.count > 1 else {
            throw .notAuthenticated("Invalid token header. No credentials provided.")
        }
        guard words.count == 2 else {
            throw .notAuthenticated(
                "Invalid token header. Token string should not contain spaces.")
        }
        return Secret(String(words[1]))
    }
}
