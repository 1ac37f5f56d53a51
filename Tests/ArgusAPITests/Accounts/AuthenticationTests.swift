import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

@Suite struct `Saying who asks` {
    @Test func `takes a token in the header Authorization`() async throws {
        try await APIServer.run { server in
            let token = server.database.cast.bob.secret.value
            for header in [
                "Token \(token)", "token \(token)", "TOKEN  \(token)", "Token\t\(token)",
            ] {
                let answer = try await server.ask(
                    .get, "v2/auth/user/", as: .nobody, headers: [.authorization: header])

                #expect(answer.status == 200, "\(header)")
                #expect(try answer.json["username"] == "bob")
            }
        }
    }

    static let refused: [(String?, String)] = [
        (nil, "Authentication credentials were not provided."),
        ("", "Authentication credentials were not provided."),
        ("Bearer 0123456789", "Authentication credentials were not provided."),
        ("Basic YTpi", "Authentication credentials were not provided."),
        ("Token", "Invalid token header. No credentials provided."),
        ("Token a b", "Invalid token header. Token string should not contain spaces."),
        ("Token 0123456789", "Invalid token."),
        ("Token ÿ", "Invalid token."),
    ]

    @Test func `is refused with 401 and the scheme to use`() async throws {
        try await APIServer.run { server in
            for (header, detail) in Self.refused {
                var headers: HTTPFields = [:]
                if let header { headers[.authorization] = header }
                let answer = try await server.ask(
                    .get, "v2/incidents/", as: .nobody, headers: headers)

                #expect(answer.status == 401, "\(header ?? "none")")
                #expect(answer.text == #"{"detail":"\#(detail)"}"#)
                #expect(answer.headers[.wwwAuthenticate] == "Token")
            }
        }
    }

    @Test func `with a wrong token is refused even where nobody need say it`() async throws {
        try await APIServer.run { server throws in
            #expect(try await server.get("/api/", as: .token("wrong")).status == 401)
            #expect(try await server.get("/api/", as: .nobody).status == 200)
        }
    }

    @Test func `comes before anything else about a request`() async throws {
        try await APIServer.run { server throws in
            for path in ["v2/incidents/99/", "v2/incidents/x/", "v2/auth/refresh-token/"] {
                #expect(try await server.post(path, "{", as: .nobody).status == 401)
            }
        }
    }

    @Test func `is over when the token is revoked`() async throws {
        try await APIServer.run { server in
            let tokens = server.database.operations.tokens
            let token = try #require(try await tokens.list(of: "bob").first).token
            try await tokens.revoke(token.id, by: .console)

            #expect(try await server.get("v2/incidents/").text == #"{"detail":"Invalid token."}"#)
        }
    }

    @Test func `is over when the token has expired`() async throws {
        try await APIServer.run { server in
            let issued = try await server.database.operations.tokens.issue(
                to: "bob", lifetime: .seconds(86_400), by: .console)
            let bob = APIServer.Asker.token(issued.secret.value)
            server.database.clock.advance(by: .seconds(86_399))
            #expect(try await server.get("v2/incidents/", as: bob).status == 200)

            server.database.clock.advance(by: .seconds(1))
            let answer = try await server.get("v2/incidents/", as: bob)
            #expect(answer.status == 401)
            #expect(answer.text == #"{"detail":"Token has expired."}"#)
        }
    }

    @Test func `is over when the account is made inactive`() async throws {
        try await APIServer.run { server in
            let accounts = server.database.operations.accounts
            _ = try await accounts.grant(UserChange(isActive: false), to: "bob", by: .console)

            let answer = try await server.get("v2/incidents/")
            #expect(answer.status == 401)
            #expect(answer.text == #"{"detail":"User inactive or deleted."}"#)
        }
    }

    @Test func `with a token for reading is enough to look, not to change`() async throws {
        try await APIServer.run { server in
            let issued = try await server.database.operations.tokens.issue(
                to: "nav", scope: .read, by: .console)
            let reader = APIServer.Asker.token(issued.secret.value)
            for path in ["v2/incidents/", "v2/incidents/mine/", "v2/incidents/sources/"] {
                #expect(try await server.get(path, as: reader).status == 200)
                #expect(try await server.ask(.head, path, as: reader).status == 200)
                #expect(try await server.ask(.options, path, as: reader).status == 200)
            }

            let detail = #"{"detail":"This token may be used for reading only."}"#
            let body = #"{"start_time":"2025-06-15","tags":[]}"#
            try await server.refuses([
                Refused(.post, "v2/incidents/", body, as: reader, 403, detail),
                Refused(.patch, "v2/incidents/1/", "{}", as: reader, 403, detail),
                Refused(.put, "v2/incidents/1/ticket_url/", "{}", as: reader, 403, detail),
                Refused(.delete, "v2/incidents/1/", as: reader, 403, detail),
                Refused(.post, "v2/incidents/sources/heartbeat/", as: reader, 403, detail),
                Refused(.post, "v2/auth/refresh-token/", as: reader, 403, detail),
            ])
        }
    }

    @Test func `is told to the log of tokens`() async throws {
        try await APIServer.run { server in
            try await server.get("v2/incidents/")
            try await server.database.operations.incidents.settle(by: .server)

            let token = try await server.database.operations.tokens.list(of: "bob").first?.token
            #expect(token?.lastUsed == server.database.clock.now)
        }
    }
}
