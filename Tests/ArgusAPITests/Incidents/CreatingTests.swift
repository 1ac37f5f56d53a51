import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

/// The members of a body that must be there.
private let least = #""start_time":"2025-06-15T12:00:00Z","tags":[]"#

@Suite struct `Creating an incident` {
    static let full = #"""
        {"start_time":"2025-06-15T12:00:00Z","end_time":"infinity","source_incident_id":"42",
         "details_url":"/alerts/42/","description":"Box is down","level":2,
         "ticket_url":"https://t.example.org/1","metadata":{"b":[1,2.50],"a":null},
         "tags":[{"tag":"host=box.example.org"},{"tag":"url=https://a.example/?b=c"}]}
        """#

    @Test func `answers 201 with all of it`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post("v2/incidents/", Self.full)

            #expect(answer.status == 201)
            #expect(
                answer.text
                    == #"{"pk":1,"start_time":"2025-06-15T12:00:00Z","end_time":"infinity","#
                    + #""source":{"pk":2,"name":"nav","type":{"name":"nav"},"user":5,"#
                    + #""base_url":"https://nav.example.org/"},"source_incident_id":"42","#
                    + #""details_url":"https://nav.example.org/alerts/42/","#
                    + #""description":"Box is down","level":2,"#
                    + #""ticket_url":"https://t.example.org/1","metadata":{"b":[1,2.50],"a":null},"#
                    + #""tags":[{"added_by":5,"added_time":"2025-06-15T15:06:40Z","#
                    + #""tag":"host=box.example.org"},{"added_by":5,"#
                    + #""added_time":"2025-06-15T15:06:40Z","tag":"url=https://a.example/?b=c"}],"#
                    + #""stateful":true,"open":true,"acked":false}"#)
            #expect(try await server.get("v2/incidents/1/").text == answer.text)
        }
    }

    @Test func `in version 1 answers without the metadata`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post("v1/incidents/", Self.full)

            #expect(
                try answer.keys == [
                    "pk", "start_time", "end_time", "source", "source_incident_id", "details_url",
                    "description", "level", "ticket_url", "tags", "stateful", "open", "acked",
                ])
            #expect(
                try answer.json["source"]?.keys == ["pk", "name", "type", "user", "base_url"])
            #expect(
                try await server.get("v2/incidents/1/").json["metadata"]
                    == ["b": [1, .number("2.50")], "a": nil])
        }
    }

    @Test func `in version 3 takes and gives tags as texts, and tells when the source was seen`()
        async throws
    {
        try await APIServer.run { server in
            let answer = try await server.post(
                "v3/incidents/", #"{"start_time":"2025-06-15T12:00:00Z","tags":["a=1","b=2"]}"#)

            #expect(answer.status == 201)
            #expect(
                answer.text
                    == #"{"pk":1,"start_time":"2025-06-15T12:00:00Z","end_time":"infinity","#
                    + #""source":{"pk":2,"name":"nav","type":{"name":"nav"},"user":5,"#
                    + #""base_url":"https://nav.example.org/","last_seen":"2025-06-15T15:06:40Z"},"#
                    + #""source_incident_id":"","details_url":"","description":"","level":5,"#
                    + #""ticket_url":"","metadata":{},"tags":["a=1","b=2"],"#
                    + #""stateful":true,"open":true,"acked":false}"#)
        }
    }

    @Test func `needs a start and a list of tags, and fills in the rest`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post("v2/incidents/", "{\(least)}")

            for (name, value) in [
                ("end_time", "infinity"), ("source_incident_id", ""), ("details_url", ""),
                ("description", ""), ("level", 5), ("ticket_url", ""), ("metadata", [:]),
                ("tags", []), ("stateful", true), ("open", true), ("acked", false),
            ] as [(String, JSONValue)] {
                #expect(try answer.json[name] == value, "\(name)")
            }
        }
    }

    @Test func `without an end is stateless in version 1, and open in the others`() async throws {
        try await APIServer.run { server in
            let first = try await server.post("v1/incidents/", "{\(least)}")
            #expect(try first.json["end_time"] == JSONValue.null)
            #expect(try first.json["stateful"] == false)

            for version in ["v2", "v3"] {
                let answer = try await server.post("\(version)/incidents/", "{\(least)}")
                #expect(try answer.json["end_time"] == "infinity")
                #expect(try answer.json["open"] == true)
            }
        }
    }

    @Test(arguments: ["v1", "v2", "v3"])
    func `with null for an end is stateless: neither open nor closed`(version: String) async throws
    {
        try await APIServer.run { server in
            let answer = try await server.post(
                "\(version)/incidents/", #"{\#(least),"end_time":null}"#)

            #expect(try answer.json["end_time"] == JSONValue.null)
            #expect(try answer.json["stateful"] == false)
            #expect(try answer.json["open"] == false)
        }
    }

    @Test func `with an end is open until then`() async throws {
        try await APIServer.run { server in
            try await server.post(
                "v2/incidents/", #"{\#(least),"end_time":"2025-06-15T16:00:00Z"}"#)
            #expect(try await server.get("v2/incidents/1/").json["open"] == true)

            server.database.clock.advance(by: .seconds(3200))
            #expect(try await server.get("v2/incidents/1/").json["open"] == false)
            #expect(try await server.get("v2/incidents/?open=true").pks == [])
            #expect(try await server.get("v2/incidents/?open=false").pks == [1])
        }
    }

    @Test func `writes the first entry of its log`() async throws {
        try await APIServer.run { server in
            try await server.post("v2/incidents/", #"{\#(least),"description":"Box is down"}"#)
            try await server.post("v2/incidents/", #"{\#(least),"end_time":null}"#)

            #expect(
                try await server.get("v2/incidents/1/events/").text
                    == #"[{"pk":1,"incident":1,"actor":{"pk":5,"username":"nav"},"#
                    + #""timestamp":"2025-06-15T12:00:00Z","received":"2025-06-15T15:06:40Z","#
                    + #""type":{"value":"STA","display":"Incident start"},"#
                    + #""description":"Box is down"}]"#)
            #expect(
                try await server.get("v2/incidents/2/events/").json.array?.first?["type"]
                    == ["value": "LES", "display": "Stateless"])
        }
    }

    @Test func `merges tags that are the same`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(
                "v2/incidents/",
                #"{"start_time":"2025-06-15","tags":[{"tag":"a=1"},{"tag":" a = 1 "},{"tag":"a=2"}]}"#
            )

            #expect(
                try answer.json["tags"]?.array?.compactMap { $0["tag"] } == ["a=1", "a=2"])
        }
    }

    @Test func `takes a thousand tags`() async throws {
        try await APIServer.run { server in
            let tags = (0..<1000).map { #"{"tag":"n=\#($0)"}"# }.joined(separator: ",")
            let answer = try await server.post(
                "v2/incidents/", #"{"start_time":"2025-06-15","tags":[\#(tags)]}"#)

            #expect(answer.status == 201)
            #expect(try answer.json["tags"]?.array?.count == 1000)
            #expect(try await server.get("v2/incidents/?tags=n=999").pks == [1])
        }
    }

    @Test func `takes a level as a number or its digit`() async throws {
        try await APIServer.run { server in
            for (written, level) in [("1", 1), (#""3""#, 3), ("5", 5)] as [(String, JSONValue)] {
                let answer = try await server.post(
                    "v2/incidents/", #"{\#(least),"level":\#(written)}"#)
                #expect(try answer.json["level"] == level)
            }
        }
    }

    @Test func `takes any JSON but null as metadata`() async throws {
        try await APIServer.run { server in
            for written in ["[1,2]", "\"text\"", "0", "true", #"{"a":{"b":1e400}}"#] {
                let answer = try await server.post(
                    "v2/incidents/", #"{\#(least),"metadata":\#(written)}"#)
                #expect(answer.text.contains(#""metadata":\#(written),"tags""#))
            }
        }
    }

    @Test func `at mine is the same`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post("v2/incidents/mine/", "{\(least)}")

            #expect(answer.status == 201)
            #expect(try answer.json["source"]?["name"] == "nav")
        }
    }

    @Test func `resolves the details URL against the base URL of the source`() async throws {
        let cases = [
            ("", ""), ("alerts/1/", "https://nav.example.org/alerts/1/"),
            ("/alerts/1/", "https://nav.example.org/alerts/1/"),
            ("//other.example/x", "https://other.example/x"),
            ("https://a.example/", "https://a.example/"),
            ("http://intranet/x", "http://intranet/x"),
            ("javascript:alert(1)", "javascript:alert(1)"),
        ]
        try await APIServer.run { server in
            for (written, resolved) in cases {
                let answer = try await server.post(
                    "v2/incidents/", #"{\#(least),"details_url":"\#(written)"}"#)
                #expect(try answer.json["details_url"]?.string == resolved)
            }
            let plain = try await server.post(
                "v2/incidents/", #"{\#(least),"details_url":"/alerts/1/"}"#, as: .zabbix)
            #expect(try plain.json["details_url"] == "/alerts/1/")
        }
    }

    @Test func `for a source system is a superuser's right`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(
                "v2/incidents/", #"{\#(least),"source":3}"#, as: .alice)
            #expect(answer.status == 201)
            #expect(try answer.json["source"]?["name"] == "zabbix")

            let superuser =
                #"["You must be a superuser to be allowed to specify the 'source' field."]"#
            let path = "v2/incidents/"
            try await server.refuses([
                Refused(.post, path, #"{\#(least),"source":3}"#, as: .bob, 400, superuser),
                Refused(.post, path, #"{\#(least),"source":2}"#, as: .nav, 400, superuser),
                Refused(
                    .post, path, #"{\#(least),"source":9}"#, as: .alice, 400,
                    #"["SourceSystem with pk=9 does not exist."]"#),
                Refused(
                    .post, path, #"{\#(least),"source":"nav"}"#, as: .alice, 400,
                    #"{"source":["Incorrect type. Expected pk value."]}"#),
                Refused(
                    .post, path, "{\(least)}", as: .bob, 400,
                    #"["The requesting user must have a connected source system."]"#),
                Refused(
                    .post, path, "{\(least)}", as: .alice, 400,
                    #"["The requesting user must have a connected source system."]"#),
            ])
        }
    }

    @Test func `is refused with everything that is wrong`() async throws {
        try await APIServer.run { server in
            try await server.refuses([
                Refused(
                    .post, "v2/incidents/",
                    #"{"tags":"a=b","level":6,"ticket_url":"","metadata":null,"description":[]}"#,
                    as: .nav, 400,
                    #"{"start_time":["This field is required."],"#
                        + #""tags":{"non_field_errors":["Expected a list of items but got type \"str\"."]},"#
                        + #""level":["\"6\" is not a valid choice."],"#
                        + #""description":["Not a valid string."],"#
                        + #""ticket_url":["Enter a valid URL."],"#
                        + #""metadata":["This field may not be null."]}"#)
            ])
        }
    }

    @Test func `is refused for levels that there are not`() async throws {
        let cases = [
            ("0", "0"), ("6", "6"), ("-1", "-1"), ("2.0", "2.0"), (#""01""#, "01"), (#""""#, ""),
            ("true", "True"), ("[]", "[]"), ("{}", "{}"), ("1e0", "1e0"),
            ("99999999999999999999", "99999999999999999999"),
        ]
        try await APIServer.run { server in
            try await server.refuses(
                cases.map { written, told in
                    Refused(
                        .post, "v2/incidents/", #"{\#(least),"level":\#(written)}"#, as: .nav, 400,
                        #"{"level":["\"\#(told)\" is not a valid choice."]}"#)
                })
        }
    }

    @Test func `is refused for addresses of tickets that are no URLs`() async throws {
        let wrong = ["", "nope", "http://x", "javascript:alert(1)", "https://", "//a.example"]
        try await APIServer.run { server in
            let id = try await server.post("v2/incidents/", "{\(least)}").pk
            for version in ["v1", "v2", "v3"] {
                let path = "\(version)/incidents/"
                try await server.refuses(
                    wrong.flatMap { url in
                        let problem = #"{"ticket_url":["Enter a valid URL."]}"#
                        return [
                            Refused(
                                .post, path, #"{\#(least),"ticket_url":"\#(url)"}"#, as: .nav, 400,
                                problem),
                            Refused(
                                .patch, "\(path)\(id)/", #"{"ticket_url":"\#(url)"}"#, as: .nav,
                                400, problem),
                        ]
                    })
            }
        }
    }

    @Test func `is refused when it ends before it starts`() async throws {
        try await APIServer.run { server in
            for end in ["2025-06-15T11:59:59Z", "-infinity"] {
                try await server.refuses([
                    Refused(
                        .post, "v2/incidents/", #"{\#(least),"end_time":"\#(end)"}"#, as: .nav, 400,
                        #"{"non_field_errors":["'end_time' cannot be before 'start_time'."]}"#)
                ])
            }
        }
    }

    @Test func `is refused when the source used the identifier before, open or closed`()
        async throws
    {
        let body = #"{\#(least),"source_incident_id":42}"#
        let duplicate =
            #"["duplicate key value violates unique constraint "#
            + #"\"incident_unique_source_incident_id_per_source\"\nDETAIL:  "#
            + #"Key (source_incident_id, source_id)=(42, 2) already exists."]"#
        try await APIServer.run { server in
            try await server.post("v2/incidents/", body)
            try await server.refuses([
                Refused(.post, "v2/incidents/", body, as: .nav, 400, duplicate)
            ])
            try await server.post(
                "v2/incidents/1/events/", #"{"type":"END","timestamp":"2025-06-15T13:00:00Z"}"#)
            try await server.refuses([
                Refused(.post, "v1/incidents/", body, as: .nav, 400, duplicate)
            ])

            #expect(try await server.post("v2/incidents/", body, as: .zabbix).status == 201)
            #expect(try await server.post("v2/incidents/", "{\(least)}").status == 201)
            #expect(try await server.post("v2/incidents/", "{\(least)}").status == 201)
        }
    }
}
