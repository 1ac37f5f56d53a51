import ArgusClient
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import Foundation
import Testing

@Suite struct `Many sources share a glue` {
    @Test(arguments: [APIVersion.v2, .v3])
    func `and each one's problems are its own on the server`(version: APIVersion) async throws {
        try await Installation.onCurrentDatabase { installation in
            let tokens = try await [
                installation.createSource("one"), installation.createSource("other"),
            ]
            try await RunningServer.with(installation) { server in
                let glue = try SharedGlue(installation, server.url, tokens, version)
                // Not what the other says of the same key, and more than go one by one.
                try await glue.tell("one", open: 300, close: 100)
                try await glue.tell("other", open: 200, close: 200)

                #expect(
                    try await glue.incidents(tokens[0]).map(\.isOpen).filter { $0 }.count == 200)
                #expect(try await glue.incidents(tokens[0]).count == 300)
                #expect(try await glue.incidents(tokens[1]).allSatisfy { !$0.isOpen })
                #expect(try await glue.incidents(tokens[1]).count == 200)
            }
        }
    }
}

/// `argus-glue` with a settings file that names two sources.
private struct SharedGlue {
    private let installation: Installation
    private let url: String
    private let file: String

    init(
        _ installation: Installation, _ url: String, _ tokens: [String], _ version: APIVersion
    ) throws {
        (self.installation, self.url) = (installation, url)
        file = installation.folder.file("glue.yaml")
        try """
        url: \(url)
        api_version: \(version.rawValue)
        glue: {spool: \(installation.folder.file("spool.db")), heartbeat: 0, timeout: 120s}
        sources:
          one: {system: pipe, token: \(tokens[0])}
          other: {system: pipe, token: \(tokens[1])}
        """.write(toFile: file, atomically: true, encoding: .utf8)
    }

    /// Says that the first so many problems of a source are there, and the first so many of these
    /// over, and waits until that is delivered.
    func tell(_ source: String, open: Int, close: Int) async throws {
        let openings = (0..<open).map {
            #"{"type": "open", "key": "\#($0)", "description": "d", "time": "2026-11-20T10:00:00Z"}"#
        }
        let closings = (0..<close).map {
            #"{"type": "close", "key": "\#($0)", "description": "up"}"#
        }
        let piped = try await Program.glue.run(
            ["pipe", "--source", source, "--config", file],
            input: (openings + closings).map { $0 + "\n" }.joined(), settings: [:],
            in: installation.folder.path)
        #expect(piped.status == 0, "\(piped)")
    }

    /// What a source has on the server.
    func incidents(_ token: String) async throws -> [Incident] {
        let client = try ArgusClient(
            ArgusClient.Configuration(
                url: url, token: Token(token), timeout: .seconds(120), environment: [:]))
        var incidents: [Incident] = []
        for try await incident in client.mine() { incidents.append(incident) }
        try await client.shutdown()
        return incidents
    }
}
