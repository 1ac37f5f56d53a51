import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

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

    @Test(arguments: [499, 500, 501, 1001])
    func `as one array has all of them, however many there are`(count: Int) async throws {
        try await APIServer.run { server in
            let nav = server.database.cast.nav.requester
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<count {
                    group.addTask {
                        _ = try await server.operations.incidents.create(
                            .sample(), source: .own, by: nav)
                    }
                }
                try await group.waitForAll()
            }

            let listed = try await server.get("v1/incidents/open/")
            #expect(listed.status == 200)
            #expect(try listed.pks == (1...Int64(count)).reversed())
        }
    }

    @Test(arguments: ["open", "open+unacked"])
    func `as one array takes what is typed`(path: String) async throws {
        try await APIServer.run { server in
            for number in 1...3 {
                try await server.post(
                    "v1/incidents/",
                    #"{"start_time":"2025-06-15","end_time":"infinity","level":\#(number),"tags":[]}"#
                )
            }

            #expect(try await server.get("v1/incidents/\(path)/?q=level%3C%3D2").pks == [2, 1])
            #expect(try await server.get("v1/incidents/\(path)/?q=(").status == 400)
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
