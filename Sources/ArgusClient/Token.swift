import ArgusVocabulary

/// What a program proves with who it is; prints as `•••`, so no log or error can tell it.
public struct Token: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The token itself: only for what must send or keep it.
    public let secret: String

    /// Takes the text of a token; blanks around it, as files have them, are no part of it.
    public init(_ secret: String) {
        let isBlank: (Character) -> Bool = { $0.isWhitespace }
        let withoutHead = secret.drop(while: isBlank)
        let length = withoutHead.reversed().drop(while: isBlank).count
        self.secret = String(withoutHead.prefix(length))
    }

    /// Takes a token written in the program, as tests have it.
    public init(stringLiteral secret: String) {
        self.init(secret)
    }

    /// Whether it can stand in a header: one or more visible ASCII characters.
    var isSendable: Bool {
        !secret.isEmpty && secret.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    }
}

extension Token: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Three dots, never the token.
    public var description: String { "•••" }
    /// Three dots, never the token.
    public var debugDescription: String { "•••" }
    /// Without children, so that `dump` shows no token either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A token that replaces the one it was asked for with.
public struct RefreshedToken: Hashable, Sendable {
    /// The new token.
    public let token: Token
    /// Until when it is accepted; nil if the server sets no end.
    public let expiration: Timestamp?

    init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "token")
        token = Token(try reader.text("token"))
        let name = reader.object["expiration"] == nil ? "expiry" : "expiration"
        expiration = try reader.optionalTime(name)
    }
}
