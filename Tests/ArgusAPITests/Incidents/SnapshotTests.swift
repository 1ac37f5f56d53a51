import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

/// A problem that a source has open.
private func problem(_ identifier: some CustomStringConvertible, _ more: String = "") -> String {
    #"{"source_incident_id":"\#(identifier)","start_time":"2025-06-15T12:00:00Z","tags":[]\#(more)}"#
}

extension APIServer {
    @discardableResult
    fileprivate func snapshot(
        _ problems: [String], query: String = "", _ more: String = "", as asker: Asker = .nav
    ) async throws -> Answer {
        try await ask(
            .put, "v3/incidents/mine/snapshot/\(query)",
            #"{"incidents":[\#(problems.joined(separator: ","))]\#(more)}"#, as: asker)
    }
}

extension Answer {
    /// The identifiers of one kind.
    fileprivate func named(_ kind: String) throws -> [String] {
        try json[kind]?.array?.compactMap { $0["source_incident_id"]?.string } ?? []
    }
}

@Suite struct `A snapshot` {
    @Test func `opens, updates and closes the difference`() async throws {
        try await APIServer.run { server in
            try await server.snapshot([problem("a"), problem("b"), problem("c")])
            let answer = try await server.snapshot([
                problem("b"), problem("c", #","level":2"#), problem("d"),
            ])

            #expect(answer.status == 200)
            #expect(
                answer.text
                    == #"{"applied":true,"counts":{"opened":1,"reopened":0,"updated":1,"closed":1,"#
                    + #""unchanged":1,"skipped":0},"opened":[{"pk":4,"source_incident_id":"d"}],"#
                    + #""reopened":[],"updated":[{"pk":3,"source_incident_id":"c"}],"#
                    + #""closed":[{"pk":1,"source_incident_id":"a"}],"#
                    + #""unchanged":[{"pk":2,"source_incident_id":"b"}],"skipped":[]}"#)
            #expect(try await server.get("v3/incidents/?open=true").pks == [4, 3, 2])
            let log = try await server.get("v2/incidents/1/events/").json.array?.first
            #expect(log?["type"]?["value"] == "END")
            #expect(
                log?["description"]
                    == "The source does not have it among its open problems any more.")
        }
    }

    @Test func `sent again changes nothing`() async throws {
        try await APIServer.run { server in
            let problems = [problem("a", #","level":2,"metadata":{"x":1}"#), problem("b")]
            try await server.snapshot(problems)
            let before = try await server.contents()
            let answer = try await server.snapshot(problems)

            #expect(try answer.named("unchanged") == ["a", "b"])
            #expect(try await server.contents() == before)
        }
    }

    @Test func `with dry_run tells the difference and changes nothing`() async throws {
        try await APIServer.run { server in
            try await server.snapshot([problem("a")])
            let before = try await server.contents()
            let answer = try await server.snapshot([problem("b")], query: "?dry_run=true")

            #expect(answer.status == 200)
            #expect(try answer.json["applied"] == false)
            #expect(try answer.json["opened"] == [["pk": nil, "source_incident_id": "b"]])
            #expect(try answer.named("closed") == ["a"])
            #expect(try await server.contents() == before)
        }
    }

    @Test func `opens again what is closed here`() async throws {
        try await APIServer.run { server in
            try await server.snapshot([problem("a")])
            try await server.post("v2/incidents/1/events/", #"{"type":"CLO"}"#, as: .bob)
            let answer = try await server.snapshot([problem("a")])

            #expect(try answer.named("reopened") == ["a"])
            #expect(try await server.get("v3/incidents/1/").json["open"] == true)
            let types = try await server.get("v2/incidents/1/events/").json.array?
                .compactMap { $0["type"]?["value"]?.string }
            #expect(types?.contains("RES") == true)
        }
    }

    @Test func `may say when it was taken, and leaves what is newer`() async throws {
        try await APIServer.run { server in
            try await server.snapshot([problem("a")])
            try await server.post(
                "v3/incidents/",
                #"{"start_time":"2025-06-15T14:00:00Z","source_incident_id":"b","tags":[]}"#)
            let answer = try await server.snapshot(
                [], #","timestamp":"2025-06-15T13:00:00Z","description":"Up""#)

            #expect(try answer.named("closed") == ["a"])
            #expect(try answer.named("skipped") == ["b"])
            #expect(
                try await server.get("v3/incidents/1/").json["end_time"] == "2025-06-15T13:00:00Z")
        }
    }

    @Test func `leaves alone what has no identifier, and what others have`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)
            let answer = try await server.snapshot([])

            #expect(try answer.json["counts"]?["closed"] == 0)
            #expect(try await server.get("v3/incidents/?open=true").pks == [4, 1])
        }
    }

    @Test func `that closes too much is refused unless that is confirmed`() async throws {
        try await APIServer.run { server in
            try await server.snapshot((1...20).map { problem($0) })
            let before = try await server.contents()
            let refused = try await server.snapshot([problem(1)])
            let less = try await server.snapshot([problem(1)], query: "?confirm=18")

            #expect(refused.status == 409)
            #expect(
                try refused.json["detail"]
                    == "This would close 19 of 20 open incidents, more than 50 %. If that is right, send it again with ?confirm=19."
            )
            #expect(try refused.json["applied"] == false)
            #expect(try refused.named("closed").count == 19)
            #expect(less.status == 409)
            #expect(try await server.contents() == before)

            let confirmed = try await server.snapshot([problem(1)], query: "?confirm=19")
            #expect(confirmed.status == 200)
            #expect(try await server.get("v3/incidents/?open=true&count").json["count"] == 1)
        }
    }

    @Test(arguments: ["?confirm=true", "?confirm=20"])
    func `may be confirmed in two ways`(query: String) async throws {
        try await APIServer.run { server in
            try await server.snapshot((1...20).map { problem($0) })

            #expect(try await server.snapshot([], query: query).named("closed").count == 20)
        }
    }

    @Test func `of a few may close them all`() async throws {
        try await APIServer.run { server in
            try await server.snapshot((1...10).map { problem($0) })

            #expect(try await server.snapshot([]).status == 200)
        }
    }

    @Test func `is refused as a whole where an incident is wrong`() async throws {
        let path = "v3/incidents/mine/snapshot/"
        let many = Array(repeating: "{}", count: 10_001).joined(separator: ",")
        try await APIServer.run { server in
            try await server.snapshot([problem("a")])
            try await server.refuses([
                Refused(
                    .put, path, "{}", as: .nav, 400, #"{"incidents":["This field is required."]}"#),
                Refused(
                    .put, path,
                    #"{"incidents":[\#(problem("b")),\#(problem("c", #","level":9"#))]}"#,
                    as: .nav, 400,
                    #"{"incidents":{"1":{"level":["\"9\" is not a valid choice."]}}}"#),
                Refused(
                    .put, path,
                    #"{"incidents":[\#(problem("b")),\#(problem("b")),\#(problem("")),\#(problem("c", #","end_time":null"#))]}"#,
                    as: .nav, 400,
                    #"{"incidents":{"1":{"source_incident_id":["Another incident of the snapshot has this identifier."]},"#
                        + #""2":{"source_incident_id":["This field is required."]},"#
                        + #""3":{"end_time":["A snapshot holds open incidents: leave this out, or say 'infinity'."]}}}"#
                ),
                Refused(
                    .put, path, #"{"incidents":[\#(many)]}"#, as: .nav, 400,
                    #"{"incidents":["Ensure this field has no more than 10000 elements."]}"#),
                Refused(
                    .put, "\(path)?dry_run=yes", #"{"incidents":[]}"#, as: .nav, 400,
                    #"{"dry_run":["Must be true or false."]}"#),
                Refused(
                    .put, "\(path)?confirm=-1", #"{"incidents":[]}"#, as: .nav, 400,
                    #"{"confirm":["Must be true, or how many incidents may be closed."]}"#),
                Refused(
                    .put, path, #"{"incidents":[]}"#, as: .bob, 400,
                    #"["The requesting user must have a connected source system."]"#),
            ])
        }
    }
}
