import ArgusClient
import ArgusClientTesting
import ArgusVocabulary
import Testing

@Suite struct `A server in memory` {
    let incident = NewIncident(description: "x", startTime: .sample, sourceIncidentID: "a-1")

    @Test func `shows what it has, and what it was asked`() async throws {
        let server = FakeArgus()
        try await server.client { [incident] argus in
            let posted = try await argus.post(incident)
            try await argus.acknowledge(posted.id)
        }

        #expect(server["a-1"]?.isAcked == true)
        #expect(server.events(of: "a-1").map(\.type) == [.start, .acknowledge])
        #expect(server.requests.map(\.token) == ["s3cr3t", "s3cr3t"])
    }

    @Test func `fails as often as it is told to`() async throws {
        let server = FakeArgus()
        server.fail(2, .status(503))
        try await server.client { [incident] argus in try await argus.post(incident) }

        #expect(server.requests.count == 3)
        #expect(server.incidents.count == 1)
    }

    @Test(arguments: [(FakeArgus.Fault.hangUp, 0), (.loseAnswer, 1)])
    func `may not answer, and have done nothing or all`(
        fault: FakeArgus.Fault, count: Int
    ) async throws {
        let server = FakeArgus()
        server.fail { _ in fault }
        try await server.client(retries: .none) { [incident] argus in
            let error = await failure { () async throws(ArgusError) in
                try await argus.post(incident)
            }

            #expect(error?.kind == .unavailable)
        }

        #expect(server.incidents.count == count)
    }

    @Test func `answers once what is sent twice under one key`() async throws {
        let server = FakeArgus()
        server.fail(1, .loseAnswer)
        try await server.client { [incident] argus in
            let posted = try await argus.post(incident)

            #expect(posted.id == 1)
        }

        #expect(server.incidents.count == 1)
    }

    @Test func `can be so slow that nobody waits for it`() async throws {
        let server = FakeArgus()
        server.fail { _ in .delay(.seconds(86_400)) }
        try await server.client { [incident] argus in
            let posting = Task { try await argus.post(incident) }
            await server.until { !$0.requests.isEmpty }
            posting.cancel()

            await #expect(throws: ArgusError.self) { try await posting.value }
        }

        #expect(server.incidents.isEmpty)
    }

    @Test func `refuses what it is told to, alone or in a batch`() async throws {
        let server = FakeArgus()
        server.refuse { $0["description"] == "x" ? ["description": ["No x."]] : nil }
        try await server.client { [incident] argus in
            let error = await failure { () async throws(ArgusError) in
                try await argus.post(incident)
            }
            let answers = try await argus.batch([.post(incident)])

            #expect(error?.refusal?.messages(on: "description") == ["No x."])
            #expect(answers.first?.incident == nil)
        }
    }

    @Test func `is as older ones are without version 3`() async throws {
        let server = FakeArgus(offersVersion3: false)
        try await server.client { [incident] argus in
            let error = await failure { () async throws(ArgusError) in
                try await argus.batch([.post(incident)])
            }

            #expect(error?.kind == .unexpectedAnswer)
        }
    }

    @Test func `lets a person close, and forgets`() async throws {
        let server = FakeArgus()
        try await server.client { [incident] argus in try await argus.post(incident) }

        server.close("a-1")
        #expect(server["a-1"]?.isOpen == false)
        #expect(server.events(of: "a-1").map(\.type) == [.start, .close])

        server.forgetAll()
        #expect(server.incidents.isEmpty && server["a-1"] == nil)
    }
}

extension FakeArgus {
    /// Serves while the body uses a client, which never really waits.
    fileprivate func client(
        retries: RetryPolicy = .standard, _ body: @Sendable (ArgusClient) async throws -> Void
    ) async throws {
        try await serve { url in
            var configuration = ArgusClient.Configuration.sample(url: url)
            (configuration.retries, configuration.pause) = (retries, { _ in })
            configuration.timeout = .seconds(120)
            try await ArgusClient.with(configuration, body)
        }
    }
}
