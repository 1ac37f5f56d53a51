import ArgusClient
import ArgusVocabulary
import Testing

@Suite struct `Many incidents are told at once` {
    /// A problem that began an hour before the tests' moment.
    private func problem(_ number: Int, _ description: String = "Down") -> NewIncident {
        NewIncident(
            description: description, startTime: Timestamp(unixSeconds: 1_750_000_000),
            sourceIncidentID: "\(number)", tags: ["host": "h\(number)"])
    }

    @Test func `by a batch, and corrected by a snapshot`() async throws {
        try await Installation.with { argus in
            let token = try await argus.createSource()
            try await RunningServer.with(argus) { server in
                let configuration = ArgusClient.Configuration(
                    url: server.url, token: Token(token), timeout: .seconds(120), environment: [:])
                try await ArgusClient.with(configuration) { client in
                    let answers = try await client.batch(
                        (0..<1200).map { .post(problem($0)) }
                            + [.close(.sourceIncidentID("7"), at: nil, description: "Up")])
                    let snapshot = (1..<1100).map { problem($0, $0 == 1 ? "Worse" : "Down") }
                    let rehearsed = try await client.rehearseSnapshot(snapshot)
                    let outcome = try await client.snapshot(snapshot)

                    #expect(answers.prefix(1200).allSatisfy { $0.incident?.isOpen == true })
                    #expect(answers.last?.incident?.isOpen == false)
                    guard case .applied(let difference) = outcome else {
                        Issue.record("\(outcome)")
                        return
                    }
                    #expect(difference == rehearsed)
                    #expect(difference.updated.map(\.sourceIncidentID) == ["1"])
                    #expect(difference.reopened.map(\.sourceIncidentID) == ["7"])
                    #expect(difference.closed.count == 101)
                    #expect(difference.unchanged.count == 1097)
                }
            }
        }
    }

    @Test func `but not closed all at once by mistake`() async throws {
        try await Installation.with { argus in
            let token = try await argus.createSource()
            try await RunningServer.with(argus) { server in
                let configuration = ArgusClient.Configuration(
                    url: server.url, token: Token(token), timeout: .seconds(120), environment: [:])
                try await ArgusClient.with(configuration) { client in
                    try await client.snapshot((0..<20).map { problem($0) })
                    let refused = try await client.snapshot([])
                    let confirmed = try await client.snapshot([], closing: .upTo(20))

                    guard case .unconfirmed(_, let kept) = refused,
                        case .applied(let closed) = confirmed
                    else {
                        Issue.record("\(refused) \(confirmed)")
                        return
                    }
                    #expect(kept == closed)
                }
            }
        }
    }
}
