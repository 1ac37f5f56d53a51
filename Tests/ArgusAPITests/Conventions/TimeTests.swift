import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

@Suite struct `Times` {
    static let read: [(String, String)] = [
        ("2026-01-02T10:00:00Z", "2026-01-02T11:00:00+01:00"),
        ("2026-01-02T10:00:00+03:00", "2026-01-02T08:00:00+01:00"),
        ("2026-01-02T10:00:00-0530", "2026-01-02T16:30:00+01:00"),
        ("2026-01-02 10:00:00", "2026-01-02T10:00:00+01:00"),
        ("2026-01-02T10:00", "2026-01-02T10:00:00+01:00"),
        ("2026-01-02", "2026-01-02T00:00:00+01:00"),
        ("2026-07-02T10:00:00.25", "2026-07-02T10:00:00.250000+02:00"),
        ("2026-07-02T10:00:00.123456789", "2026-07-02T10:00:00.123456+02:00"),
        ("20260102T101112Z", "2026-01-02T11:11:12+01:00"),
        ("2026-W10-1", "2026-03-02T00:00:00+01:00"),
        // In the hour that occurs twice the first is meant; one that is skipped counts as before.
        ("2025-10-26T02:30:00", "2025-10-26T02:30:00+02:00"),
        ("2025-03-30T02:30:00", "2025-03-30T03:30:00+02:00"),
    ]

    @Test func `are read in ISO 8601 and written in the server's zone`() async throws {
        try await APIServer.run(zone: "Europe/Oslo") { server in
            for (written, expected) in Self.read {
                let answer = try await server.post(
                    "v2/incidents/", #"{"start_time":"\#(written)","tags":[]}"#)

                #expect(try answer.json["start_time"]?.string == expected, "\(written)")
            }
        }
    }

    /// When they are received, in seconds after the clock's start, and how they are read.
    static let repeated: [(seconds: Int, start: String, end: String, read: [String])] = [
        // 00:55 and 01:10 UTC: between the two times that clocks show 02:30, and just after.
        (11_440_100, "02:50", "02:54", ["02:50:00+02:00", "02:54:00+02:00"]),
        (11_441_000, "02:50", "02:10", ["02:50:00+02:00", "02:10:00+01:00"]),
        (11_441_000, "02:05", "02:10", ["02:05:00+01:00", "02:10:00+01:00"]),
        // 05:00 UTC.
        (11_454_800, "02:50", "02:10", ["02:50:00+02:00", "02:10:00+01:00"]),
        (11_454_800, "02:50", "02:55", ["02:50:00+01:00", "02:55:00+01:00"]),
    ]

    @Test(.bug(id: 9), arguments: repeated)
    func `that clocks show twice fit their receipt, and each other`(
        seconds: Int, start: String, end: String, read: [String]
    ) async throws {
        try await APIServer.run(zone: "Europe/Oslo") { server in
            server.database.clock.advance(by: .seconds(seconds))
            let answer = try await server.post(
                "v2/incidents/",
                #"{"start_time":"2025-10-26T\#(start)","end_time":"2025-10-26T\#(end)","tags":[]}"#)

            let times = try [answer.json["start_time"], answer.json["end_time"]]
            #expect(times.map { $0?.string } == read.map { "2025-10-26T\($0)" })
        }
    }

    @Test(.bug(id: 9)) func `that clocks show twice close what is open`() async throws {
        try await APIServer.run(zone: "Europe/Oslo") { server in
            server.database.clock.advance(by: .seconds(11_440_100))
            try await server.post(
                "v2/incidents/", #"{"start_time":"2025-10-26 02:50","tags":[]}"#)
            server.database.clock.advance(by: .seconds(900))
            try await server.post(
                "v2/incidents/1/events/", #"{"type":"END","timestamp":"2025-10-26 02:10"}"#)

            let incident = try await server.get("v2/incidents/1/").json
            #expect(incident["start_time"] == "2025-10-26T02:50:00+02:00")
            #expect(incident["end_time"] == "2025-10-26T02:10:00+01:00")
        }
    }

    @Test(.bug(id: 9)) func `that clocks show twice close what began before them, a year later`()
        async throws
    {
        try await APIServer.run(zone: "Europe/Oslo") { server in
            server.database.clock.advance(by: .seconds(43_000_000))
            let start = #""start_time":"2025-10-26T02:50+02:00","source_incident_id"#
            for name in ["event", "batch"] {
                try await server.post("v2/incidents/", #"{\#(start)":"\#(name)","tags":[]}"#)
            }
            try await server.post(
                "v2/incidents/1/events/", #"{"type":"END","timestamp":"2025-10-26 02:10"}"#)
            try await server.post(
                "v3/incidents/batch/",
                """
                {"items":[{"op":"close","source_incident_id":"batch",
                    "timestamp":"2025-10-26 02:10"}]}
                """)

            for id in 1...2 {
                let incident = try await server.get("v2/incidents/\(id)/").json
                #expect(incident["end_time"] == "2025-10-26T02:10:00+01:00")
            }
        }
    }

    @Test func `are UTC, with a Z, unless the server is told another zone`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(
                "v2/incidents/", #"{"start_time":"2026-01-02 10:00:00","tags":[]}"#)

            #expect(try answer.json["start_time"] == "2026-01-02T10:00:00Z")
        }
    }

    @Test func `are refused in any other form`() async throws {
        let message =
            "Datetime has wrong format. Use one of these formats instead: "
            + "YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z], or 'infinity'."
        let wrong = [
            #""""#, #""now""#, "1750000000", "true", "{}", "[]", #""2026-13-01""#,
            #""2026-02-30T10:00:00Z""#, #""2026-01-02t10:00:00z""#, #""2026-01-02T24:00:00Z""#,
            #""2026-01-02T10:00:00+25:00""#, #""infinity""#, #""Infinity""#,
        ]
        try await APIServer.run { server in
            try await server.refuses(
                wrong.map {
                    Refused(
                        .post, "v2/incidents/", #"{"start_time":\#($0),"tags":[]}"#, as: .nav, 400,
                        #"{"start_time":["\#(message)"]}"#)
                })
        }
    }

    @Test func `beyond the calendar are refused`() async throws {
        try await APIServer.run(zone: "Europe/Oslo") { server in
            for written in ["0001-01-01T00:00:00", "9999-12-31T23:59:59-01:00"] {
                let answer = try await server.post(
                    "v2/incidents/", #"{"start_time":"\#(written)","tags":[]}"#)

                #expect(answer.status == 400)
                #expect(answer.text == #"{"start_time":["Datetime value out of range."]}"#)
            }
        }
    }

    static let open = [
        #""infinity""#, #""9999-12-31T23:59:59.999999""#, #""9999-12-31T23:59:59.999999+01:00""#,
    ]

    @Test(arguments: open)
    func `that never come are infinity`(end: String) async throws {
        try await APIServer.run(zone: "Europe/Oslo") { server in
            let answer = try await server.post(
                "v2/incidents/",
                #"{"start_time":"2025-06-15T12:00:00Z","end_time":\#(end),"tags":[]}"#)

            #expect(try answer.json["end_time"] == "infinity")
            #expect(try answer.json["open"] == true)
        }
    }

    @Test func `in queries are naive or not, and need their plus encoded`() async throws {
        try await APIServer.run(zone: "Europe/Oslo") { server in
            try await server.post(
                "v2/incidents/", #"{"start_time":"2026-01-02T10:00:00Z","tags":[]}"#)
            func found(_ query: String) async throws -> [Int64] {
                try await server.get("v2/incidents/?\(query)").pks
            }

            #expect(try await found("start_time__gte=2026-01-02T11:00:00") == [1])
            #expect(try await found("start_time__gte=2026-01-02T11:00:01") == [])
            #expect(try await found("start_time__lte=2026-01-02T11:00:00%2B01:00") == [1])
            #expect(
                try await server.get("v2/incidents/?start_time__lte=2026-01-02T11:00:00+01:00").text
                    == #"{"start_time__lte":["Enter a valid date/time."]}"#)
        }
    }
}
