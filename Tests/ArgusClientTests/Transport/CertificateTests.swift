import ArgusClient
import FoundationEssentials
import Testing

@Suite struct `A server with a certificate` {
    static let script = ["GET /api/": [Reply(body: #"{"server-version":"1"}"#)]]

    @Test func `is trusted when its authority is named`() async throws {
        try await Certificates.inTemporaryFolder { certificates in
            let server = FakeServer(Self.script)
            let tls = try await certificates.server(for: "localhost")
            try await server.run(tls: tls) { port in
                let version = try await ask(port, trusting: certificates.authorityFile).get()

                #expect(version == "1")
            }
        }
    }

    @Test func `is not trusted by the system's authorities`() async throws {
        try await Certificates.inTemporaryFolder { certificates in
            let server = FakeServer(Self.script)
            let tls = try await certificates.server(for: "localhost")
            try await server.run(tls: tls) { port in
                let result = await ask(port, trusting: nil)

                #expect(
                    result.error?.kind
                        == .badCertificate(reason: "no known authority vouches for it")
                )
                #expect(server.requests.isEmpty)
            }
        }
    }

    @Test func `is not trusted when it is another one's`() async throws {
        try await Certificates.inTemporaryFolder { certificates in
            let server = FakeServer(Self.script)
            let tls = try await certificates.server(for: "other.example.org")
            try await server.run(tls: tls) { port in
                let result = await ask(port, trusting: certificates.authorityFile)

                #expect(
                    result.error?.kind == .badCertificate(reason: "it belongs to another host")
                )
                #expect(server.requests.isEmpty)
            }
        }
    }

    @Test func `is never asked when the file of authorities is missing or empty`() throws {
        for file in ["/nowhere/ca.pem", "/dev/null"] {
            var configuration = ArgusClient.Configuration.sample(url: "https://localhost")
            configuration.certificateAuthorityFile = file
            #expect(throws: ConfigurationError.self) { _ = try ArgusClient(configuration) }
        }
    }

    private func ask(_ port: Int, trusting file: String?) async -> Result<String, ArgusError> {
        var configuration = ArgusClient.Configuration.sample(url: "https://localhost:\(port)")
        configuration.certificateAuthorityFile = file
        configuration.pause = { _ in Issue.record("a bad certificate is no reason to wait") }
        do {
            return .success(
                try await ArgusClient.with(configuration) { try await $0.serverVersion() }
            )
        } catch let error as ArgusError {
            return .failure(error)
        } catch {
            Issue.record(error)
            return .success("")
        }
    }
}

extension Result where Failure == ArgusError {
    var error: ArgusError? {
        if case .failure(let error) = self { error } else { nil }
    }
}
