import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

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

    @Test func `finds what tells of tokens that expire`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)
            try await server.post("v2/incidents/2/tags/", #"{"tag":"problem_type=token_expiry"}"#)

            #expect(try await server.get("v2/incidents/?token_expiry=true").pks == [2])
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
            let words = Array(repeating: "w", count: 30_000).joined(separator: "+")
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
