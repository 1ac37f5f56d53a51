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

                #expect(result.error?.certificateProblem?.kind == .unknownAuthority)
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

                #expect(result.error?.certificateProblem?.kind == .otherHost)
                #expect(server.requests.isEmpty)
            }
        }
    }

    @Test(arguments: [
        ("20250101000000Z", "20250102000000Z", "expired at 2025-01-02T00:00:00Z; have it renewed"),
        ("29990101000000Z", "29990102000000Z", "is not valid before 2999-01-01T00:00:00Z; set"),
    ])
    func `that is out of date says until or from when it is valid`(
        begin: String, end: String, words: String
    ) async throws {
        try await Certificates.inTemporaryFolder { certificates in
            let server = FakeServer(Self.script)
            let tls = try await certificates.server(for: "localhost", from: begin, until: end)
            try await server.run(tls: tls) { port in
                let error = await ask(port, trusting: certificates.authorityFile).error

                #expect(error?.description.contains(words) == true)
                #expect(error?.attempts == 1)
                #expect(server.requests.isEmpty)
            }
        }
    }

    @Test(arguments: [
        ("/nowhere/ca.pem", "does not exist"), ("/etc", "cannot be read"),
        ("/etc/passwd", "holds no certificates"),
    ])
    func `is never asked when the file of authorities is none`(file: String, problem: String) {
        var configuration = ArgusClient.Configuration.sample(url: "https://localhost")
        configuration.certificateAuthorityFile = file
        let error = #expect(throws: ArgusError.self) { _ = try ArgusClient(configuration) }

        #expect(
            error?.description
                == "The file of certificate authorities \"\(file)\" \(problem): name a PEM file.")
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
