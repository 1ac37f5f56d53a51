import ArgusClient
import ArgusTesting
import AsyncHTTPClient
import Logging
import Testing

@Suite struct `An HTTP client of one's own` {
    static let script = ["GET /api/": [Reply(body: #"{"server-version":"1"}"#)]]

    @Test func `sends the requests, and is not shut down`() async throws {
        let own = HTTPClient()
        try await withServer(Self.script, configure: { $0.httpClient = own }) { harness in
            for _ in 0..<2 {
                let version = try await ArgusClient.with(harness.configuration) {
                    try await $0.serverVersion()
                }

                #expect(version == "1")
            }
        }
        try await own.shutdown()
    }

    @Test func `that is shut down sends nothing`() async throws {
        let own = HTTPClient()
        try await own.shutdown()
        try await withServer(Self.script, configure: { $0.httpClient = own }) { harness in
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.serverVersion()
            }

            #expect(error?.kind == .cancelled)
            #expect(harness.server.requests.isEmpty)
        }
    }

    @Test func `goes without a file of authorities`() {
        var configuration = ArgusClient.Configuration.sample()
        configuration.httpClient = .shared
        configuration.certificateAuthorityFile = "ca.pem"

        let error = #expect(throws: ArgusError.self) { _ = try ArgusClient(configuration) }

        #expect(
            error?.description
                == "The file of certificate authorities \"ca.pem\" is not used by an HTTP client "
                + "of one's own: have that client trust them.")
    }
}

@Suite struct `A logger of one's own` {
    @Test func `is told what is tried again`() async throws {
        let log = RecordingLog()
        let script = ["GET /api/": [Reply(status: 503), Reply(body: #"{"server-version":"1"}"#)]]
        try await withServer(script, configure: { $0.logger = log.logger }) { harness in
            _ = try await harness.argus.serverVersion()

            let lines = log.lines(.info)
            #expect(lines.count == 1)
            #expect(lines.first?.hasPrefix("Trying again in 0.0 s. GET ") == true)
            #expect(lines.first?.contains("it answers with status 503") == true)
        }
    }
}
