import ArgusVocabulary
import NIOHTTP1

/// Tokens, in version 3 of the API: one's own, and those that one administers.
extension ArgusClient {
    /// Lists tokens, from the newest to the oldest: never the tokens themselves, but their first
    /// characters.
    public func tokens(of owners: TokenOwners = .me) async throws(ArgusError) -> [TokenRecord] {
        try await transport.readPages(tokenPath(), query: owners.query, TokenRecord.init)
    }

    /// Issues a token to this client's account, or to another that it administers; its `token` is
    /// shown this once.
    ///
    /// When the answer is lost on the way the token is taken back, and another is issued.
    public func issueToken(
        name: String = "",
        scope: TokenRecord.Scope = .full,
        expires: Timestamp? = nil,
        to user: User.ID? = nil
    ) async throws(ArgusError) -> TokenRecord {
        var object = JSONObject()
        object.set("name", to: .string(name))
        object.set("scope", to: .string(scope.rawValue))
        if let expires { object.set("expires", to: .string(expires.text())) }
        if let user { object.set("user", to: .integer(user.rawValue)) }
        let issued = try await issue(.object(object))
        if issued.token != nil { return issued }
        try await revokeToken(issued.id)
        return try await issue(.object(object))
    }

    private func issue(_ body: JSONValue) async throws(ArgusError) -> TokenRecord {
        let request = Request(.POST, tokenPath(), body: body, key: .random())
        return try await transport.read(request, TokenRecord.init)
    }

    /// Takes a token back; it stops working at once.
    public func revokeToken(_ id: TokenRecord.ID) async throws(ArgusError) {
        _ = try await transport.send(Request(.DELETE, tokenPath("\(id)/")))
    }

    private func tokenPath(_ rest: String = "") -> String {
        "\(APIVersion.v3.path)tokens/\(rest)"
    }
}

/// What the server knows of a token.
public typealias TokenRecord = TokenJSON

extension TokenJSON {
    /// What a token may be used for.
    public typealias Scope = TokenScope
}

/// Whose tokens are listed.
public enum TokenOwners: Hashable, Sendable {
    case me
    case user(User.ID)
    /// The accounts of all source systems, for staff.
    case sources
    /// All accounts, for superusers.
    case everybody

    var query: String {
        switch self {
        case .me: ""
        case .user(let id): "user=\(id)"
        case .sources: "user=sources"
        case .everybody: "user=all"
        }
    }
}
