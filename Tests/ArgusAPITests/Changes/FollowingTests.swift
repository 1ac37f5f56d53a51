import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import HummingbirdTesting
import NIOHTTP1
import Testing

/// Creates an incident of nav with the tag `a=1`.
private func createOne(on server: APIServer, level: Int = 2) async throws {
    try await server.post(
        "v3/incidents/",
        #"{"start_time":"2025-06-15T12:00:00Z","level":\#(level),"tags":["a=1"]}"#)
}

@Suite struct `Following changes` {
    @Test func `tells each as an event, as soon as it is stored`() async throws {
        try await APIServer.run(.live) { server in
            var events = try await server.follow()
            #expect(
                try await events.next() == .init(id: "0", name: "ready", data: #"{"last":0}"#))

            try await createOne(on: server)

            let event = try #require(try await events.next())
            #expect(event.id == "1")
            #expect(event.name == "change")
            #expect(
                event.data
                    == #"{"id":1,"type":"STA","timestamp":"2025-06-15T15:06:40Z","incident_pk":1,"#
                    + #""incident":{"pk":1,"start_time":"2025-06-15T12:00:00Z","#
                    + #""end_time":"infinity","source":{"pk":2,"name":"nav","#
                    + #""type":{"name":"nav"},"user":5,"base_url":"https://nav.example.org/","#
                    + #""last_seen":"2025-06-15T15:06:40Z"},"source_incident_id":"","#
                    + #""details_url":"","description":"","level":2,"ticket_url":"","#
                    + #""metadata":{},"tags":["a=1"],"stateful":true,"open":true,"acked":false},"#
                    + #""event":{"pk":1,"incident":1,"actor":{"pk":5,"username":"nav"},"#
                    + #""timestamp":"2025-06-15T12:00:00Z","received":"2025-06-15T15:06:40Z","#
                    + #""type":{"value":"STA","display":"Incident start"},"description":""},"#
                    + #""matches":true}"#)
        }
    }

    @Test func `is a stream that no proxy should keep`() async throws {
        try await APIServer.run(.live) { server in
            let events = try await server.follow()

            #expect(events.status == 200)
            #expect(events.headers["Content-Type"] == ["text/event-stream"])
            #expect(events.headers["Cache-Control"] == ["no-cache"])
            #expect(events.headers["X-Accel-Buffering"] == ["no"])
            #expect(events.headers["Content-Length"] == [])
        }
    }

    @Test(arguments: [("?since=1", nil), ("?since=0", "1"), ("", "1")])
    func `goes on after the last that was seen`(query: String, header: String?) async throws {
        try await APIServer.run(.live) { server in
            for _ in 0..<3 { try await createOne(on: server) }

            var events = try await server.follow(query, after: header)

            var ids: [String] = []
            for _ in 0..<3 { ids.append(try await events.next()?.id ?? "") }
            #expect(ids == ["1", "2", "3"])
        }
    }

    @Test func `tells what the log does not tell`() async throws {
        try await APIServer.run(allowsDeletion: true, .live) { server in
            try await createOne(on: server)
            try await server.post("v2/incidents/1/acks/", #"{"timestamp":"2025-06-15"}"#, as: .bob)
            try await server.ask(
                .patch, "v2/incidents/1/acks/2/", #"{"expiration":"2026-01-01"}"#)
            try await server.post("v3/incidents/1/tags/", #"["b=2"]"#, as: .bob)
            try await server.ask(.delete, "v2/incidents/1/", as: .nav)

            let told = try await server.get("v3/changes/?since=0&timeout=0").json["changes"]?.array

            #expect(
                told?.map { $0["type"]?.string } == ["STA", "ACK", "EXP", "TAG", "DEL"])
            #expect(told?.last?["incident"] == .null)
            #expect(told?.last?["incident_pk"] == 1)
            #expect(told?.last?["event"] == .null)
        }
    }

    @Test func `takes the parameters of a list`() async throws {
        try await APIServer.run(.live) { server in
            var events = try await server.follow("?level__lte=1&tags=a=1")
            _ = try await events.next()

            try await createOne(on: server, level: 2)
            try await createOne(on: server, level: 1)

            #expect(try await events.next()?.id == "2")
        }
    }

    @Test func `tells of what does not fit, if that is asked for too`() async throws {
        try await APIServer.run(.live) { server in
            try await createOne(on: server)
            var events = try await server.follow("?open=true&unmatched=true")
            _ = try await events.next()

            try await server.post(
                "v2/incidents/1/events/", #"{"type":"END","timestamp":"2025-06-15T13:00:00Z"}"#)

            let json = try #require(try await events.next()).json
            #expect(json["type"] == "END")
            #expect(json["incident_pk"] == 1)
            #expect(json["incident"] == .null)
            #expect(json["matches"] == false)
        }
    }

    @Test func `gives a sign of life every 15 seconds, by which one can go on`() async throws {
        let pause = ManualPause()
        try await APIServer.run(pause: pause, .live) { server in
            try await createOne(on: server)
            var events = try await server.follow("?level__lte=1&since=0")
            _ = try await events.next()

            pause.flow()

            #expect(try await events.next() == .init(id: "1"))
        }
    }

    @Test func `ends when the token does`() async throws {
        let pause = ManualPause()
        try await APIServer.run(pause: pause, .live) { server in
            var events = try await server.follow()
            _ = try await events.next()
            let token = try #require(server.database.cast.bob.requester.token)

            try await server.operations.tokens.revoke(token.id, by: .console)
            pause.flow()

            #expect(try await events.next() == nil)
        }
    }

    @Test func `ends when the server does`() async throws {
        try await APIServer.run(.live) { server in
            var events = try await server.follow()
            _ = try await events.next()

            server.operations.changes.end()

            #expect(try await events.next() == nil)
        }
    }

    @Test func `is refused for what is no longer known`() async throws {
        try await APIServer.run { server in
            for _ in 0..<3 { try await createOne(on: server) }
            server.database.clock.advance(by: .seconds(8 * 86_400))
            try await server.operations.changes.forget(by: .server)
            let answer = try await server.ask(
                .get, "v3/changes/?since=1", headers: [.accept: "text/event-stream"])

            #expect(answer.status == 410)
            #expect(
                answer.text
                    == #"{"detail":"What changed after 1 is no longer known in full. "#
                    + #"Read the list of incidents again, then go on from the change in last.","#
                    + #""last":3}"#)
        }
    }

    @Test func `is refused for what is no change`() async throws {
        try await APIServer.run { server in
            try await server.refuses([
                Refused(
                    .get, "v3/changes/?since=1", 400,
                    #"{"since":["There is no change 1 yet; the last one is 0."]}"#),
                Refused(
                    .get, "v3/changes/?since=x&limit=0&timeout=61&level__lte=x", 400,
                    #"{"since":["Enter a whole number."],"#
                        + #""limit":["Enter a whole number from 1 to 1000."],"#
                        + #""timeout":["Enter a whole number from 0 to 60."]}"#),
                Refused(
                    .get, "v3/changes/?level__lte=x", 400, #"{"level__lte":["Enter a number."]}"#),
                Refused(
                    .get, "v3/changes/", as: .nobody, 401,
                    #"{"detail":"Authentication credentials were not provided."}"#),
            ])
        }
    }

    @Test func `is offered nowhere else`() async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(
                .get, "v3/incidents/", headers: [.accept: "text/event-stream"])

            #expect(answer.status == 406)
            #expect(try await server.get("v2/changes/").status == 404)
        }
    }
}

@Suite struct `Changes without a stream` {
    @Test func `are answered at once if there are any`() async throws {
        try await APIServer.run { server in
            for _ in 0..<3 { try await createOne(on: server) }

            let answer = try await server.get("v3/changes/?since=0&limit=2")

            #expect(answer.headers[.contentType] == "application/json")
            #expect(try answer.json["changes"]?.array?.map { $0["id"]?.integer } == [1, 2])
            #expect(try answer.json["last"] == 2)
        }
    }

    @Test func `are awaited if there are none yet`() async throws {
        try await APIServer.run { server in
            async let answer = server.get("v3/changes/?since=0")

            try await createOne(on: server)

            #expect(try await answer.json["last"] == 1)
        }
    }

    @Test func `are none after a while`() async throws {
        let pause = ManualPause()
        try await APIServer.run(pause: pause) { server in
            pause.flow()

            let answer = try await server.get("v3/changes/")

            #expect(answer.text == #"{"changes":[],"last":0}"#)
        }
    }

    @Test func `are not awaited with a time-out of nought, nor for the head alone`() async throws {
        try await APIServer.run { server in
            try await createOne(on: server)

            let answer = try await server.get("v3/changes/?timeout=0")
            let head = try await server.ask(.head, "v3/changes/")

            #expect(answer.text == #"{"changes":[],"last":1}"#)
            #expect(head.status == 200)
            #expect(head.text == "")
        }
    }
}
