import ArgusClient
import ArgusClientTesting
import ArgusSettings
import ArgusVocabulary
import Foundation
import Testing

@testable import ArgusGlue

@Suite struct `An acknowledgement that is written through` {
    private static let lines =
        "    secret: 0123456789abcdef\n    compare_every: 0\n    two_way: on\n    write_through: on"

    /// Acknowledges a problem in Argus, and returns what is said of it until it is carried over.
    private static func acknowledge(
        in system: String, _ api: FakeAPI,
        _ body: @escaping @Sendable (Compared, [Alert]) throws -> Void
    ) async throws {
        let server = FakeArgus(people: ["alice": "alice"])
        try await Compared.run(system, lines, api, server: server) { site in
            try await site.deliver([
                .open("42", description: "d", at: Compared.moment(-100_000), level: .high)
            ])
            try await site.asAlice(
                { client, id in
                    try await client.acknowledge(id, NewAcknowledgement(description: "on it"))
                }, about: "42")
            let spool = try site.spool
            try await site.following { try await spool.until { try $0.depth() > 0 } }
            try body(site, try site.spool.waiting(of: site.source))
        }
    }

    @Test func `says in the log that the system has confirmed it`() async throws {
        let api = FakeAPI { _ in .json(["result": ["eventids": ["42"]]]) }
        try await Self.acknowledge(in: "zabbix", api) { site, said in
            #expect(
                said.map(\.description) == ["Confirmed by zabbix: alice: on it (from Argus)"])
            #expect(site.server.acknowledgements.map(\.expiration) == [nil])
        }
    }

    @Test func `is taken back where the system refuses it, with the reason`() async throws {
        let api = FakeAPI { _ in
            .json(["error": ["code": -32500, "message": "No permissions."]])
        }
        try await Self.acknowledge(in: "zabbix", api) { site, said in
            #expect(said.first?.description.contains("No permissions") == true, "\(said)")
            #expect(site.server.acknowledgements.allSatisfy { $0.expiration != nil })
        }
    }

    @Test func `is taken back where the system has no such problem any more`() async throws {
        let api = FakeAPI { _ in .json([]) }
        try await Self.acknowledge(in: "alertmanager", api) { site, said in
            #expect(said.first?.description.hasPrefix("Not confirmed: alertmanager has") == true)
            #expect(site.server.acknowledgements.allSatisfy { $0.expiration != nil })
        }
    }

    @Test func `is for what goes both ways`() throws {
        let folder = try TemporaryFolder()
        let file = folder.file("glue.yaml")
        let text = "sources: {s: {system: zabbix, secret: 0123456789abcdef, api_url: 'http://a', "
        try (text + "write_through: on}}\n").write(
            toFile: file, atomically: true, encoding: .utf8)
        let problem = #expect(throws: SettingsProblem.self) {
            try GlueSettings(needsServer: false, environment: [:], file: file)
        }

        #expect(problem?.description.contains("needs `two_way: on`") == true)
    }
}
