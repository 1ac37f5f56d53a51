import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import HTTPTypes
import Testing

@Suite struct `Roles` {
    private static let detail =
        #"{"detail":"You do not have permission to perform this action."}"#

    @Test func `let a viewer read everything`() async throws {
        try await APIServer.run { server in
            let viewer = try await server.member(.viewer)
            try await createThree(on: server)
            let paths = [
                "v1/incidents/", "v2/incidents/", "v3/incidents/", "v2/incidents/1/",
                "v2/incidents/1/events/", "v2/incidents/1/acks/", "v2/incidents/1/tags/",
                "v2/incidents/sources/", "v2/incidents/source-types/", "v3/sources/",
                "v3/tokens/", "v3/preferences/", "v3/users/me/",
            ]
            for path in paths {
                #expect(try await server.get(path, as: viewer).status == 200, "\(path)")
                #expect(try await server.ask(.options, path, as: viewer).status == 200)
            }
        }
    }

    @Test(arguments: ["v1", "v2", "v3"])
    func `let a viewer change nothing`(version: String) async throws {
        try await APIServer.run(allowsDeletion: true) { server in
            let viewer = try await server.member(.viewer)
            try await createThree(on: server)
            let requests: [(HTTPRequest.Method, String, String)] = [
                (.post, "incidents/", #"{"start_time":"2025-06-15","tags":[]}"#),
                (.patch, "incidents/1/", #"{"level":1}"#),
                (.put, "incidents/1/ticket_url/", #"{"ticket_url":"https://t.example.org/"}"#),
                (.delete, "incidents/1/", ""),
                (.post, "incidents/1/tags/", #"{"tag":"a=b"}"#),
                (.post, "incidents/sources/", #"{"name":"x","type":"nav"}"#),
            ]
            let older: [(HTTPRequest.Method, String, String)] = [
                (.post, "incidents/1/events/", #"{"type":"CLO"}"#),
                (.post, "incidents/1/acks/", #"{"timestamp":"2025-06-15"}"#),
                (.post, "incidents/source-types/", #"{"name":"x"}"#),
            ]
            try await server.refuses(
                (requests + (version == "v3" ? [] : older)).map {
                    Refused($0.0, "\(version)/\($0.1)", $0.2, as: viewer, 403, Self.detail)
                })
        }
    }

    @Test func `let a viewer keep preferences and get and give back tokens`() async throws {
        try await APIServer.run { server throws in
            let viewer = try await server.member(.viewer)
            let preferences = try await server.ask(
                .put, "v3/preferences/x/", #"{"a":1}"#, as: viewer)
            let token = try await server.post("v3/tokens/", "{}", as: viewer)

            #expect(preferences.status == 200)
            #expect(token.status == 201)
            #expect(
                try await server.ask(.delete, "v3/tokens/\(token.pk)/", as: viewer).status == 204)
            #expect(try await server.post("v2/auth/token/login/", as: viewer).status == 200)
        }
    }

    @Test func `let an operator act on incidents`() async throws {
        try await APIServer.run { server throws in
            let operators = try await server.member(.operator)
            try await createThree(on: server)

            let answer = try await server.post(
                "v2/incidents/1/events/", #"{"type":"CLO"}"#, as: operators)
            #expect(answer.status == 201)
        }
    }

    @Test func `let staff administer sources, and their tokens, but not accounts`() async throws {
        try await APIServer.run { server throws in
            let nav = server.database.cast.nav.user.id
            let source = try await server.post(
                "v3/sources/", #"{"name":"nav2","type":"nav"}"#, as: .charlie)
            let token = try await server.post("v3/tokens/", #"{"user":\#(nav)}"#, as: .charlie)

            #expect(source.status == 201)
            #expect(token.status == 201)
            try await server.refuses([
                Refused(.get, "v3/users/", as: .charlie, 403, Self.detail),
                Refused(.post, "v3/tokens/", #"{"user":3}"#, as: .charlie, 403, Self.detail),
                Refused(
                    .post, "v3/sources/", #"{"name":"x","type":"nav"}"#, as: .bob, 403,
                    Self.detail),
                Refused(
                    .patch, "v3/sources/2/", #"{"name":"x"}"#, as: .bob, 403, Self.detail),
                Refused(.delete, "v3/sources/2/", as: .bob, 403, Self.detail),
            ])
        }
    }

    @Test func `give staff no token of a source that may more than they`() async throws {
        try await APIServer.run { server in
            let nav = server.database.cast.nav.user.id
            _ = try await server.database.operations.accounts.grant(
                UserChange(role: .superuser), to: "nav", by: .console)

            try await server.refuses([
                Refused(
                    .post, "v3/tokens/", #"{"user":\#(nav)}"#, as: .charlie, 403, Self.detail)
            ])
        }
    }
}

extension APIServer {
    /// Somebody of a role, with a token.
    func member(_ role: Role) async throws -> Asker {
        let member = try await Cast.Member.make(
            "dora", role: role, in: database.operations)
        return .token(member.secret.value)
    }
}
