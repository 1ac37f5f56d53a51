import ArgusCore
import ArgusOperations
import FoundationEssentials
import HTTPTypes
import Hummingbird

/// Finds out who asks: from the header `Authorization: Token <token>`, or else from the cookie of a
/// session.
///
/// Programs that know another server's API bring the token as they would bring that one's: as the
/// password of `Basic` (RFC 7617), or behind `Bearer` (RFC 6750) or `GenieKey`.
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
        isForeign: Bool = false, _ cookies: SessionCookies
    ) async throws {
        if takesTokens, let token = try Self.token(in: request.headers, isForeign: isForeign) {
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

    private static func token(
        in headers: HTTPFields, isForeign: Bool = false
    ) throws(Refusal) -> Secret? {
        guard let header = headers[.authorization] else { return nil }
        let words = header.split { $0 == " " || $0 == "\t" }
        guard let scheme = words.first?.lowercased() else { return nil }
        if isForeign, scheme == "basic" { return try password(in: words) }
        guard scheme == "token" || isForeign && ["bearer", "geniekey"].contains(scheme) else {
            return nil
        }
        guard words.count > 1 else {
            throw .notAuthenticated("Invalid token header. No credentials provided.")
        }
        guard words.count == 2 else {
            throw .notAuthenticated(
                "Invalid token header. Token string should not contain spaces.")
        }
        return Secret(String(words[1]))
    }

    private static func password(in words: [Substring]) throws(Refusal) -> Secret {
        let pair = words.count == 2 ? Data(base64Encoded: String(words[1])) : nil
        let text = pair.map { String(decoding: $0, as: UTF8.self) }
        guard let text, let colon = text.firstIndex(of: ":") else {
            throw .notAuthenticated("Invalid basic header: username and password are expected.")
        }
        let password = text[text.index(after: colon)...]
        guard !password.isEmpty else {
            throw .notAuthenticated("The password is missing: it must be the source's token.")
        }
        return Secret(String(password))
    }
}
