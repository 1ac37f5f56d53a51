import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTime
import ArgusWire
import HTTPTypes

/// `tokens/`: everybody's own tokens, and those that one administers, in version 3.
enum TokenRoutes {
    private static let root = "\(APIVersion.v3.path)tokens/"

    static let endpoints = [list, one]

    /// The asker's tokens, or those of `user` (a primary key, `sources` or `all`), and issuing one.
    private static let list = Endpoint(
        root, isPersonal: true,
        get: { call in
            let links = ListLinks(call)
            let page = try await call.operations.tokens.list(
                of: owners(call), links.page, by: call.requester)
            return Reply { writer in
                links.write(&writer, page.next, page.previous) { writer in
                    writer.list(page.items) { $0.value(TokenJSON($1).json(in: call.site.zone)) }
                }
            }
        },
        post: { call in
            let requester = try call.requester
            let body = try await call.body()
            var input = try call.input(body)
            let (token, user) = try input.newToken()
            let zone = call.site.zone
            return try await call.creating(
                body, writing: { $0.value(TokenJSON($1).json(in: zone)) },
                keeping: { $0.value(TokenJSON($1.owned).json(in: zone)) }
            ) { once in
                try await call.operations.tokens.create(token, of: user, by: requester, once: once)
            }
        })

    private static func owners(_ call: Call) throws(Refusal) -> TokenOwners {
        switch call.query.value("user") {
        case nil: return .account(try call.requester.user.id)
        case "all": return .everybody
        case "sources": return .sources
        case let text?:
            guard let id = Int64(text) else { throw .invalid("user", "Enter a number.") }
            return .account(User.ID(id))
        }
    }

    /// One token, and taking it back.
    private static let one = Endpoint(
        "\(root):pk/", isPersonal: true,
        get: { call in
            let token = try await call.operations.tokens.find(call.id(), by: call.requester)
            return Reply(TokenJSON(token).json(in: call.site.zone))
        },
        delete: { call in
            let id: Token.ID = try call.id()
            try await call.operations.tokens.revoke(id, by: call.requester)
            return Reply(status: .noContent)
        })
}

extension TokenJSON {
    /// A token as lists show it.
    fileprivate init(_ owned: OwnedToken) {
        let token = owned.token
        self.init(
            pk: token.id.rawValue, user: token.user.rawValue, username: owned.username,
            name: token.name, kind: token.kind.rawValue, scope: token.scope.rawValue,
            prefix: token.prefix, created: token.created, expires: token.expires,
            lastUsed: token.lastUsed)
    }

    /// A token in clear, for whom it was issued to.
    fileprivate init(_ issued: IssuedToken) {
        self.init(issued.owned)
        token = issued.secret.value
    }
}
