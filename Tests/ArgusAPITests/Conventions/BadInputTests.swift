import HTTPTypes
import Testing

@Suite struct `Bad input` {
    /// Every path that reads a body, with who may send one.
    private static let readers: [(HTTPRequest.Method, String, APIServer.Asker)] =
        ["v1", "v2", "v3"].flatMap { version -> [(HTTPRequest.Method, String, APIServer.Asker)] in
            [
                (.post, "\(version)/incidents/", .nav), (.post, "\(version)/incidents/mine/", .nav),
                (.patch, "\(version)/incidents/1/", .nav), (.put, "\(version)/incidents/1/", .nav),
                (.put, "\(version)/incidents/1/ticket_url/", .bob),
                (.post, "\(version)/incidents/1/tags/", .bob),
                (.post, "\(version)/incidents/sources/", .alice),
            ]
        }
        + ["v1", "v2"].flatMap { version -> [(HTTPRequest.Method, String, APIServer.Asker)] in
            [
                (.post, "\(version)/incidents/1/events/", .nav),
                (.post, "\(version)/incidents/1/acks/", .bob),
                (.patch, "\(version)/incidents/1/acks/9/", .bob),
                (.post, "\(version)/incidents/source-types/", .bob),
                (.post, "\(version)/token-auth/", .nobody),
            ]
        }
        + [
            (.post, "v3/users/", .alice), (.patch, "v3/users/3/", .alice),
            (.post, "v3/tokens/", .bob), (.post, "v3/sources/", .charlie),
            (.patch, "v3/sources/2/", .charlie), (.put, "v3/preferences/x/", .bob),
            (.patch, "v3/preferences/x/", .bob),
        ]

    @Test func `is refused clearly by everything that reads a body, and changes nothing`()
        async throws
    {
        let deep = String(repeating: #"{"a":"#, count: 5000)
        let bodies: [(String, [UInt8], Int)] = [
            ("deep", Array(deep.utf8), 400), ("list", Array("[]".utf8), 400),
            ("no UTF-8", Array(#"{"a":""#.utf8) + [0xff, 0xfe] + Array("\"}".utf8), 400),
            ("cut off", Array(#"{"description":"a"#.utf8), 400),
            ("large", Array(repeating: 0x20, count: 1_048_577), 413),
        ]
        try await APIServer.run { server in
            try await createThree(on: server)
            let before = try await server.contents()
            for (method, path, asker) in Self.readers {
                for (name, bytes, status) in bodies {
                    // Where version 3 takes tags, a list is what it takes.
                    if name == "list", path == "v3/incidents/1/tags/" { continue }
                    let answer = try await server.ask(method, path, bytes: bytes, as: asker)
                    let found = answer.status == 404 && path.hasSuffix("acks/9/")
                    #expect(answer.status == status || found, "\(method) \(path) \(name)")
                    #expect((try? answer.json) != nil, "\(method) \(path) \(name)")
                }
            }
            #expect(try await server.contents() == before)
        }
    }

    @Test func `holds U+0000 in no text`() async throws {
        let null = #""Null characters are not allowed.""#
        try await APIServer.run { server in
            try await createThree(on: server)
            try await server.refuses([
                Refused(
                    .post, "v2/incidents/",
                    #"{"start_time":"2025-06-15","tags":[],"description":"a\u0000"}"#, as: .nav,
                    400, #"{"description":[\#(null)]}"#),
                Refused(
                    .post, "v2/incidents/1/tags/", #"{"tag":"a=\u0000"}"#, 400,
                    #"{"tag":\#(null)}"#),
                Refused(
                    .post, "v3/tokens/", #"{"name":"\u0000"}"#, 400, #"{"name":[\#(null)]}"#),
                Refused(
                    .post, "v3/users/", #"{"username":"\u0000","password":"\u0000"}"#, as: .alice,
                    400, #"{"username":[\#(null)],"password":[\#(null)]}"#),
            ])
        }
    }

    @Test func `holds U+0000 in no parameter that is read`() async throws {
        let null = #"["Null characters are not allowed."]"#
        try await APIServer.run { server in
            try await createThree(on: server)
            let wrong = [
                ("search=a%00", null),
                ("source_incident_id=%00", #"{"source_incident_id":\#(null)}"#),
                ("tags=a%3D%00", #"{"tags":\#(null)}"#),
                ("source__name__in=nav,%00", #"{"source__name__in":\#(null)}"#),
                ("q=%00", #"{"q":["A filter has no null characters."]}"#),
                ("id__in=1%00", #"{"id__in":["Enter a number."]}"#),
                ("start_time__gte=%00", #"{"start_time__gte":["Enter a valid date/time."]}"#),
                (
                    "source__type__in=%00",
                    #"{"source__type__in":["Select a valid choice. That choice is not one of the available choices."]}"#
                ),
            ]
            for version in ["v1", "v2", "v3"] {
                try await server.refuses(
                    wrong.map { Refused(.get, "\(version)/incidents/?\($0)", 400, $1) })
            }
            try await server.refuses([
                Refused(.get, "v2/incidents/mine/?q=%00", as: .nav, 400, wrong[4].1),
                Refused(.get, "v2/incidents/1/?search=%00", 400, null),
                Refused(.get, "v2/incidents/?cursor=%00", 404, #"{"detail":"Invalid cursor"}"#),
            ])
            for path in [
                "v2/incidents/?page_size=%00", "v2/incidents/?other=%00&open=%00",
                "v2/incidents/mine/?search=%00",
            ] {
                #expect(try await server.get(path).status == 200)
            }
        }
    }

    @Test func `has no more than a thousand tags`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            for version in ["v1", "v2", "v3"] {
                let tags = (1...10_000).map {
                    version == "v3" ? #""a=\#($0)""# : #"{"tag":"a=\#($0)"}"#
                }.joined(separator: ",")
                let refusal = #"{"tags":["Ensure this field has no more than 1000 elements."]}"#
                try await server.refuses([
                    Refused(
                        .post, "\(version)/incidents/",
                        #"{"start_time":"2025-06-15","tags":[\#(tags)]}"#, as: .nav, 400, refusal),
                    Refused(
                        .patch, "\(version)/incidents/1/", #"{"tags":[\#(tags)]}"#, as: .nav, 400,
                        refusal),
                ])
            }
        }
    }

    @Test func `has no text of more than 65,536 characters`() async throws {
        let refusal = #"{"description":["Ensure this field has no more than 65536 characters."]}"#
        try await APIServer.run { server in
            try await createThree(on: server)
            let fits = String(repeating: "ø", count: 65_536)
            let long = String(repeating: "x", count: 1_000_000)
            let start = #""start_time":"2025-06-15","tags":[]"#
            let answer = try await server.post(
                "v2/incidents/", #"{\#(start),"description":"\#(fits)"}"#)

            #expect(answer.status == 201)
            try await server.refuses([
                Refused(
                    .post, "v2/incidents/", #"{\#(start),"description":"\#(long)"}"#, as: .nav,
                    400, refusal),
                Refused(
                    .patch, "v2/incidents/1/", #"{"description":"\#(long)"}"#, 400, refusal),
                Refused(
                    .post, "v2/incidents/1/events/",
                    #"{"type":"OTH","description":"\#(long)"}"#, 400, refusal),
            ])
        }
    }

    @Test func `has no number beyond 64 bits where a number counts`() async throws {
        let huge = "100000000000000000000"
        try await APIServer.run { server in
            try await createThree(on: server)
            try await server.refuses([
                Refused(
                    .post, "v2/incidents/",
                    #"{"start_time":"2025-06-15","tags":[],"level":\#(huge)}"#, as: .nav, 400,
                    #"{"level":["\"\#(huge)\" is not a valid choice."]}"#),
                Refused(
                    .post, "v2/incidents/",
                    #"{"start_time":"2025-06-15","tags":[],"source":\#(huge)}"#, as: .alice, 400,
                    #"{"source":["Incorrect type. Expected pk value."]}"#),
                Refused(
                    .post, "v3/tokens/", #"{"user":\#(huge)}"#, 400,
                    #"{"user":["A valid integer is required."]}"#),
                Refused(
                    .patch, "v3/sources/2/", #"{"heartbeat_frequency":\#(huge)}"#, as: .charlie,
                    400, #"{"heartbeat_frequency":["Enter a valid duration."]}"#),
            ])
        }
    }

    @Test func `is a form with more than five thousand fields`() async throws {
        try await APIServer.run { server in
            let fields = (0...5000).map { "a\($0)=" }.joined(separator: "&")
            let answer = try await server.ask(
                .post, "v2/token-auth/", fields, as: .nobody,
                type: "application/x-www-form-urlencoded")

            #expect(answer.status == 400)
            #expect(answer.text == #"{"detail":"A form has at most 5000 fields."}"#)
        }
    }
}
