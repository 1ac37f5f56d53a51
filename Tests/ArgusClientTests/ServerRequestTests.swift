import ArgusClient
import HTTPTypes
import Testing

@Suite struct `Requests about the server` {
    @Test func `send a heartbeat`() async throws {
        let accepted = Reply(status: 204)
        let script = ["POST /api/v2/incidents/sources/heartbeat/": [accepted]]
        try await withServer(script) { harness in
            try await harness.argus.heartbeat()

            #expect(harness.server.request.body.isEmpty)
            #expect(harness.server.request.key != nil)
        }
    }

    @Test(arguments: ["expiration", "expiry"])
    func `get a new token with its end under either name`(name: String) async throws {
        let body = #"{"\#(name)":"2026-11-22T09:10:43+00:00","token":"n3w"}"#
        try await withServer(["POST /api/v2/auth/token/login/": [Reply(body: body)]]) { harness in
            let refreshed = try await harness.argus.refreshToken()

            #expect(refreshed.token == "n3w")
            #expect(refreshed.expiration == .sample)
        }
    }

    @Test func `get a token without end`() async throws {
        let body = #"{"expiration":null,"expiry":null,"token":"n3w"}"#
        try await withServer(["POST /api/v2/auth/token/login/": [Reply(body: body)]]) { harness in
            let refreshed = try await harness.argus.refreshToken()

            #expect(refreshed.expiration == nil)
        }
    }

    @Test func `read the server's version`() async throws {
        let body = #"{"server-version":"2.10.2","api-version":{"stable":"v2"}}"#
        try await withServer(["GET /api/": [Reply(body: body)]]) { harness in
            let version = try await harness.argus.serverVersion()

            #expect(version == "2.10.2")
        }
    }

    @Test func `stand below a root with a path`() async throws {
        let body = #"{"server-version":"1"}"#
        let script = ["GET /argus/api/": [Reply(body: body)]]
        try await withServer(script, configure: { $0.url += "/argus/" }) { harness in
            let version = try await harness.argus.serverVersion()

            #expect(version == "1")
        }
    }

    @Test func `name the program`() async throws {
        let script = ["GET /api/": [Reply(body: #"{"server-version":"1"}"#)]]
        try await withServer(script, configure: { $0.userAgent = "my-glue/1.0" }) { harness in
            _ = try await harness.argus.serverVersion()

            #expect(harness.server.request.headers[.userAgent] == "my-glue/1.0")
        }
    }
}
