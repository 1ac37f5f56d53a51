import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

@Suite struct `Administering tokens` {
    @Test func `issues one to whoever asks, and shows it once`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(
                "v3/tokens/",
                #"{"name":"backup","scope":"read","expires":"2025-06-16T00:00:00Z"}"#, as: .bob)
            let secret = try #require(try answer.json["token"]?.string)
            let pk = try answer.pk

            #expect(answer.status == 201)
            #expect(
                answer.text
                    == #"{"pk":\#(pk),"user":3,"username":"bob","name":"backup","kind":"program","scope":"read","prefix":"\#(secret.prefix(8))","created":"2025-06-15T15:06:40Z","expires":"2025-06-16T00:00:00Z","last_used":null,"token":"\#(secret)"}"#
            )
            let shown = try await server.get("v3/tokens/\(pk)/")
            #expect(shown.status == 200)
            #expect(!shown.text.contains(secret))
            let use = try await server.get("v2/auth/user/", as: .token(secret))
            #expect(try use.json["username"] == "bob")
        }
    }

    @Test func `issues one once for one key, and keeps nothing of it in clear`() async throws {
        try await APIServer.run { server in
            let post = { @Sendable in
                try await server.ask(.post, "v3/tokens/", "{}", headers: [.idempotencyKey: "k"])
            }
            let first = try await post()
            let second = try await post()
            let secret = try #require(try first.json["token"]?.string)

            #expect(second.status == 201)
            #expect(try second.pk == first.pk)
            #expect(try second.json["token"] == nil)
            #expect(!(try await server.contents().contains { $0.contains(secret) }))
        }
    }

    @Test func `tells when a token was last used`() async throws {
        try await APIServer.run { server throws in
            try await server.get("v2/incidents/", as: .bob)
            try await server.database.operations.incidents.settle(by: .server)
            try await server.post(
                "v2/incidents/", #"{"start_time":"2025-06-15T12:00:00Z","tags":[]}"#)
            let tokens = try await server.get("v3/tokens/", as: .bob).json["results"]?.array

            #expect(tokens?.first?["last_used"] == "2025-06-15T15:06:40Z")
        }
    }

    @Test func `lists one's own, those of sources, of one account, or all`() async throws {
        try await APIServer.run { server throws in
            let names = { @Sendable (query: String, asker: APIServer.Asker) in
                let answer = try await server.get("v3/tokens/\(query)", as: asker)
                return try answer.json["results"]?.array?.compactMap { $0["username"]?.string }
            }

            #expect(try await names("", .bob) == ["bob"])
            #expect(try await names("?user=3", .bob) == ["bob"])
            #expect(try await names("?user=sources", .charlie) == ["zabbix", "nav"])
            #expect(try await names("?user=5", .charlie) == ["nav"])
            #expect(
                try await names("?user=all", .alice)
                    == ["zabbix", "nav", "charlie", "bob", "alice"])
            let page = try await server.get("v3/tokens/?user=all&page_size=2", as: .alice)
            #expect(try page.json["next"]?.string != nil)
        }
    }

    @Test func `shows nobody tokens that are not theirs`() async throws {
        let forbidden = #"{"detail":"You do not have permission to perform this action."}"#
        let missing = #"{"detail":"No Token matches the given query."}"#
        try await APIServer.run { server in
            let alices = try #require(server.database.cast.alice.requester.token?.id)
            try await server.refuses([
                Refused(.get, "v3/tokens/?user=2", as: .bob, 403, forbidden),
                Refused(.get, "v3/tokens/?user=2", as: .charlie, 403, forbidden),
                Refused(.get, "v3/tokens/?user=all", as: .charlie, 403, forbidden),
                Refused(.get, "v3/tokens/?user=sources", as: .bob, 403, forbidden),
                Refused(.get, "v3/tokens/?user=x", as: .bob, 400, #"{"user":["Enter a number."]}"#),
                Refused(.get, "v3/tokens/\(alices)/", as: .charlie, 404, missing),
                Refused(.delete, "v3/tokens/\(alices)/", as: .bob, 404, missing),
                Refused(.post, "v3/tokens/", #"{"user":2}"#, as: .bob, 403, forbidden),
            ])
        }
    }

    @Test func `refuses to issue what makes no sense`() async throws {
        try await APIServer.run { server in
            let past = #"{"expires":["A token expires in the future, or never."]}"#
            try await server.refuses([
                Refused(.post, "v3/tokens/", #"{"expires":"2025-06-15T15:06:40Z"}"#, 400, past),
                Refused(
                    .post, "v3/tokens/", #"{"scope":"write"}"#, 400,
                    #"{"scope":["\"write\" is not a valid choice."]}"#),
                Refused(
                    .post, "v3/tokens/", #"{"user":"x"}"#, 400,
                    #"{"user":["A valid integer is required."]}"#),
                Refused(
                    .post, "v3/tokens/", #"{"user":99}"#, as: .alice, 400,
                    #"{"user":["Invalid pk \"99\" - object does not exist."]}"#),
            ])
        }
    }

    @Test func `issues none that lives longer than the token that asks`() async throws {
        try await APIServer.run { server in
            let tokens = server.database.operations.tokens
            let alice = APIServer.Asker.token(
                try await tokens.issue(
                    to: "alice", lifetime: .seconds(3600), by: .console
                ).secret.value)
            let late =
                #"{"expires":["It is later than the end of the token that asks: ask with another one."]}"#
            try await server.refuses([
                Refused(
                    .post, "v3/tokens/", #"{"expires":"2025-06-15T16:06:41Z"}"#, as: alice, 400,
                    late),
                Refused(
                    .post, "v3/tokens/", #"{"user":5,"expires":"2025-06-15T16:06:41Z"}"#,
                    as: alice, 400, late),
                Refused(
                    .post, "v2/auth/token/login/", as: alice, 403,
                    #"{"detail":"A token that ends cannot log in: give a username and a password."}"#
                ),
            ])
            let made = try await server.post("v3/tokens/", "{}", as: alice)
            let shorter = try await server.post(
                "v3/tokens/", #"{"expires":"2025-06-15T15:30:00Z"}"#, as: alice)

            #expect(try made.json["expires"] == "2025-06-15T16:06:40Z")
            #expect(shorter.status == 201)
        }
    }

    @Test func `issues none to a token that may only read`() async throws {
        try await APIServer.run { server in
            let reader = APIServer.Asker.token(
                try await server.database.operations.tokens.issue(
                    to: "alice", scope: .read, by: .console
                ).secret.value)
            for path in ["v3/tokens/", "v2/auth/token/login/", "v2/auth/refresh-token/"] {
                #expect(try await server.post(path, "{}", as: reader).status == 403, "\(path)")
            }
        }
    }

    @Test func `lets the staff take nothing from a superuser`() async throws {
        let forbidden = #"{"detail":"You do not have permission to perform this action."}"#
        try await APIServer.run { server in
            let nav = try #require(server.database.cast.nav.requester.token?.id)
            _ = try await server.database.operations.accounts.grant(
                UserChange(role: .superuser), to: "nav", by: .console)

            try await server.refuses([
                Refused(.delete, "v3/tokens/\(nav)/", as: .charlie, 403, forbidden)
            ])
            await #expect(throws: Refusal.self) {
                try await server.operations.sources.rotateToken(
                    of: SourceSystem.ID(2), revokingOthers: true,
                    by: server.database.cast.charlie.requester)
            }
            #expect(try await server.ask(.delete, "v3/tokens/\(nav)/", as: .alice).status == 204)
        }
    }

    @Test func `takes a token back at once`() async throws {
        try await APIServer.run { server in
            let nav = try #require(server.database.cast.nav.requester.token?.id)
            let answer = try await server.ask(.delete, "v3/tokens/\(nav)/", as: .alice)

            #expect(answer.status == 204)
            #expect(
                try await server.get("v2/incidents/", as: .nav).text
                    == #"{"detail":"Invalid token."}"#)
        }
    }

    @Test func `is nothing that a token for reading can do`() async throws {
        try await APIServer.run { server in
            let issued = try await server.database.operations.tokens.issue(
                to: "bob", scope: .read, by: .console)
            try await server.refuses([
                Refused(
                    .post, "v3/tokens/", "{}", as: .token(issued.secret.value), 403,
                    #"{"detail":"This token may be used for reading only."}"#)
            ])
        }
    }
}
