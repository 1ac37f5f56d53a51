import ArgusClient
import ArgusVocabulary
import HTTPTypes
import Testing

@Suite struct `Requests of administrators` {
    private static func user(_ pk: Int) -> String {
        #"{"pk":\#(pk),"username":"u\#(pk)","first_name":"","last_name":"","email":"","is_active":true,"is_staff":false,"is_superuser":false,"role":"viewer","source":null,"last_login":null,"date_joined":"2026-11-22T09:10:43Z"}"#
    }

    private static func token(_ pk: Int, _ token: String? = nil) -> String {
        let secret = token.map { #","token":"\#($0)""# } ?? ""
        return
            #"{"pk":\#(pk),"user":3,"username":"bob","name":"n","kind":"program","scope":"read","prefix":"16d4add2","created":"2026-11-22T09:10:43Z","expires":null,"last_used":null\#(secret)}"#
    }

    @Test func `list all accounts, whatever the number of pages`() async throws {
        let first =
            #"{"next":"http://elsewhere/api/v3/users/?cursor=2","previous":null,"results":[\#(Self.user(2))]}"#
        let second = #"{"next":null,"previous":null,"results":[\#(Self.user(1))]}"#
        let script = ["GET /api/v3/users/": [Reply(body: first), Reply(body: second)]]
        try await withServer(script) { harness in
            let users = try await harness.argus.accounts()

            #expect(users.map(\.id) == [2, 1])
            #expect(users.first?.role == .viewer)
        }
    }

    @Test func `open and change accounts with what is named`() async throws {
        let script = [
            "POST /api/v3/users/": [Reply(status: 201, body: Self.user(7))],
            "PATCH /api/v3/users/7/": [Reply(body: Self.user(7))],
        ]
        try await withServer(script) { harness in
            let user = try await harness.argus.openAccount("u7", AccountChange(role: .viewer))
            try await harness.argus.changeAccount(user.id, AccountChange(isActive: false))

            let bodies = harness.server.requests.map(\.body)
            #expect(bodies == [#"{"role":"viewer","username":"u7"}"#, #"{"is_active":false}"#])
            #expect(harness.server.requests.first?.key != nil)
        }
    }

    @Test func `issue a token, and another when the first was not shown`() async throws {
        let script = [
            "POST /api/v3/tokens/": [
                Reply(status: 201, body: Self.token(8)),
                Reply(status: 201, body: Self.token(9, "s3cr3t")),
            ],
            "DELETE /api/v3/tokens/8/": [Reply(status: 204)],
        ]
        try await withServer(script) { harness in
            let issued = try await harness.argus.issueToken(name: "n", scope: .read, to: 3)

            #expect(issued.token == "s3cr3t")
            #expect(
                harness.server.requests.map(\.body) == [
                    #"{"name":"n","scope":"read","user":3}"#, "",
                    #"{"name":"n","scope":"read","user":3}"#,
                ])
        }
    }

    @Test func `change a source system, and end its watching`() async throws {
        let source =
            #"{"pk":2,"name":"nav","type":{"name":"nav"},"user":5,"base_url":"","last_seen":null,"heartbeat_frequency":120}"#
        let script = [
            "PATCH /api/v3/sources/2/": [Reply(body: source)],
            "GET /api/v3/sources/": [Reply(body: "[\(source)]")],
        ]
        try await withServer(script) { harness in
            let listed = try await harness.argus.sources()
            #expect(listed.map(\.heartbeatFrequency) == [.seconds(120)])

            try await harness.argus.changeSource(
                2, SourceChange(name: "nav", heartbeatFrequency: .some(nil)))
            #expect(
                harness.server.requests.last?.body
                    == #"{"name":"nav","heartbeat_frequency":null}"#)
        }
    }

    @Test func `ask for a namespace whatever its name`() async throws {
        let script = ["GET /api/v3/preferences/a%2Fb%3F/": [Reply(body: "{}")]]
        try await withServer(script) { harness in
            let kept = try await harness.argus.preferences("a/b?")
            #expect(kept == JSONObject())
        }
    }

    @Test func `keep preferences`() async throws {
        let script = ["PATCH /api/v3/preferences/x/": [Reply(body: #"{"a":1}"#)]]
        try await withServer(script) { harness in
            var changes = JSONObject()
            changes.set("a", to: 1)
            let kept = try await harness.argus.changePreferences("x", changes)

            #expect(kept["a"] == 1)
        }
    }
}
