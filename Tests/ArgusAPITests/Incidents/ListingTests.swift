import ArgusWire
import HTTPTypes
import Testing

/// Creates these incidents, a minute apart, the clock at 15:06:40:
///
/// 1 nav, open since 12:00, level 1, tags a=1 b=1, a ticket
/// 2 nav, closed, 12:01 to 12:31, level 2, tags a=2 b=1
/// 3 nav, stateless at 12:02, level 3, tag a=1
/// 4 zabbix, open since 12:03, level 4, tags a=3 c=x=y, identifier 42, acknowledged
/// 5 zabbix, closed, 12:04 to 12:05, level 5, acknowledged, "Fan FAILED in Tromsø"
private func createFive(on server: APIServer) async throws {
    let bodies: [(String, APIServer.Asker)] = [
        (
            #""start_time":"2025-06-15T12:00:00Z","level":1,"tags":[{"tag":"a=1"},{"tag":"b=1"}],"ticket_url":"https://t.example.org/1""#,
            .nav
        ),
        (
            #""start_time":"2025-06-15T12:01:00Z","end_time":"2025-06-15T12:31:00Z","level":2,"tags":[{"tag":"a=2"},{"tag":"b=1"}]"#,
            .nav
        ),
        (
            #""start_time":"2025-06-15T12:02:00Z","end_time":null,"level":3,"tags":[{"tag":"a=1"}]"#,
            .nav
        ),
        (
            #""start_time":"2025-06-15T12:03:00Z","level":4,"tags":[{"tag":"a=3"},{"tag":"c=x=y"}],"source_incident_id":42"#,
            .zabbix
        ),
        (
            #""start_time":"2025-06-15T12:04:00Z","end_time":"2025-06-15T12:05:00Z","tags":[],"description":"Fan FAILED in Tromsø""#,
            .zabbix
        ),
    ]
    for (body, asker) in bodies { try await server.post("v2/incidents/", "{\(body)}", as: asker) }
    for pk in 4...5 {
        try await server.post(
            "v2/incidents/\(pk)/acks/", #"{"timestamp":"2025-06-15T13:00:00Z"}"#, as: .bob)
    }
}

@Suite struct `Listing incidents` {
    @Test func `goes from the newest start to the oldest`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)
            let answer = try await server.get("v2/incidents/")

            #expect(answer.status == 200)
            #expect(try answer.keys == ["next", "previous", "results"])
            #expect(try answer.pks == [5, 4, 3, 2, 1])
            #expect(answer.text.hasPrefix(#"{"next":null,"previous":null,"results":[{"pk":5,"#))
        }
    }

    @Test func `shows each as looking at it does`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)
            for version in ["v1", "v2", "v3"] {
                let list = try await server.get("\(version)/incidents/?open=").json["results"]?
                    .array
                for incident in try #require(list) {
                    let pk = try #require(incident["pk"]?.integer)
                    #expect(try await server.get("\(version)/incidents/\(pk)/").json == incident)
                }
            }
        }
    }

    @Test func `when there are none gives an empty page`() async throws {
        try await APIServer.run { server throws in
            #expect(
                try await server.get("v2/incidents/").text
                    == #"{"next":null,"previous":null,"results":[]}"#)
        }
    }

    static let queries: [(String, [Int64])] = [
        ("open=true", [4, 1]), ("open=True", [4, 1]), ("open=1", [4, 1]),
        ("open=false", [5, 2]), ("open=False", [5, 2]), ("open=0", [5, 2]),
        ("open=", [5, 4, 3, 2, 1]), ("open=maybe", [5, 4, 3, 2, 1]), ("open", [5, 4, 3, 2, 1]),
        ("stateful=true", [5, 4, 2, 1]), ("stateful=false", [3]),
        ("end_time__isnull=true", [3]), ("end_time__isnull=false", [5, 4, 2, 1]),
        ("acked=true", [5, 4]), ("acked=false", [3, 2, 1]),
        ("ticket=true", [1]), ("ticket=false", [5, 4, 3, 2]),
        ("hide_closed_acked=true", [4, 3, 2, 1]), ("hide_closed_acked=false", [5, 4, 3, 2, 1]),
        ("token_expiry=true", []), ("token_expiry=false", [5, 4, 3, 2, 1]),
        ("tags=a=1", [3, 1]), ("tags=a%3D1", [3, 1]), ("tags=a=1,a=2", [3, 2, 1]),
        ("tags=a=1,a=2,b=1", [2, 1]), ("tags=c=x=y", [4]), ("tags=a=9", []),
        ("tags=a=1&tags=a=2", [2]), ("tags=", [5, 4, 3, 2, 1]),
        ("level__lte=2", [2, 1]), ("level__lte=2.9", [2, 1]), ("level__lte=0", []),
        ("level__lte=99", [5, 4, 3, 2, 1]), ("level__lte=1e300", [5, 4, 3, 2, 1]),
        ("duration__gte=1", [5, 4, 2, 1]), ("duration__gte=30", [4, 2, 1]),
        ("duration__gte=30.9", [4, 2, 1]), ("duration__gte=31", [4, 1]),
        ("duration__gte=185", [1]), ("duration__gte=1e300", []),
        ("id__in=2,4,99", [4, 2]), ("source__id__in=2", [3, 2, 1]),
        ("source__id__in=2,3", [5, 4, 3, 2, 1]), ("source__id__in=99", []),
        ("source__name__in=zabbix", [5, 4]), ("source__name__in=nav,zabbix", [5, 4, 3, 2, 1]),
        ("source__name__in=na", []), ("source__type__in=nav", [3, 2, 1]),
        ("source__type__in=argus,zabbix", [5, 4]),
        ("source_incident_id=42", [4]), ("source_incident_id=43", []),
        ("start_time__gte=2025-06-15T12:02:00Z", [5, 4, 3]),
        ("start_time__lte=2025-06-15T12:02:00Z", [3, 2, 1]), ("start_time__gte=2025-06-16", []),
        ("end_time__gte=2025-06-15T12:31:00Z", [4, 2, 1]),
        ("end_time__lte=2025-06-15T12:05:00Z", [5]), ("end_time__lte=9999-12-31", [5, 2]),
        ("search=fan", [5]), ("search=FAN+troms%C3%B8", [5]), ("search=failed,fan", [5]),
        ("search=fan+missing", []), ("search=%25", []), ("search=_", []),
        ("filter_pk=1", []), ("notificationprofile_pk=1", []),
        ("filter_pk=", [5, 4, 3, 2, 1]),
        ("open=true&acked=false&level__lte=3", [1]), ("ordering=pk&other=1", [5, 4, 3, 2, 1]),
    ]

    @Test func `finds what the query asks for`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)
            for (query, pks) in Self.queries {
                #expect(try await server.get("v2/incidents/?\(query)").pks == pks, "\(query)")
                #expect(
                    try await server.get("v3/incidents/?\(query)").pks == pks, "v3 \(query)")
            }
        }
    }

    @Test func `finds words in the log too`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)
            try await server.post(
                "v2/incidents/2/events/", #"{"type":"OTH","description":"Technician sent"}"#,
                as: .bob)

            #expect(try await server.get("v2/incidents/?search=TECHNICIAN").pks == [2])
        }
    }

    private static let tag =
        "Enter a valid key-value construct: \\\"key=value\\\", where key and value are strings."
    private static let lowerCase =
        " The key can consist of lowercase letters, numbers and underscores."

    static let wrong: [(String, String)] = [
        ("tags=a", #"{"tags":["\#(tag)\#(lowerCase)"]}"#),
        ("tags=a=1,", #"{"tags":["\#(tag)\#(lowerCase)"]}"#),
        ("tags=a=", #"{"tags":["\#(tag)\#(lowerCase)"]}"#),
        ("tags=A=1", #"{"tags":["\#(tag)\#(lowerCase)"]}"#),
        ("level__lte=x", #"{"level__lte":["Enter a number."]}"#),
        ("level__lte=nan", #"{"level__lte":["Enter a number."]}"#),
        ("level__lte=inf", #"{"level__lte":["Enter a number."]}"#),
        ("duration__gte=x", #"{"duration__gte":["Enter a number."]}"#),
        ("id__in=1,x", #"{"id__in":["Enter a number."]}"#),
        ("id__in=99999999999999999999", #"{"id__in":["Enter a number."]}"#),
        ("source__id__in=nav", #"{"source__id__in":["Enter a number."]}"#),
        (
            "source__type__in=nav,other",
            #"{"source__type__in":["Select a valid choice. That choice is not one of the available choices."]}"#
        ),
        ("start_time__gte=x", #"{"start_time__gte":["Enter a valid date/time."]}"#),
        ("end_time__lte=infinity", #"{"end_time__lte":["Enter a valid date/time."]}"#),
        ("filter_pk=x", #"{"filter_pk":["Enter a whole number."]}"#),
        ("notificationprofile_pk=x", #"{"notificationprofile_pk":["Enter a whole number."]}"#),
        (
            "level__lte=x&id__in=y&start_time__gte=z",
            #"{"start_time__gte":["Enter a valid date/time."],"level__lte":["Enter a number."],"id__in":["Enter a number."]}"#
        ),
    ]

    @Test func `is refused with all that is wrong with the query`() async throws {
        try await APIServer.run { server in
            try await server.refuses(
                Self.wrong.map { Refused(.get, "v2/incidents/?\($0)", 400, $1) })
        }
    }

    @Test func `takes queries of any length`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)
            let numbers = (1...40_000).map(String.init).joined(separator: ",")
            let words = (1...3000).map { "w\($0)" }.joined(separator: "+")
            let tags = (1...3000).map { "a=\($0)" }.joined(separator: ",")
            let names = (1...40_000).map { "n\($0)" }.joined(separator: ",")

            #expect(try await server.get("v2/incidents/?id__in=\(numbers)").pks == [5, 4, 3, 2, 1])
            #expect(
                try await server.get("v2/incidents/?search=\(words)").text
                    == #"{"next":null,"previous":null,"results":[]}"#)
            #expect(try await server.get("v2/incidents/?tags=\(tags)").pks == [4, 3, 2, 1])
            #expect(try await server.get("v2/incidents/?source__name__in=\(names)").pks == [])
        }
    }

    @Test func `takes queries that are no UTF-8`() async throws {
        try await APIServer.run { server throws in
            for query in ["search=%ff", "source_incident_id=%00", "tags=a=%C3", "%=%&&==&="] {
                #expect(try await server.get("v2/incidents/?\(query)").pks == [], "\(query)")
            }
        }
    }
}

@Suite struct `Listing in version 1` {
    @Test func `shows open incidents unless the query names a state`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)
            for (query, pks) in [
                ("", [4, 1]), ("?level__lte=3", [1]), ("?acked=true", [4]), ("?acked=false", [1]),
                ("?ticket=false", [4]), ("?search=fan", []), ("?source__name__in=nav", [1]),
                ("?start_time__gte=2025-06-15T12:02:00Z", [4]), ("?tags=a=1", [1]),
                ("?open=", [5, 4, 3, 2, 1]), ("?open=false", [5, 2]), ("?stateful=false", [3]),
                ("?stateful=", [5, 4, 3, 2, 1]), ("?duration__gte=1", [5, 4, 2, 1]),
                ("?end_time__lte=2026-01-01", [5, 2]), ("?end_time__isnull=true", [3]),
                ("?id__in=2,3", [3, 2]), ("?source_incident_id=42", [4]), ("?filter_pk=1", []),
            ] as [(String, [Int64])] {
                #expect(try await server.get("v1/incidents/\(query)").pks == pks, "\(query)")
            }
        }
    }

    @Test func `of one's own shows open ones too`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)

            #expect(try await server.get("v1/incidents/mine/", as: .nav).pks == [1])
            #expect(try await server.get("v1/incidents/mine/?open=", as: .nav).pks == [3, 2, 1])
        }
    }

    @Test func `takes tag keys with upper-case letters`() async throws {
        try await APIServer.run { server in
            try await server.post(
                "v1/incidents/",
                #"{"start_time":"2025-06-15","end_time":"infinity","tags":[{"tag":"Host=A"}]}"#)

            #expect(try await server.get("v1/incidents/?tags=Host=A").pks == [1])
            #expect(
                try await server.get("v1/incidents/?tags=Host").text
                    == #"{"tags":["Enter a valid key-value construct: \"key=value\", where key and value are strings."]}"#
            )
        }
    }

    @Test(arguments: ["open+unacked", "open%2Bunacked", "open%2bunacked"])
    func `has plain arrays of open incidents, and of those without acknowledgement`(
        unacked: String
    ) async throws {
        try await APIServer.run { server in
            try await createFive(on: server)
            let open = try await server.get("v1/incidents/open/")
            let unacked = try await server.get("v1/incidents/\(unacked)/")

            #expect(try open.json.array?.count == 2)
            #expect(try open.pks == [4, 1])
            #expect(try unacked.pks == [1])
        }
    }

    @Test func `has the sources for a front end`() async throws {
        try await APIServer.run { server throws in
            #expect(
                try await server.get("v1/incidents/metadata/").text
                    == #"{"sourceSystems":[{"pk":1,"name":"argus","type":{"name":"argus"},"user":1,"base_url":""},"#
                    + #"{"pk":2,"name":"nav","type":{"name":"nav"},"user":5,"base_url":"https://nav.example.org/"},"#
                    + #"{"pk":3,"name":"zabbix","type":{"name":"zabbix"},"user":6,"base_url":""}]}"#
            )
        }
    }
}

@Suite struct `Listing one's own incidents` {
    @Test func `shows those of the source that asks`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)

            #expect(try await server.get("v2/incidents/mine/", as: .nav).pks == [3, 2, 1])
            #expect(try await server.get("v2/incidents/mine/", as: .zabbix).pks == [5, 4])
            #expect(try await server.get("v2/incidents/mine/", as: .alice).pks == [])
        }
    }

    @Test func `knows the parameters about state, tags, times and identifier, and no others`()
        async throws
    {
        try await APIServer.run { server in
            try await createFive(on: server)
            for (query, pks) in [
                ("open=true", [1]), ("stateful=false", [3]), ("acked=true", []),
                ("ticket=true", [1]),
                ("hide_closed_acked=true", [3, 2, 1]), ("tags=b=1", [2, 1]),
                ("duration__gte=31", [1]),
                ("start_time__gte=2025-06-15T12:01:00Z", [3, 2]),
                ("end_time__lte=2026-01-01", [2]), ("source_incident_id=42", []),
                ("filter_pk=1", []), ("level__lte=1", [3, 2, 1]), ("id__in=1", [3, 2, 1]),
                ("search=zzz", [3, 2, 1]), ("source__id__in=3", [3, 2, 1]),
                ("source__name__in=x", [3, 2, 1]), ("source__type__in=x", [3, 2, 1]),
            ] as [(String, [Int64])] {
                #expect(
                    try await server.get("v2/incidents/mine/?\(query)", as: .nav).pks == pks,
                    "\(query)")
            }
        }
    }
}

@Suite struct `Counting incidents` {
    @Test func `is asked for with count, whatever its value`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)

            #expect(
                try await server.get("v2/incidents/?count&open=true").text
                    == #"{"count":2,"params":{"count":"","open":"true"}}"#)
            #expect(
                try await server.get("v2/incidents/?open=true&count=0&open=false").text
                    == #"{"count":2,"params":{"open":"false","count":"0"}}"#)
            #expect(
                try await server.get("v2/incidents/mine/?count=true", as: .nav).text
                    == #"{"count":3,"params":{"count":"true"}}"#)
            #expect(
                try await server.get("v1/incidents/?count").text
                    == #"{"count":2,"params":{"count":""}}"#)
        }
    }

    @Test func `does not stop at a page`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)

            #expect(
                try await server.get("v2/incidents/?count&page_size=1").json["count"] == 5)
        }
    }
}
