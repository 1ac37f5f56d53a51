import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

@Suite struct `What Argus tells of itself` {
    @Test func `is an incident of its own source`() async throws {
        try await APIServer.run { server in
            let nav = server.database.cast.nav
            _ = try await server.operations.sources.change(
                nav.id, SourceSystemChange(heartbeatFrequency: .seconds(60)), by: .console)
            try await server.post("v2/incidents/sources/heartbeat/", as: .nav)
            server.database.clock.advance(by: .seconds(71))
            try await server.operations.watch.look(hearing: .distantPast, by: .server)
            let found = try await server.get(
                "v2/incidents/?tags=problem_type=missing_heartbeat", as: .bob
            ).json["results"]?.array

            #expect(found?.count == 1)
            #expect(found?.first?["source"]?["name"] == "argus")
            #expect(found?.first?["level"] == 4 && found?.first?["open"] == true)
            #expect(
                found?.first?["description"] == "Missing heartbeat from source nav (nav), dead?")
        }
    }
}
