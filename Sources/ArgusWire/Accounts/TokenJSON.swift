import ArgusVocabulary

/// A token as lists show it, in version 3: never the token itself, but its first characters.
///
/// Members, in order: `pk`, `user`, `username`, `name`, `kind` (`program`, `account` or `session`),
/// `scope` (`full` or `read`), `prefix`, `created`, `expires` (or null), `last_used` (or null), and
/// `token`, once, in the answer to creating it.
public struct TokenJSON: Hashable, Sendable {
    package var pk: Int64
    /// The primary key of its account.
    package var userPK: Int64
    public var username: String
    public var name: String
    public var kind: String
    /// The word for its scope.
    package var scopeName: String
    public var prefix: String
    public var created: Timestamp
    public var expires: Timestamp?
    public var lastUsed: Timestamp?
    /// The token in clear; nil but in the first answer to creating it.
    public var token: String?

    package init(
        pk: Int64, user: Int64, username: String, name: String, kind: String, scope: String,
        prefix: String, created: Timestamp, expires: Timestamp?, lastUsed: Timestamp?,
        token: String? = nil
    ) {
        (self.pk, userPK, self.username, self.name) = (pk, user, username, name)
        (self.kind, scopeName, self.prefix) = (kind, scope, prefix)
        (self.created, self.expires, self.lastUsed) = (created, expires, lastUsed)
        self.token = token
    }

    /// Reads what is answered.
    public init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "token")
        pk = try reader.integer("pk")
        userPK = try reader.integer("user")
        username = try reader.text("username")
        name = try reader.text("name")
        kind = try reader.text("kind")
        scopeName = try reader.text("scope")
        prefix = try reader.text("prefix")
        created = try reader.time("created")
        expires = try reader.optionalTime("expires")
        lastUsed = try reader.optionalTime("last_used")
        token = reader.object["token"]?.string
    }

    /// What is answered.
    public func json(in zone: Zone) -> JSONValue {
        func time(_ moment: Timestamp?) -> JSONValue {
            moment.map { .string($0.text(in: zone)) } ?? .null
        }
        var object = JSONObject()
        object.set("pk", to: .integer(pk))
        object.set("user", to: .integer(userPK))
        object.set("username", to: .string(username))
        object.set("name", to: .string(name))
        object.set("kind", to: .string(kind))
        object.set("scope", to: .string(scopeName))
        object.set("prefix", to: .string(prefix))
        object.set("created", to: time(created))
        object.set("expires", to: time(expires))
        object.set("last_used", to: time(lastUsed))
        if let token { object.set("token", to: .string(token)) }
        return .object(object)
    }
}
