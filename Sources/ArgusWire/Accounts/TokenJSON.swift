import ArgusVocabulary

/// A token as lists show it, in version 3: never the token itself, but its first characters.
///
/// Members, in order: `pk`, `user`, `username`, `name`, `kind` (`program`, `account` or `session`),
/// `scope` (`full` or `read`), `prefix`, `created`, `expires` (or null), `last_used` (or null), and
/// `token`, once, in the answer to creating it.
public struct TokenJSON: Hashable, Identifiable, Sendable {
    /// The primary key of a token.
    public typealias ID = Identifier<Keyed.Token>

    /// The member `pk`.
    public package(set) var id: ID
    /// The account that it belongs to: the member `user`.
    public package(set) var userID: UserJSON.ID
    public var username: String
    public var name: String
    public var kind: String
    public var scope: TokenScope
    public var prefix: String
    public var created: Timestamp
    public var expires: Timestamp?
    public var lastUsed: Timestamp?
    /// The token in clear; nil but in the first answer to creating it.
    public var token: String?

    package init(
        id: ID, user: UserJSON.ID, username: String, name: String, kind: String,
        scope: TokenScope, prefix: String, created: Timestamp, expires: Timestamp?,
        lastUsed: Timestamp?,
        token: String? = nil
    ) {
        (self.id, userID, self.username, self.name) = (id, user, username, name)
        (self.kind, self.scope, self.prefix) = (kind, scope, prefix)
        (self.created, self.expires, self.lastUsed) = (created, expires, lastUsed)
        self.token = token
    }

    /// Reads what is answered.
    public init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "token")
        id = try reader.id("pk")
        userID = try reader.id("user")
        username = try reader.text("username")
        name = try reader.text("name")
        kind = try reader.text("kind")
        scope = TokenScope(word: try reader.text("scope"))
        prefix = try reader.text("prefix")
        created = try reader.time("created")
        expires = try reader.optionalTime("expires")
        lastUsed = try reader.optionalTime("last_used")
        token = reader.object["token"]?.string
    }

    /// What is answered.
    package func json(in zone: Zone) -> JSONValue {
        func time(_ moment: Timestamp?) -> JSONValue {
            moment.map { .string($0.text(in: zone)) } ?? .null
        }
        var object = JSONObject()
        object.set("pk", to: .integer(id.rawValue))
        object.set("user", to: .integer(userID.rawValue))
        object.set("username", to: .string(username))
        object.set("name", to: .string(name))
        object.set("kind", to: .string(kind))
        object.set("scope", to: .string(scope.rawValue))
        object.set("prefix", to: .string(prefix))
        object.set("created", to: time(created))
        object.set("expires", to: time(expires))
        object.set("last_used", to: time(lastUsed))
        if let token { object.set("token", to: .string(token)) }
        return .object(object)
    }
}
