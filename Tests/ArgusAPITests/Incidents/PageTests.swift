import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import HummingbirdTesting
import Testing

/// Creates incidents, the last of which is the newest; every three of them start together.
private func create(_ count: Int, on server: APIServer) async throws {
    for index in 0..<count {
        try await server.post(
            "v2/incidents/", #"{"start_time":"2025-06-15T12:0\#(index / 3):00Z","tags":[]}"#)
    }
}

@Suite struct `Pages` {
    @Test func `lead to each other by next and previous`() async throws {
        try await APIServer.run { server in
            try await create(7, on: server)
            let first = try await server.get("v2/incidents/?page_size=3")
            let second = try await server.get(server.link("next", first))
            let third = try await server.get(server.link("next", second))

            #expect(try first.pks == [7, 6, 5])
            #expect(try second.pks == [4, 3, 2])
            #expect(try third.pks == [1])
            #expect(try first.json["previous"] == JSONValue.null)
            #expect(try third.json["next"] == JSONValue.null)
            #expect(try await server.get(server.link("previous", third)).pks == [4, 3, 2])
            #expect(try await server.get(server.link("previous", second)).pks == [7, 6, 5])
        }
    }

    @Test func `neither lose nor repeat incidents that start together, or come meanwhile`()
        async throws
    {
        try await APIServer.run { server in
            try await create(9, on: server)
            var answer = try await server.get("v2/incidents/?page_size=2")
            var found = try answer.pks
            while try answer.json["next"] != JSONValue.null {
                try await server.post("v2/incidents/", #"{"start_time":"2025-06-16","tags":[]}"#)
                answer = try await server.get(server.link("next", answer))
                found += try answer.pks
            }

            #expect(found == [9, 8, 7, 6, 5, 4, 3, 2, 1])
        }
    }

    @Test func `have links with all parameters, sorted by name`() async throws {
        try await APIServer.run { server in
            try await create(2, on: server)
            let answer = try await server.get(
                "v2/incidents/?stateful=true&page_size=1&open=True&start_time__gte=2025-06-15T00:00:00%2B00:00"
            )

            let next = try #require(try answer.json["next"]?.string)
            #expect(
                next.wholeMatch(
                    of:
                        #/http://localhost/api/v2/incidents/\?cursor=[0-9_]+&open=True&page_size=1&start_time__gte=2025-06-15T00%3A00%3A00%2B00%3A00&stateful=true/#
                ) != nil, "\(next)")
        }
    }

    @Test func `have a hundred rows unless asked, and a thousand at most`() async throws {
        try await APIServer.run { server in
            let incidents = server.database.operations.incidents
            let nav = server.database.cast.nav.requester
            try await withThrowingTaskGroup { group in
                for _ in 0..<1001 {
                    group.addTask {
                        _ = try await incidents.create(.sample(), source: .own, by: nav)
                    }
                }
                try await group.waitForAll()
            }
            for (query, count) in [
                ("", 100), ("?page_size=0", 100), ("?page_size=-1", 100), ("?page_size=x", 100),
                ("?page_size=", 100), ("?page_size=99999999999999999999", 100),
                ("?page_size=1000", 1000), ("?page_size=1001", 1000), ("?page_size=7", 7),
            ] {
                #expect(
                    try await server.get("v2/incidents/\(query)").pks.count == count, "\(query)")
            }
        }
    }

    @Test(arguments: [
        "garbage", "1", "_", "1_", "_1", "1_2_3", "rr1_1", "bz0x", "99999999999999999999_1",
    ])
    func `with a cursor that is none are 404`(cursor: String) async throws {
        try await APIServer.run { server in
            try await server.refuses([
                Refused(
                    .get, "v2/incidents/?cursor=\(cursor)", 404, #"{"detail":"Invalid cursor"}"#),
                Refused(
                    .get, "v2/incidents/events/?cursor=\(cursor)", 404,
                    #"{"detail":"Invalid cursor"}"#),
            ])
        }
    }

    @Test func `begin at the start with an empty cursor`() async throws {
        try await APIServer.run { server in
            try await create(2, on: server)

            #expect(try await server.get("v2/incidents/?cursor=").pks == [2, 1])
        }
    }

    @Test func `exist for the log of everything too`() async throws {
        try await APIServer.run { server in
            try await create(3, on: server)
            let first = try await server.get("v2/incidents/events/?page_size=2")

            #expect(try first.keys == ["next", "previous", "results"])
            #expect(try first.pks == [3, 2])
            #expect(try await server.get(server.link("next", first)).pks == [1])
        }
    }
}

@Suite struct `Links` {
    @Test func `use the host and the scheme that the request came by`() async throws {
        try await APIServer.run(.live) { server in
            try await create(2, on: server)
            let plain = try await server.get(
                "v2/incidents/?page_size=1", fromHost: "argus.example.org:8080", headers: [:])
            let forwarded = try await server.get(
                "v2/incidents/?page_size=1", fromHost: "argus.example.org",
                headers: [.xForwardedProto: "https"])

            #expect(
                try plain.json["next"]?.string?.hasPrefix(
                    "http://argus.example.org:8080/api/v2/incidents/?cursor=") == true)
            #expect(
                try forwarded.json["next"]?.string?.hasPrefix(
                    "https://argus.example.org/api/v2/incidents/?cursor=") == true)
        }
    }

    @Test(arguments: [
        ("javascript", "http"), ("HTTPS", "https"), ("http, https", "https"), ("https:", "http"),
        ("https\" onclick", "http"), ("", "http"),
    ])
    func `know two schemes and no other`(said: String, scheme: String) async throws {
        try await APIServer.run(.live) { server in
            try await create(2, on: server)
            let answer = try await server.get(
                "v2/incidents/?page_size=1", fromHost: "argus.example.org",
                headers: [.xForwardedProto: said])

            #expect(
                try answer.json["next"]?.string?.hasPrefix("\(scheme)://argus.example.org/api/")
                    == true)
        }
    }

    @Test func `believe the scheme of nobody but a trusted proxy`() async throws {
        try await APIServer.run(trusting: ["192.0.2.1"], .live) { server in
            try await create(2, on: server)
            let answer = try await server.get(
                "v2/incidents/?page_size=1", fromHost: "argus.example.org",
                headers: [.xForwardedProto: "https"])

            #expect(try answer.json["next"]?.string?.hasPrefix("http://argus") == true)
        }
    }

    private static let detail =
        #"{"detail":"The request needs one header Host, with a host in it."}"#

    @Test(arguments: [
        "a b", "", "argus.example.org/x", "a\"b", "user@argus.example.org", "a:b", "a:123456",
        "[::1", "[x]", "é", "<b>", String(repeating: "a", count: 256),
    ])
    func `are not made of what is no host`(host: String) async throws {
        try await APIServer.run(.live) { server in
            let answer = try await server.get("v2/incidents/", fromHost: host)

            #expect(answer.status == 400)
            #expect(answer.text == Self.detail)
        }
    }

    @Test(arguments: ["argus", "argus.example.org:8080", "192.0.2.1", "[2001:db8::1]:80", "a_b"])
    func `are made of any host`(host: String) async throws {
        try await APIServer.run(.live) { server throws in
            #expect(try await server.get("v2/incidents/", fromHost: host).status == 200)
        }
    }

    @Test func `need a host, and one only, on pages too`() async throws {
        try await APIServer.run { server in
            let second = try #require(HTTPField.Name("Host"))
            for path in ["v2/incidents/", "/accounts/login/"] {
                let doubled = try await server.ask(
                    .get, path, as: .nobody, headers: [second: "other.example.org"])
                #expect(doubled.status == 400)
                #expect(!doubled.text.contains("other.example.org"))
            }
        }
        try await APIServer.run(.live) { server in
            let missing = try await server.get("v2/incidents/", fromHost: nil)
            #expect(missing.status == 400)
            #expect(missing.text == Self.detail)
        }
    }

    @Test func `use the public address if the server was told one`() async throws {
        try await APIServer.run(publicURL: "https://argus.example.org/a") { server in
            try await create(2, on: server)
            let answer = try await server.get("v2/incidents/mine/?page_size=1", as: .nav)

            #expect(
                try answer.json["next"]?.string?.hasPrefix(
                    "https://argus.example.org/a/api/v2/incidents/mine/?cursor=") == true)
        }
    }
}

extension APIServer {
    /// The path and query of a link to another page.
    fileprivate func link(_ name: String, _ answer: Answer) throws -> String {
        let url = try #require(try answer.json[name]?.string)
        return String(url.trimmingPrefix("http://localhost"))
    }
}

extension HTTPField.Name {
    fileprivate static let xForwardedProto = Self("X-Forwarded-Proto") ?? .via
}
