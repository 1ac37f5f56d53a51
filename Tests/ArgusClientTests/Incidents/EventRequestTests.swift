import ArgusClient
import ArgusVocabulary
import ArgusWire
import Testing

@Suite struct `Requests about the log of an incident` {
    let created = Reply(status: 201, body: Event.sample().text)

    @Test func `post any event`() async throws {
        try await withServer(["POST /api/v2/incidents/7/events/": [created]]) { harness in
            let event = NewEvent(type: .other, timestamp: .sample, description: "seen")
            let posted = try await harness.argus.post(event, to: 7)

            #expect(posted == Event.sample())
            #expect(
                harness.server.request.body
                    == #"{"timestamp":"2026-11-22T09:10:43Z","type":"OTH","description":"seen"}"#)
            #expect(harness.server.request.key?.count == 32)
        }
    }

    @Test func `are about now unless they say something else`() async throws {
        let script = [
            "POST /api/v2/incidents/7/events/": [created],
            "POST /api/v2/incidents/7/acks/": [
                Reply(status: 201, body: Acknowledgement.sample.text)
            ],
        ]
        try await withServer(script, configure: { $0.clock = { .sample } }) { harness in
            try await harness.argus.resolve(7)
            try await harness.argus.restart(7)
            try await harness.argus.post(NewEvent(type: .other), to: 7)
            try await harness.argus.acknowledge(7)

            let times = harness.server.requests.map {
                (try? JSONValue(parsing: $0.body))?["timestamp"]?.string
            }
            #expect(times == Array(repeating: "2026-11-22T09:10:43Z", count: 4))
        }
    }

    @Test func `resolve with an END`() async throws {
        try await withServer(["POST /api/v2/incidents/7/events/": [created]]) { harness in
            try await harness.argus.resolve(7, at: .sample)

            #expect(
                harness.server.request.body
                    == #"{"timestamp":"2026-11-22T09:10:43Z","type":"END"}"#
            )
        }
    }

    @Test func `restart with a RES`() async throws {
        try await withServer(["POST /api/v2/incidents/7/events/": [created]]) { harness in
            try await harness.argus.restart(7, at: .sample, description: "back")

            #expect(
                harness.server.request.body
                    == #"{"timestamp":"2026-11-22T09:10:43Z","type":"RES","description":"back"}"#
            )
        }
    }

    @Test func `list all events`() async throws {
        let list = Reply(body: "[\(Event.sample(id: 2).text),\(Event.sample(id: 1).text)]")
        try await withServer(["GET /api/v2/incidents/7/events/": [list]]) { harness in
            let events = try await harness.argus.events(of: 7)

            #expect(events.map(\.id) == [2, 1])
        }
    }

    @Test func `list all acknowledgements`() async throws {
        let list = Reply(body: "[\(Acknowledgement.sample.text)]")
        try await withServer(["GET /api/v2/incidents/7/acks/": [list]]) { harness in
            let acknowledgements = try await harness.argus.acknowledgements(of: 7)

            #expect(acknowledgements == [.sample])
        }
    }

    @Test(arguments: [
        (
            APIVersion.v1,
            #"{"event":{"timestamp":"2026-11-22T09:10:43Z","description":"on it"},"expiration":null}"#
        ),
        (
            APIVersion.v2,
            #"{"timestamp":"2026-11-22T09:10:43Z","description":"on it","expiration":null}"#
        ),
    ])
    func `acknowledge in the form of the version`(version: APIVersion, body: String) async throws {
        let created = Reply(status: 201, body: Acknowledgement.sample.text)
        let script = ["POST \(version.path)incidents/7/acks/": [created]]
        try await withServer(script, configure: { $0.version = version }) { harness in
            let new = NewAcknowledgement(timestamp: .sample, description: "on it")
            let posted = try await harness.argus.acknowledge(7, new)

            #expect(posted.id == 82)
            #expect(harness.server.request.body == body)
        }
    }

    @Test func `go to version 2 where version 3 has no log`() async throws {
        let script = ["GET /api/v2/incidents/7/events/": [Reply(body: "[]")]]
        try await withServer(script, configure: { $0.version = .v3 }) { harness in
            let events = try await harness.argus.events(of: 7)

            #expect(events.isEmpty)
        }
    }
}
