import ArgusTesting
import HTTPTypes
import Testing

@testable import ArgusClient

@Suite struct `A connection` {
    static let path = "GET /api/"
    static let answer = Reply(body: #"{"server-version":"1"}"#)

    @Test func `that brings no answer in time is given up`() async throws {
        let configure = { @Sendable (configuration: inout ArgusClient.Configuration) in
            (configuration.timeout, configuration.retries) = (.milliseconds(50), .none)
        }
        try await withServer([Self.path: [.stalls]], configure: configure) { harness in
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.serverVersion()
            }

            // On a busy machine the time may be over before there is a connection.
            let reasons = ["no answer within 0.05 s", "no connection in time"]
            #expect(
                reasons.contains {
                    error?.problem == .unavailable(reason: $0, retryAfter: nil)
                })
        }
    }

    @Test func `that breaks makes the server unavailable`() async throws {
        let script = [Self.path: [Reply.hangsUp]]
        try await withServer(script, configure: { $0.retries = .none }) { harness in
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.serverVersion()
            }

            #expect(error?.problem == .unavailable(reason: "the connection broke", retryAfter: nil))
        }
    }

    @Test func `that breaks is followed by another one`() async throws {
        try await withServer([Self.path: [.hangsUp, Self.answer]]) { harness in
            let version = try await harness.argus.serverVersion()

            #expect(version == "1")
            #expect(harness.server.requests.count == 2)
        }
    }

    @Test func `that nobody accepts makes the server unavailable`() async throws {
        let port = try DeafPort()
        defer { withExtendedLifetime(port) {} }
        var configuration = ArgusClient.Configuration.sample(
            url: "http://127.0.0.1:\(port.number)")
        configuration.retries = .none
        try await ArgusClient.with(configuration) { argus in
            let error = await failure { () async throws(ArgusError) in
                try await argus.serverVersion()
            }

            #expect(
                error?.problem
                    == .unavailable(
                        reason: "connection refused",
                        retryAfter: nil
                    )
            )
        }
    }

    @Test func `to a host that there is not makes the server unavailable`() async throws {
        var configuration = ArgusClient.Configuration.sample(url: "http://argus.invalid")
        configuration.retries = .none
        try await ArgusClient.with(configuration) { argus in
            let error = await failure { () async throws(ArgusError) in
                try await argus.serverVersion()
            }

            #expect(error?.isTemporary == true)
        }
    }

    @Test func `ends with the task that waits for it`() async throws {
        try await withServer([Self.path: [.stalls]]) { harness in
            let task = Task {
                await failure { () async throws(ArgusError) in
                    try await harness.argus.serverVersion()
                }
            }
            await harness.server.firstRequest()
            task.cancel()

            #expect(await task.value?.kind == .cancelled)
        }
    }

    @Test func `is not made by a client that was shut down`() async throws {
        let argus = try ArgusClient(.sample())
        try await argus.shutdown()

        let error = await failure { () async throws(ArgusError) in try await argus.serverVersion() }

        #expect(error?.kind == .cancelled)
    }

    @Test func `may be closed twice`() async throws {
        let argus = try ArgusClient(.sample())
        try await argus.shutdown()
        try await argus.shutdown()
    }

    @Test func `is closed by itself when nobody holds the client any more`() async throws {
        let server = FakeServer([Self.path: [Self.answer]])
        try await server.run { port in
            for _ in 0..<3 {
                let argus = try ArgusClient(.sample(port: port))
                _ = try await argus.serverVersion()
            }
            _ = try ArgusClient(.sample(port: port))
            let version = try await ArgusClient(.sample(port: port)).serverVersion()

            #expect(version == "1")
        }
    }

    @Test func `to a port that is not encrypted is not tried again with https`() async throws {
        try await withServer([:]) { harness in
            let url = harness.argus.transport.server.root.replacing("http://", with: "https://")
            var configuration = ArgusClient.Configuration.sample(url: url)
            configuration.pause = { _ in Issue.record("waiting does not encrypt a port") }
            let error = try await ArgusClient.with(configuration) { argus in
                await failure { () async throws(ArgusError) in try await argus.serverVersion() }
            }

            #expect(
                error?.description
                    == "GET \(url)/api/: the answer is not one of an Argus server (it is not "
                    + "encrypted, as https:// wants it); check the URL.")
        }
    }

    @Test func `to a port that is encrypted is not tried again with http`() async throws {
        let alert = "\u{15}\u{3}\u{1}\u{0}\u{2}\u{2}\u{46}"
        let head = try await firstRequest(answering: alert) { port in
            var configuration = ArgusClient.Configuration.sample(url: "http://127.0.0.1:\(port)")
            configuration.pause = { _ in Issue.record("waiting does not mend a URL") }
            let error = try await ArgusClient.with(configuration) { argus in
                await failure { () async throws(ArgusError) in try await argus.serverVersion() }
            }

            #expect(
                error?.problem
                    == .unexpectedAnswer("it is no HTTP, or it is encrypted and wants https://"))
        }

        #expect(!head.isEmpty)
    }

    @Test func `is closed even when the work with it fails`() async throws {
        struct Broken: Error {}
        try await withServer([:]) { harness in
            await #expect(throws: Broken.self) {
                try await ArgusClient.with(.sample()) { _ in throw Broken() }
            }
        }
    }
}
