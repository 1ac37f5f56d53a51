import ArgusClient
import ArgusVocabulary
import HTTPTypes
import Testing

@Suite struct `Requests about incidents` {
    let incident = NewIncident(description: "x", startTime: .sample, sourceIncidentID: "a-1")

    @Test func `post an incident and read the answer`() async throws {
        let created = Reply(status: 201, body: Incident.sample(tags: ["host=a", "host=b"]).text)
        try await withServer(["POST /api/v2/incidents/": [created]]) { harness in
            let posted = try await harness.argus.post(incident)

            #expect(posted.id == 7)
            #expect(posted.tags["host"] == ["a", "b"])
            #expect(posted.level == .moderate)
        }
    }

    @Test func `say who asks, in JSON, with an idempotency key`() async throws {
        let created = Reply(status: 201, body: Incident.sample().text)
        try await withServer(["POST /api/v2/incidents/": [created]]) { harness in
            let key = try #require(IdempotencyKey("queue-1"))
            try await harness.argus.post(incident, key: key)

            let request = harness.server.request
            #expect(request.headers[.authorization] == "Token s3cr3t")
            #expect(request.headers[.contentType] == "application/json")
            #expect(request.key == "queue-1")
        }
    }

    @Test func `go to the version that is spoken`() async throws {
        let created = Reply(status: 201, body: Incident.sample().text)
        let script = ["POST /api/v1/incidents/": [created]]
        try await withServer(script, configure: { $0.version = .v1 }) { harness in
            try await harness.argus.post(incident)

            #expect(harness.server.request.path == "/api/v1/incidents/")
        }
    }

    @Test func `fetch one incident`() async throws {
        let found = Reply(body: Incident.sample(id: 7).text)
        try await withServer(["GET /api/v2/incidents/7/": [found]]) { harness in
            let incident = try await harness.argus.incident(7)

            #expect(incident == Incident.sample(id: 7))
            #expect(harness.server.request.key == nil)
        }
    }

    @Test func `change what is named and nothing else`() async throws {
        let changed = Reply(body: Incident.sample().text)
        try await withServer(["PATCH /api/v2/incidents/7/": [changed]]) { harness in
            try await harness.argus.change(7, IncidentChange(level: .critical, tags: ["a": "1"]))

            #expect(harness.server.request.body == #"{"tags":[{"tag":"a=1"}],"level":1}"#)
        }
    }

    @Test func `change no metadata in version 1, which has none`() async throws {
        try await withServer([:], configure: { $0.version = .v1 }) { harness in
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.change(7, IncidentChange(metadata: ["a": 1]))
            }

            #expect(error?.isUnsayable == true)
            #expect(harness.server.requests.isEmpty)
        }
    }

    @Test func `link a ticket`() async throws {
        let linked = Reply(body: #"{"ticket_url":"https://t.example.org/6"}"#)
        try await withServer(["PUT /api/v2/incidents/7/ticket_url/": [linked]]) { harness in
            try await harness.argus.setTicketURL("https://t.example.org/6", on: 7)

            #expect(harness.server.request.body == #"{"ticket_url":"https://t.example.org/6"}"#)
        }
    }

    @Test func `find one's own incident by the monitoring system's identifier`() async throws {
        let found = Reply(body: page([.sample(sourceIncidentID: "a 1")]))
        try await withServer(["GET /api/v2/incidents/mine/": [found]]) { harness in
            let incident = try await harness.argus.mine(sourceIncidentID: "a 1")

            #expect(incident?.id == 7)
            #expect(harness.server.request.query == "source_incident_id=a%201&page_size=1")
        }
    }

    @Test func `find nothing under an identifier that was never posted`() async throws {
        try await withServer(["GET /api/v2/incidents/mine/": [Reply(body: page([]))]]) { harness in
            let incident = try await harness.argus.mine(sourceIncidentID: "b")

            #expect(incident == nil)
        }
    }

    @Test func `ask nothing for an empty identifier, which would mean any`() async throws {
        try await withServer([:]) { harness in
            let incident = try await harness.argus.mine(sourceIncidentID: "")

            #expect(incident == nil)
            #expect(harness.server.requests.isEmpty)
        }
    }
}
