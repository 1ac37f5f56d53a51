import ArgusClient
import ArgusVocabulary
import Testing

private let path = "POST /api/v3/incidents/batch/"

private func created(_ ids: Incident.ID...) -> Reply {
    let items = ids.map {
        #"{"status":201,"incident":\#(Incident.sample(id: $0).text),"errors":null}"#
    }
    return Reply(body: #"{"items":[\#(items.joined(separator: ","))]}"#)
}

@Suite struct `Saying many things at once` {
    private let incident = NewIncident(
        description: "x", startTime: .sample, sourceIncidentID: "a-1", tags: ["host": "a"])

    @Test func `sends each in version 3, with one key`() async throws {
        try await withServer([path: [created(1, 2, 3)]]) { harness in
            let key = try #require(IdempotencyKey("queue-1"))
            try await harness.argus.batch(
                [
                    .post(incident),
                    .change(.sourceIncidentID("b"), IncidentChange(level: .high, tags: ["a": "1"])),
                    .close(.id(7), at: .sample, description: "Up"),
                ], key: key)

            let request = harness.server.request
            #expect(request.key == "queue-1")
            #expect(
                request.body
                    == #"{"items":[{"op":"create","start_time":"2026-11-22T09:10:43Z","#
                    + #""end_time":"infinity","source_incident_id":"a-1","description":"x","level":5,"#
                    + #""tags":["host=a"]},"#
                    + #"{"op":"update","source_incident_id":"b","tags":["a=1"],"level":2},"#
                    + #"{"op":"close","pk":7,"timestamp":"2026-11-22T09:10:43Z","description":"Up"}]}"#
            )
        }
    }

    @Test func `gives back what became of each`() async throws {
        let body =
            #"{"items":[{"status":201,"incident":\#(Incident.sample(id: 1).text),"errors":null},"#
            + #"{"status":200,"incident":\#(Incident.sample(id: 2).text),"errors":null},"#
            + #"{"status":404,"incident":null,"errors":{"detail":"No Incident matches."}}]}"#
        try await withServer([path: [Reply(body: body)]]) { harness in
            let close = BatchItem.close(.id(9), at: nil)
            let answers = try await harness.argus.batch([.post(incident), .post(incident), close])

            #expect(answers[0] == .created(.sample(id: 1)))
            #expect(answers[1].incident?.id == 2)
            guard case .refused(let refusal) = answers[2] else {
                Issue.record("\(answers[2])")
                return
            }
            #expect((refusal.status, refusal.description) == (404, "No Incident matches."))
        }
    }

    @Test func `splits what is too much for one request`() async throws {
        let answer = { (count: Int) in
            let item = #"{"status":400,"incident":null,"errors":{}}"#
            let items = Array(repeating: item, count: count).joined(separator: ",")
            return Reply(body: #"{"items":[\#(items)]}"#)
        }
        let close = BatchItem.close(.id(1), at: nil)
        try await withServer([path: [answer(1000), answer(1000), answer(5)]]) { harness in
            let key = try #require(IdempotencyKey("k"))
            let answers = try await harness.argus.batch(
                Array(repeating: close, count: 2005), key: key)

            #expect(answers.count == 2005)
            #expect(harness.server.requests.map(\.key) == ["k", "1-k", "2-k"])
        }
    }

    @Test func `splits what is too large for one request`() async throws {
        let large = BatchItem.close(
            .id(1), at: nil, description: String(repeating: "x", count: 300_000))
        try await withServer([path: [created(1)]]) { harness in
            try await harness.argus.batch([large, large, large])

            #expect(harness.server.requests.count == 3)
        }
    }

    @Test func `asks nothing when there is nothing to say`() async throws {
        try await withServer([:]) { harness in
            let answers = try await harness.argus.batch([])

            #expect(answers.isEmpty)
            #expect(harness.server.requests.isEmpty)
        }
    }

    @Test func `does not take an answer of another length`() async throws {
        try await withServer([path: [created(1, 2)]]) { harness in
            let error = await failure { () async throws(ArgusError) in
                try await harness.argus.batch([.post(incident)])
            }

            #expect(error?.kind == .unexpectedAnswer)
        }
    }
}

@Suite struct `Sending a snapshot` {
    private let path = "PUT /api/v3/incidents/mine/snapshot/"
    private let incident = NewIncident(
        description: "", startTime: .sample, sourceIncidentID: "a-1")

    private func body(applied: Bool, detail: String = "", opened: String = "") -> String {
        #"{\#(detail)"applied":\#(applied),"counts":{},"opened":[\#(opened)],"reopened":[],"updated":[],"#
            + #""closed":[{"pk":1,"source_incident_id":"b"}],"unchanged":[],"skipped":[]}"#
    }

    @Test func `gives back what was done`() async throws {
        let done = Reply(body: body(applied: true, opened: #"{"pk":7,"source_incident_id":"a-1"}"#))
        try await withServer([path: [done]]) { harness in
            let outcome = try await harness.argus.snapshot([incident], takenAt: .sample)

            guard case .applied(let difference) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(difference.opened == [.init(id: 7, sourceIncidentID: "a-1")])
            #expect(difference.closed == [.init(id: 1, sourceIncidentID: "b")])
            #expect(harness.server.request.query == "")
            #expect(
                harness.server.request.body
                    == #"{"incidents":[{"start_time":"2026-11-22T09:10:43Z","end_time":"infinity","#
                    + #""source_incident_id":"a-1","level":5,"tags":[]}],"timestamp":"2026-11-22T09:10:43Z"}"#
            )
        }
    }

    @Test func `tells what would have been closed without a confirmation`() async throws {
        let refused = Reply(
            status: 409, body: body(applied: false, detail: #""detail":"Too much.","#))
        try await withServer([path: [refused]]) { harness in
            let outcome = try await harness.argus.snapshot([])

            guard case .unconfirmed("Too much.", let difference) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(difference.closed.count == 1)
        }
    }

    @Test(arguments: [
        (SnapshotLimit.usual, ""), (.upTo(12), "confirm=12"), (.unlimited, "confirm=true"),
    ])
    func `confirms how many may be closed`(limit: SnapshotLimit, query: String) async throws {
        try await withServer([path: [Reply(body: body(applied: true))]]) { harness in
            try await harness.argus.snapshot([], closing: limit)

            #expect(harness.server.request.query == query)
        }
    }

    @Test func `may be rehearsed`() async throws {
        let rehearsed = Reply(
            body: body(applied: false, opened: #"{"pk":null,"source_incident_id":"a-1"}"#))
        try await withServer([path: [rehearsed]]) { harness in
            let difference = try await harness.argus.rehearseSnapshot([incident])

            #expect(difference.opened == [.init(id: nil, sourceIncidentID: "a-1")])
            #expect(harness.server.request.query == "dry_run=true")
        }
    }
}
