import ArgusVocabulary
import ArgusWire
import Foundation
import Testing

@Suite struct `Stopping loses nothing` {
    private let incident = #"{"start_time":"2026-01-01T10:00:00Z","tags":[]}"#

    @Test(arguments: [SIGTERM, SIGINT])
    func `and ends with status 0 while clients keep their connections open`(
        signal: Int32
    ) async throws {
        try await Installation.with { argus in
            let token = try await argus.createSource()
            try await RunningServer.with(argus) { server in
                #expect(try await server.ask("GET", "/.still-alive/").status == 204)
                let created = try await server.ask(
                    "POST", "/api/v2/incidents/", incident, token: token)
                #expect(created.status == 201)
                server.end(with: signal)

                #expect(await server.status == 0)
            }
            let listed = try await argus.argus("incident", "list", "--json")
            #expect(try listed.json.array?.count == 1)
        }
    }

    @Test func `nor does being killed`() async throws {
        try await Installation.with { argus in
            let token = try await argus.createSource()
            try await RunningServer.with(argus) { server in
                for _ in 0..<20 {
                    let created = try await server.ask(
                        "POST", "/api/v2/incidents/", incident, token: token)
                    #expect(created.status == 201)
                }
                server.end(with: SIGKILL)
                #expect(await server.status == -1)
            }
            let listed = try await argus.argus("incident", "list", "--json")
            #expect(try listed.json.array?.count == 20)
        }
    }
}
