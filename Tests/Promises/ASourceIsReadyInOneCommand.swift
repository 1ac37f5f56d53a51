import ArgusTesting
import ArgusVocabulary
import ArgusWire
import Foundation
import Testing

@Suite struct `A source is ready in one command` {
    private let incident = #"{"start_time":"2026-01-01T10:00:00Z","tags":[]}"#

    @Test func `before the server ever ran`() async throws {
        try await Installation.with { argus in
            let created = try await argus.argus(
                "source", "create", "nav1", "--type", "NAV", "--base-url",
                "https://nav.example.org/",
                "--json")
            #expect(created.status == 0)
            #expect(created.errors == "")
            #expect(try created.json.keys == ["pk", "name", "type", "user", "token"])
            #expect(try created.json["type"] == "nav")

            let token = try #require(try created.json["token"]?.string)
            try await RunningServer.with(argus) { server in
                let answer = try await server.ask(
                    "POST", "/api/v2/incidents/", incident, token: token)
                #expect(answer.status == 201)
                #expect(try answer.json["source"]?["name"] == "nav1")
            }
        }
    }

    @Test func `and while it runs`() async throws {
        try await Installation.with { argus in
            try await RunningServer.with(argus) { server in
                let token = try await argus.createSource()
                let answer = try await server.ask(
                    "POST", "/api/v2/incidents/", incident, token: token)

                #expect(answer.status == 201)
            }
        }
    }

    @Test func `and its token can be replaced without a gap`() async throws {
        try await Installation.with { argus in
            let old = try await argus.createSource()
            let new = try await argus.argus("source", "rotate-token", "nav1").output
                .trimmingSuffix("\n")
            try await RunningServer.with(argus) { server in
                for token in [old, new] {
                    #expect(
                        try await server.ask("GET", "/api/v2/incidents/", token: token).status
                            == 200)
                }
                let last = try await argus.argus(
                    "source", "rotate-token", "nav1", "--revoke-others", "--json")
                #expect(try last.json.keys == ["pk", "name", "type", "user", "token"])
                #expect(try await server.ask("GET", "/api/v2/incidents/", token: new).status == 401)
            }
        }
    }

    @Test func `and its token goes into a file that others cannot read`() async throws {
        try await Installation.with { argus in
            let path = argus.folder.file("nav1.token")
            let created = try await argus.argus(
                "source", "create", "nav1", "--type", "nav", "--token-file", path, "--json")
            let token = try String(contentsOfFile: path, encoding: .utf8)
            #expect(try created.json.keys == ["pk", "name", "type", "user"])
            #expect(token.hasSuffix("\n") && token.count > 20)
            #expect(!created.output.contains(token.trimmingSuffix("\n")))
            let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(rights as? Int == 0o600)

            let rotated = try await argus.argus(
                "source", "rotate-token", "nav1", "--token-file", path)
            #expect(rotated.output == "The token is in \(path).\n")
            #expect(try String(contentsOfFile: path, encoding: .utf8) != token)
        }
    }

    @Test func `and is not made if its token cannot be kept`() async throws {
        try await Installation.with { argus in
            try await argus.argus("migrate")
            let path = argus.folder.file("no/nav1.token")
            let refused = try await argus.argus(
                "source", "create", "nav1", "--type", "nav", "--token-file", path)

            #expect(refused.status == 1)
            #expect(refused.errors.hasPrefix("argus: \(path) cannot be written: "))
            let list = try await argus.argus("source", "list", "--json")
            #expect(try list.json.array?.compactMap { $0["name"]?.string } == ["argus"])
        }
    }

    @Test func `and is listed, and deleted while it has no incidents`() async throws {
        try await Installation.with { argus in
            _ = try await argus.createSource()
            let list = try await argus.argus("source", "list", "--json")
            #expect(try list.json.array?.compactMap { $0["name"]?.string } == ["argus", "nav1"])
            #expect(
                try list.json.array?.first?.keys == [
                    "pk", "name", "type", "user", "base_url", "last_seen",
                ])

            try await argus.argus("incident", "create", "x", "--source", "nav1")
            let refused = try await argus.argus("source", "delete", "nav1")
            #expect(refused.status == 1)
            #expect(
                refused.errors
                    == "argus: This source system has incidents, so it cannot be deleted.\n")
        }
    }
}

extension JSONValue {
    /// The names of the members, in order.
    var keys: [String] { object?.members.map(\.name) ?? [] }
}

extension String {
    /// The text without an end that it may have.
    func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
