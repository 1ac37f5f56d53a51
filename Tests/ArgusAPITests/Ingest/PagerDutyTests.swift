import ArgusHTTP
import ArgusTesting
import ArgusVocabulary
import HTTPTypes
import Testing

@Suite struct `The Events API of PagerDuty` {
    private func send(
        _ server: APIServer, _ action: String, key: String? = "disk", _ payload: String = "",
        token: String? = nil
    ) async throws -> Answer {
        let dedup = key.map { #""dedup_key":"\#($0)","# } ?? ""
        let token = token ?? server.token(of: .nav) ?? ""
        return try await server.ask(
            .post, "/ingest/pagerduty/v2/enqueue",
            #"{"routing_key":"\#(token)",\#(dedup)"event_action":"\#(action)","client_url":"https://kuma.example.org/"\#(payload)}"#,
            as: .nobody)
    }

    private let payload =
        #","payload":{"summary":"Disk full","source":"db1","severity":"error","timestamp":"2025-06-15T15:00:00Z","component":"disk","custom_details":{"free":"3 %"}}"#

    @Test func `triggers, acknowledges and resolves`() async throws {
        try await APIServer.run { server in
            let answer = try await send(server, "trigger", payload)
            let incident = try #require(try await server.told.first)

            #expect(answer.status == 202)
            #expect(
                answer.text
                    == #"{"status":"success","message":"Event processed","dedup_key":"disk"}"#)
            #expect(incident["source_incident_id"] == "disk")
            #expect(incident["description"] == "Disk full")
            #expect(incident["level"] == 2)
            #expect(incident["start_time"] == "2025-06-15T15:00:00Z")
            #expect(incident["details_url"] == "https://kuma.example.org/")
            let tags = incident["tags"]?.array?.compactMap { $0["tag"]?.string } ?? []
            #expect(tags.sorted() == ["component=disk", "host=db1"])

            #expect(try await send(server, "trigger", payload).status == 202)
            #expect(try await send(server, "acknowledge").status == 202)
            #expect(try await server.told.map { $0["acked"] } == [true])
            #expect(try await send(server, "resolve").status == 202)
            #expect(try await server.told.first?["open"] == false)
            #expect(try await send(server, "resolve").status == 202)
            // What is triggered again is the same problem, come back.
            #expect(try await send(server, "trigger", payload).status == 202)
            #expect(try await server.told.map { $0["open"] } == [true])
        }
    }

    @Test func `names a problem that has no name`() async throws {
        try await APIServer.run { server in
            let answer = try await send(server, "trigger", key: nil, payload)
            let named = try answer.json["dedup_key"]?.string
            let key = try #require(named)
            #expect(key.count == 32)
            #expect(try await send(server, "resolve", key: key).status == 202)
            #expect(try await server.told.map { $0["open"] } == [false])
        }
    }

    @Test func `accepts what is about nothing that is known`() async throws {
        try await APIServer.run { server in
            for action in ["resolve", "acknowledge"] {
                let answer = try await send(server, action)
                #expect(answer.status == 202)
            }
            let told = try await server.told
            #expect(told.isEmpty)
        }
    }

    @Test func `says all that is wrong`() async throws {
        try await APIServer.run { server in
            let token = server.token(of: .nav) ?? ""
            let answer = try await server.ask(
                .post, "/ingest/pagerduty/v2/enqueue", #"{"routing_key":"\#(token)"}"#,
                as: .nobody)
            #expect(answer.status == 400)
            #expect(
                answer.text
                    == #"{"status":"invalid event","message":"Event object is invalid","errors":["'event_action' must be one of trigger, acknowledge, resolve."]}"#
            )
            for (action, key) in [("trigger", "a"), ("resolve", nil), ("none", "a")] {
                #expect(try await send(server, action, key: key).status == 400)
            }
            for body in ["", "[]", "null", "{", #"{"routing_key":7}"#] {
                let answer = try await server.ask(
                    .post, "/ingest/pagerduty/v2/enqueue", body, as: .nobody)
                #expect((400...401).contains(answer.status), "\(body)")
            }
            #expect(try await send(server, "trigger", payload, token: "x").status == 401)
            #expect(
                try await send(server, "trigger", payload, token: server.token(of: .bob)).status
                    >= 400)
            #expect(try await server.told.isEmpty)
        }
    }
}
