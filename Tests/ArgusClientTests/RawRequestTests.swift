import ArgusClient
import ArgusVocabulary
import Testing

@Suite struct `A request that no function stands for` {
    @Test func `is sent as it is said, and its answer given back`() async throws {
        let script = ["PATCH /api/v3/filters/7/": [Reply(body: #"{"pk":7,"name":"mine"}"#)]]
        try await withServer(script) { harness in
            let answer = try await harness.argus.request(
                .patch, "/api/v3/filters/7/", query: [("a b", "c&d"), ("e", "ø")],
                body: ["name": "mine"])

            #expect(answer["pk"] == 7)
            #expect(harness.server.request.query == "a%20b=c%26d&e=%C3%B8")
            #expect(harness.server.request.body == #"{"name":"mine"}"#)
        }
    }

    @Test func `is null where the answer has no body`() async throws {
        let script = ["DELETE /api/v3/filters/7/": [Reply(status: 204)]]
        try await withServer(script) { harness in
            let answer = try await harness.argus.request(.delete, "/api/v3/filters/7/")

            #expect(answer == .null)
            #expect(harness.server.request.key == nil)
        }
    }

    @Test func `is tried again with the same idempotency key`() async throws {
        let script = [
            "POST /api/v3/filters/": [Reply(status: 503), Reply(status: 201, body: "{}")]
        ]
        try await withServer(script) { harness in
            try await harness.argus.request(.post, "/api/v3/filters/", body: ["name": "mine"])

            let keys = harness.server.requests.map(\.key)
            #expect(keys.count == 2)
            #expect(keys[0] != nil && keys[0] == keys[1])
        }
    }

    @Test func `fails as all others do`() async throws {
        let reply = Reply(status: 400, body: #"{"name":["This field is required."]}"#)
        try await withServer(["POST /api/v3/filters/": [reply]]) { harness in
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.request(.post, "/api/v3/filters/", body: [:])
            }

            #expect(error?.refusal?.messages(on: "name") == ["This field is required."])
        }
    }

    @Test(arguments: [
        ".evil.example.org/", "@evil.example.org/", "", "api/v3/filters/", "/api/v3/a b/",
        "/api/v3/?a=b", "/api/v3/#a", "/api/v3/ø/", "/api/v3/\r\nHost: evil/",
    ])
    func `is not sent to what could be elsewhere`(path: String) async throws {
        try await withServer([:]) { harness in
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.request(.get, path)
            }

            #expect(error?.kind == .unsayable)
            #expect(harness.server.requests.isEmpty)
        }
    }
}
