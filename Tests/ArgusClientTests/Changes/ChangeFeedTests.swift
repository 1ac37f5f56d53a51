import ArgusClient
import ArgusVocabulary
import HTTPTypes
import Testing

@Suite struct `Following what changes` {
    private static let route = "GET /api/v3/changes/"

    @Test func `tells one change after the other, over as many connections as it takes`()
        async throws
    {
        let script = [Self.route: [stream(ready(4) + event(5) + event(6)), stream(event(7))]]
        try await withServer(script) { harness in
            let changes = try await harness.argus.changes().first(3)

            #expect(changes.map(\.id) == [5, 6, 7])
            #expect(changes.allSatisfy { $0.type == .deletion && $0.incidentID == 3 })
            #expect(harness.server.requests.map(\.query) == ["", "since=6"])
            #expect(harness.server.requests.first?.headers[.accept] == "text/event-stream")
        }
    }

    @Test func `goes on from a sign of life`() async throws {
        let script = [Self.route: [stream("id: 9\n\n"), stream(event(12))]]
        try await withServer(script) { harness in
            _ = try await harness.argus.changes(since: 3).first(1)

            #expect(harness.server.requests.map(\.query) == ["since=3", "since=9"])
        }
    }

    @Test func `does not count what broke off`() async throws {
        let script = [Self.route: [stream(String(event(5).dropLast())), stream(event(5))]]
        try await withServer(script) { harness in
            let changes = try await harness.argus.changes(since: 4).first(1)

            #expect(changes.map(\.id) == [5])
            #expect(harness.server.requests.map(\.query) == ["since=4", "since=4"])
        }
    }

    @Test func `never gives up on a server that is away`() async throws {
        let away = Array(repeating: Reply(status: 503, headers: ["Retry-After": "2"]), count: 9)
        let script = [Self.route: away + [stream(event(1))]]
        try await withServer(script, configure: { $0.retries = .none }) { harness in
            _ = try await harness.argus.changes().first(1)

            #expect(harness.pauses.all == Array(repeating: .seconds(2), count: 9))
        }
    }

    @Test(
        arguments: [
            (401, #"{"detail":"Invalid token."}"#, .notAuthenticated(detail: "Invalid token.")),
            (410, #"{"detail":"Too late.","last":42}"#, .gone(detail: "Too late.", last: 42)),
            (404, #"{"detail":"Not found."}"#, .notFound(detail: "Not found.")),
        ] as [(Int, String, ArgusError.Problem)])
    func `ends with what waiting does not mend`(
        status: Int, body: String, problem: ArgusError.Problem
    ) async throws {
        let script = [Self.route: [Reply(status: status, body: body)]]
        try await withServer(script) { harness in
            let failure = await failure { () async throws(ArgusError) in
                var changes = harness.argus.changes().makeAsyncIterator()
                return try await changes.next()
            }

            #expect(failure?.problem == problem)
            #expect(harness.server.requests.count == 1)
        }
    }

    @Test func `goes on after what a newer server says`() async throws {
        let novel = event(5).replacing("\"DEL\"", with: "\"NEW\"")
        try await withServer([Self.route: [stream(novel + event(6))]]) { harness in
            let changes = try await harness.argus.changes().first(2)

            #expect(changes.map(\.type) == [.unknown("NEW"), .deletion])
        }
    }

    @Test func `asks for those that fit, and for the others if wanted`() async throws {
        try await withServer([Self.route: [stream(event(1))]]) { harness in
            let query = IncidentQuery(open: true, level: .high)
            _ = try await harness.argus.changes(since: 0, matching: query, includingOthers: true)
                .first(1)

            #expect(
                harness.server.requests.first?.query
                    == "open=true&level__lte=2&unmatched=true&since=0")
        }
    }

    @Test func `ends with its task`() async throws {
        let server = FakeServer([Self.route: [.stalls]])
        try await server.run { port in
            let argus = try ArgusClient(.sample(port: port))
            let task = Task {
                await failure { () async throws(ArgusError) in
                    var changes = argus.changes().makeAsyncIterator()
                    return try await changes.next()
                }
            }
            await server.firstRequest()

            task.cancel()

            #expect(await task.value?.kind == .cancelled)
            try await argus.shutdown()
        }
    }

    private func stream(_ body: String) -> Reply {
        Reply(headers: ["Content-Type": "text/event-stream"], body: body)
    }

    private func ready(_ id: Int) -> String {
        "id: \(id)\nevent: ready\ndata: {\"last\":\(id)}\n\n"
    }

    private func event(_ id: Int) -> String {
        "id: \(id)\nevent: change\ndata: {\"id\":\(id),\"type\":\"DEL\","
            + "\"timestamp\":\"2026-11-22T09:10:43Z\",\"incident_pk\":3,\"incident\":null,"
            + "\"event\":null,\"matches\":false}\n\n"
    }
}

extension ChangeFeed {
    /// The first changes that it tells.
    fileprivate func first(_ count: Int) async throws -> [Change] {
        var changes: [Change] = []
        for try await change in self {
            changes.append(change)
            if changes.count == count { break }
        }
        return changes
    }
}
