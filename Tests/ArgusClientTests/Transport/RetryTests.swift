import ArgusClient
import Testing

@Suite struct `Trying again` {
    static let post = "POST /api/v2/incidents/"
    static let busy = Reply(status: 503)
    static let created = Reply(status: 201, body: Incident.sample().text)
    let incident = NewIncident(description: "x", startTime: .sample, sourceIncidentID: "a-1")

    @Test func `uses the same idempotency key and body`() async throws {
        try await withServer([Self.post: [Self.busy, Self.created]]) { harness in
            try await harness.argus.post(incident)

            let requests = harness.server.requests
            #expect(requests.count == 2)
            #expect(requests.first?.key != nil)
            #expect(Set(requests.map { "\($0.key ?? "") \($0.body)" }).count == 1)
        }
    }

    @Test func `waits as long as the server asks`() async throws {
        let replies = [
            Reply(status: 503, headers: ["Retry-After": "7"]),
            Reply(status: 429, headers: ["Retry-After": "Sun, 22 Nov 2026 09:10:53 GMT"]),
            Self.created,
        ]
        try await withServer([Self.post: replies], configure: { $0.clock = { .sample } }) {
            harness in
            try await harness.argus.post(incident)

            #expect(harness.pauses.all == [.seconds(7), .seconds(10)])
        }
    }

    @Test(arguments: [
        "3601", "86400", "1000000000000000000", "99999999999999999999999",
        "Fri, 31 Dec 9999 23:59:59 GMT",
    ])
    func `is put off by an hour at most, whatever the server asks for`(
        header: String
    ) async throws {
        let reply = Reply(status: 503, headers: ["Retry-After": header])
        let configure = { @Sendable (configuration: inout ArgusClient.Configuration) in
            configuration.clock = { .sample }
            configuration.retries = .none
        }
        try await withServer([Self.post: [reply]], configure: configure) { harness in
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.post(incident)
            }

            #expect(error?.retryAfter == .seconds(3600))
        }
    }

    @Test func `gives up at once when the server asks for more than the cap`() async throws {
        let reply = Reply(status: 429, headers: ["Retry-After": "31"])
        try await withServer([Self.post: [reply]]) { harness in
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.post(incident)
            }

            #expect(error?.problem == .rateLimited(retryAfter: .seconds(31)))
            #expect(harness.server.requests.count == 1)
        }
    }

    @Test func `ends after the attempts of the policy`() async throws {
        let configure = { @Sendable (configuration: inout ArgusClient.Configuration) in
            configuration.random = { 0.5 }
        }
        try await withServer([Self.post: [Self.busy]], configure: configure) { harness in
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.post(incident)
            }

            #expect(error?.attempts == 4)
            #expect(harness.server.requests.count == 4)
            #expect(
                harness.pauses.all == [.milliseconds(250), .milliseconds(500), .milliseconds(1000)]
            )
        }
    }

    @Test func `does not happen without a policy`() async throws {
        let script = [Self.post: [Self.busy, Self.created]]
        try await withServer(script, configure: { $0.retries = .none }) { harness in
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.post(incident)
            }

            #expect(error?.attempts == 1)
            #expect(harness.server.requests.count == 1)
        }
    }

    @Test(arguments: [400, 401, 403, 404, 413])
    func `does not happen for what can never succeed`(status: Int) async throws {
        let reply = Reply(status: status, body: #"{"detail":"no"}"#)
        try await withServer([Self.post: [reply]]) { harness in
            _ = await failure { () async throws(ArgusError) in
                try await harness.argus.post(incident)
            }

            #expect(harness.server.requests.count == 1)
        }
    }

    @Test func `helps reading and changing too`() async throws {
        let answer = Reply(body: Incident.sample().text)
        let script = [
            "GET /api/v2/incidents/7/": [Self.busy, answer],
            "PATCH /api/v2/incidents/7/": [Self.busy, answer],
            "PUT /api/v2/incidents/7/ticket_url/": [Self.busy, answer],
        ]
        try await withServer(script) { harness in
            _ = try await harness.argus.incident(7)
            try await harness.argus.change(7, IncidentChange(level: .low))
            try await harness.argus.setTicketURL("", on: 7)

            #expect(harness.server.requests.count == 6)
        }
    }

    @Test func `finds the incident that a server without idempotency made`() async throws {
        let duplicate = Reply(status: 400, body: #"["(source_incident_id, source_id)=(a-1, 2)"]"#)
        let script = [
            Self.post: [.hangsUp, duplicate],
            "GET /api/v2/incidents/mine/": [Reply(body: page([.sample(sourceIncidentID: "a-1")]))],
        ]
        try await withServer(script) { harness in
            let posted = try await harness.argus.post(incident)

            #expect(posted.id == 7)
        }
    }

    @Test func `does not take an older incident for the new one`() async throws {
        let duplicate = Reply(status: 400, body: #"["(source_incident_id, source_id)=(a-1, 2)"]"#)
        let script = [
            Self.post: [Self.busy, duplicate],
            "GET /api/v2/incidents/mine/": [Reply(body: page([.sample(sourceIncidentID: "a-1")]))],
        ]
        try await withServer(script) { harness in
            var later = incident
            later.startTime = later.startTime.advanced(by: .seconds(3600))
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.post(later)
            }

            #expect(error?.isDuplicate == true)
        }
    }

    @Test func `stops when the task is cancelled`() async throws {
        let configure = { @Sendable (configuration: inout ArgusClient.Configuration) in
            configuration.pause = { _ in throw CancellationError() }
        }
        try await withServer([Self.post: [Self.busy]], configure: configure) { harness in
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.post(incident)
            }

            #expect(error?.kind == .cancelled)
            #expect(harness.server.requests.count == 1)
        }
    }
}
