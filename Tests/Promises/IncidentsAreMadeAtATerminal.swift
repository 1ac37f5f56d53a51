import ArgusTesting
import ArgusVocabulary
import ArgusWire
import Testing

@Suite struct `Incidents are made at a terminal` {
    @Test func `and listed and closed there, as the API shows them`() async throws {
        try await Installation.with { argus in
            let token = try await argus.createSource()
            let created = try await argus.argus(
                "incident", "create", "Box is down", "--source", "nav1", "--tag", "host=a",
                "--tag", "site=b", "--level", "2", "--source-incident-id", "42", "--start",
                "2026-01-01T10:00:00Z", "--json")
            #expect(created.status == 0)
            #expect(try created.json["pk"] == 1)

            try await RunningServer.with(argus) { server in
                let shown = try await server.ask("GET", "/api/v2/incidents/1/", token: token)
                #expect(shown.text + "\n" == created.output)
                let closed = try await argus.argus(
                    "incident", "close", "1", "--end", "2026-01-01T11:00:00Z")
                #expect(closed.errors == "Incident 1 was closed.\n")
                let after = try await server.ask("GET", "/api/v2/incidents/1/", token: token)
                #expect(try after.json["end_time"] == "2026-01-01T11:00:00Z")
            }
            let again = try await argus.argus("incident", "close", "1")
            #expect(again.status == 1)
            #expect(again.errors == "argus: Incident 1 is not open.\n")
        }
    }

    @Test func `and picked by source, tag and level`() async throws {
        try await Installation.with { argus in
            _ = try await argus.createSource()
            _ = try await argus.createSource("nav2")
            try await argus.argus("incident", "create", "a", "--source", "nav1", "--tag", "k=1")
            try await argus.argus("incident", "create", "b", "--source", "nav2", "--level", "1")
            try await argus.argus("incident", "create", "c", "--source", "nav2", "--stateless")
            for (arguments, pks) in [
                ([], [2, 1]), (["--all"], [3, 2, 1]), (["--source", "nav2"], [2]),
                (["--tag", "k=1"], [1]), (["--level", "1"], [2]), (["--all", "--limit", "1"], [3]),
            ] as [([String], [Int64])] {
                let listed = try await argus.run(["incident", "list", "--json"] + arguments)
                let found = try listed.json.array?.compactMap { $0["pk"]?.integer }
                #expect(found.map(Set.init) == Set(pks), "\(arguments)")
            }
            #expect(try await argus.argus("incident", "list").output.contains("nav2"))
        }
    }

    @Test func `with a level by its word`() async throws {
        try await Installation.with { argus in
            _ = try await argus.createSource()
            try await argus.argus("incident", "create", "a", "--source", "nav1", "--level", "High")
            try await argus.argus("incident", "create", "b", "--source", "nav1")

            for arguments in [["--level", "high"], ["--where", "level<=high"]] {
                let listed = try await argus.run(["incident", "list", "--json"] + arguments)
                #expect(try listed.json.array?.map { $0["level"] } == [2])
            }
            let table = try await argus.argus("incident", "list").output
            #expect(table.contains("  high  ") && table.contains("  information  "))
        }
    }

    @Test func `and it is said when there are more than are shown`() async throws {
        try await Installation.with { argus in
            _ = try await argus.createSource()
            for text in ["a", "b"] {
                try await argus.argus("incident", "create", text, "--source", "nav1")
            }
            let one = try await argus.argus("incident", "list", "--limit", "1", "--json")
            let both = try await argus.argus("incident", "list", "--limit", "2", "--json")

            #expect(try one.json.array?.count == 1)
            #expect(
                one.errors == "There are more than these 1; --limit shows more, up to 100000.\n")
            #expect(both.errors == "")
        }
    }

    @Test(arguments: [
        ("host^=core- nto acked", "\"not\""), ("opne host=a", "\"open\""), ("-acked", "“not”"),
        ("open & acked", "“and”"),
    ])
    func `and a slip in a filter is pointed out`(
        written: String, meant: String
    ) async throws {
        try await Installation.with { argus in
            _ = try await argus.createSource()
            let listed = try await argus.argus("incident", "list", "--where=\(written)")

            #expect(listed.errors.contains(meant), "\(listed.errors)")
        }
    }
}
