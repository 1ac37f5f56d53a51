import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

/// An item that says that a problem is open.
private func open(_ identifier: String, _ more: String = "") -> String {
    #"{"op":"create","source_incident_id":"\#(identifier)","start_time":"2025-06-15T12:00:00Z","tags":["host=a"]\#(more)}"#
}

extension APIServer {
    @discardableResult
    fileprivate func batch(
        _ items: [String], _ more: String = "", as asker: Asker = .nav, key: String? = nil
    ) async throws -> Answer {
        let headers: HTTPFields = key.map { [.init("Idempotency-Key") ?? .via: $0] } ?? [:]
        return try await ask(
            .post, "v3/incidents/batch/", #"{"items":[\#(items.joined(separator: ","))]\#(more)}"#,
            as: asker, headers: headers)
    }

    fileprivate func types(_ pk: Int) async throws -> [String] {
        let events = try await get("v2/incidents/\(pk)/events/").json.array ?? []
        return events.sorted { ($0["pk"]?.integer ?? 0) < ($1["pk"]?.integer ?? 0) }
            .compactMap { $0["type"]?["value"]?.string }
    }
}

extension Answer {
    fileprivate var statuses: [Int64] {
        get throws { try json["items"]?.array?.compactMap { $0["status"]?.integer } ?? [] }
    }

    fileprivate func errors(_ index: Int) throws -> String? {
        try json["items"]?.array?[index]["errors"]?.text
    }
}

@Suite struct `A batch` {
    @Test func `creates, updates and closes, with an answer for each in its place`() async throws {
        try await APIServer.run { server in
            try await server.batch([open("a"), open("b")])
            let answer = try await server.batch([
                open("c"), #"{"op":"update","source_incident_id":"a","level":2}"#,
                #"{"op":"close","pk":2,"timestamp":"2025-06-15T13:00:00Z","description":"Up"}"#,
            ])

            let incidents = try answer.json["items"]?.array?.map { $0["incident"] }
            #expect(answer.status == 200)
            #expect(try answer.statuses == [201, 200, 200])
            #expect(incidents?.map { $0?["pk"] } == [3, 1, 2])
            #expect(incidents?[1]?["level"] == 2)
            #expect(incidents?[2]?["end_time"] == "2025-06-15T13:00:00Z")
            #expect(try await server.types(2) == ["STA", "END"])
            #expect(try await server.types(1) == ["STA", "CHI"])
        }
    }

    @Test(.bug(id: 9)) func `ends none before its start`() async throws {
        try await APIServer.run { server in
            let answer = try await server.batch([
                open("a"), open("b"),
                #"{"op":"close","source_incident_id":"a","timestamp":"2020-06-15T11:59:59Z"}"#,
                #"{"op":"create","source_incident_id":"b","start_time":"2025-06-15T10:00:00Z","end_time":"2025-06-15T11:00:00Z","tags":[]}"#,
                #"{"op":"create","start_time":"2025-06-15T10:00:00Z","end_time":"2025-06-15T09:59:59Z","tags":[]}"#,
            ])

            let ends = try answer.json["items"]?.array?.map { $0["incident"]?["end_time"] }
            #expect(try answer.statuses == [201, 201, 200, 200, 400])
            #expect(ends?[2] == "2025-06-15T12:00:00Z")
            #expect(ends?[3] == "infinity")
            #expect(
                try answer.errors(4)
                    == #"{"non_field_errors":["'end_time' cannot be before 'start_time'."]}"#)
        }
    }

    @Test func `answers as the single request does`() async throws {
        try await APIServer.run { server in
            let answer = try await server.batch([open("a")])

            let one = try await server.get("v3/incidents/1/", as: .nav)
            #expect(
                answer.text == #"{"items":[{"status":201,"incident":\#(one.text),"errors":null}]}"#)
        }
    }

    @Test func `refuses an item for itself only`() async throws {
        try await APIServer.run { server in
            let answer = try await server.batch([
                open("a"), open("b", #","level":9"#), #""x""#, #"{"op":"burn"}"#, "{}",
                #"{"op":"update","source_incident_id":"a","start_time":"2025-06-15"}"#,
                #"{"op":"close","source_incident_id":"zzz"}"#, #"{"op":"close"}"#,
                #"{"op":"close","pk":1,"source_incident_id":"a"}"#, open("c"),
            ])

            #expect(try answer.statuses == [201, 400, 400, 400, 400, 400, 404, 400, 400, 201])
            #expect(try answer.errors(1) == #"{"level":["\"9\" is not a valid choice."]}"#)
            #expect(
                try answer.errors(2)
                    == #"{"non_field_errors":["Invalid data. Expected a dictionary, but got str."]}"#
            )
            #expect(try answer.errors(3) == #"{"op":["\"burn\" is not a valid choice."]}"#)
            #expect(try answer.errors(4) == #"{"op":["This field is required."]}"#)
            #expect(
                try answer.errors(5)
                    == #"{"start_time":"The field is not allowed to be changed."}"#)
            #expect(
                try answer.errors(6) == #"{"detail":"No Incident matches the given query."}"#)
            #expect(try answer.errors(7) == #"{"source_incident_id":["This field is required."]}"#)
            #expect(
                try answer.errors(8)
                    == #"{"pk":["Name the incident by this or by its source_incident_id, not by both."]}"#
            )
            #expect(try await server.get("v3/incidents/?count").json["count"] == 2)
        }
    }

    @Test func `lets each item see what the ones before it did`() async throws {
        try await APIServer.run { server in
            let close =
                #"{"op":"close","source_incident_id":"a","timestamp":"2025-06-15T13:00:00Z"}"#
            let answer = try await server.batch([open("a"), open("a"), close, close])

            #expect(try answer.statuses == [201, 200, 200, 200])
            #expect(try await server.types(1) == ["STA", "END"])
        }
    }

    @Test func `changes what a problem that is known says otherwise`() async throws {
        try await APIServer.run { server in
            try await server.batch([open("a", #","level":2,"description":"Down""#)])
            try await server.ask(.post, "v3/incidents/1/tags/", #"["ours=1"]"#, as: .bob)
            try await server.ask(
                .put, "v3/incidents/1/ticket_url/", #"{"ticket_url":"https://t.example.org/1"}"#)
            let answer = try await server.batch([open("a", #","description":"Down again""#)])

            let incident = try answer.json["items"]?.array?[0]["incident"]
            #expect(try answer.statuses == [200])
            #expect(incident?["level"] == 2)
            #expect(incident?["description"] == "Down again")
            #expect(incident?["tags"] == ["host=a", "ours=1"])
            #expect(incident?["ticket_url"] == "https://t.example.org/1")
        }
    }

    @Test func `opens a closed problem again that is back, and not for an old message`()
        async throws
    {
        try await APIServer.run { server in
            try await server.batch([open("a")])
            try await server.batch([
                #"{"op":"close","source_incident_id":"a","timestamp":"2025-06-15T13:00:00Z"}"#
            ])
            let old = try await server.batch([open("a", #","level":1"#)])
            let new = try await server.batch([
                #"{"op":"create","source_incident_id":"a","start_time":"2025-06-15T14:00:00Z","tags":["host=a"]}"#
            ])

            let incidents = try [old, new].map { try $0.json["items"]?.array?[0]["incident"] }
            #expect(incidents.map { $0?["open"] } == [false, true])
            #expect(incidents.map { $0?["level"] } == [5, 5])
            #expect(try await server.types(1) == ["STA", "END", "RES"])
        }
    }

    @Test func `of a superuser counts as the doing of the source that it names`() async throws {
        try await APIServer.run { server in
            let answer = try await server.batch([open("a")], #","source":3"#, as: .alice)
            let close = try await server.batch(
                [#"{"op":"close","pk":1}"#], #","source":3"#, as: .alice)

            #expect(try answer.json["items"]?.array?[0]["incident"]?["source"]?["pk"] == 3)
            #expect(try close.statuses == [200])
            let events = try await server.get("v2/incidents/1/events/").json.array
            #expect(events?.map { $0["actor"]?["username"] } == ["zabbix", "zabbix"])
        }
    }

    @Test func `does not touch what belongs to others`() async throws {
        try await APIServer.run { server in
            try await server.batch([open("a")], as: .zabbix)
            let answer = try await server.batch([
                #"{"op":"close","pk":1}"#, #"{"op":"close","source_incident_id":"a"}"#,
            ])

            #expect(try answer.statuses == [403, 404])
            #expect(
                try answer.errors(0)
                    == #"{"detail":"You do not have permission to perform this action."}"#)
            #expect(try await server.types(1) == ["STA"])
        }
    }

    @Test func `is done once with a key, however often it is sent`() async throws {
        try await APIServer.run { server in
            let first = try await server.batch([open("a"), open("")], key: "k")
            let contents = try await server.contents()
            let second = try await server.batch([open("a"), open("")], key: "k")

            #expect((second.status, second.text) == (200, first.text))
            #expect(try await server.contents() == contents)
        }
    }

    @Test func `keeps apart what comes at the same time`() async throws {
        try await APIServer.run { server in
            let statuses = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await server.batch((0..<50).map { open("\($0)") }).statuses
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }

            #expect(statuses.count { $0 == 201 } == 50)
            #expect(statuses.count { $0 == 200 } == 350)
        }
    }

    @Test func `is refused as a whole where it cannot be one`() async throws {
        let many = Array(repeating: "{}", count: 1001).joined(separator: ",")
        let path = "v3/incidents/batch/"
        try await APIServer.run { server in
            try await server.refuses([
                Refused(
                    .post, path, "{}", as: .nav, 400, #"{"items":["This field is required."]}"#),
                Refused(
                    .post, path, #"{"items":{}}"#, as: .nav, 400,
                    #"{"items":["Expected a list of items but got type \"dict\"."]}"#),
                Refused(
                    .post, path, #"{"items":[\#(many)]}"#, as: .nav, 400,
                    #"{"items":["Ensure this field has no more than 1000 elements."]}"#),
                Refused(
                    .post, path, #"{"items":[\#(open("a"))]}"#, as: .bob, 400,
                    #"["The requesting user must have a connected source system."]"#),
                Refused(
                    .post, path, #"{"items":[],"source":2}"#, as: .nav, 400,
                    #"["You must be a superuser to be allowed to specify the 'source' field."]"#),
                Refused(
                    .post, path, #"{"items":[],"source":99}"#, as: .alice, 400,
                    #"["SourceSystem with pk=99 does not exist."]"#),
                Refused(
                    .post, "v2/incidents/batch/", "{}", as: .nav, 405,
                    #"{"detail":"Method \"POST\" not allowed."}"#),
            ])
        }
    }
}
