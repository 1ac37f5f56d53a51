import ArgusClient
import ArgusGlue
import Foundation
import Testing

private func settings(
    _ values: [String: String], needsServer: Bool = false
) throws(SettingsProblem) -> GlueSettings {
    try GlueSettings(needsServer: needsServer, environment: [:]) { values[$0] }
}

@Suite struct `The settings` {
    @Test func `are read by their names`() throws {
        let settings = try settings([
            "ARGUS_URL": "https://argus.example.org", "ARGUS_TOKEN": "abc\n",
            "ARGUS_API_VERSION": "v1", "ARGUS_TIME_ZONE": "Europe/Oslo",
            "ARGUS_GLUE_MAX_BYTES": "64M", "ARGUS_GLUE_MAX_AGE": "7d",
            "ARGUS_GLUE_RECURRENCE": "restart", "ARGUS_GLUE_HEARTBEAT": "0",
        ])

        #expect(settings.version == .v1 && settings.zone.name == "Europe/Oslo")
        #expect(settings.limits == SpoolLimits(bytes: 64 << 20, age: .seconds(7 * 86_400)))
        #expect(settings.policy.recurrence == .restart && settings.heartbeat == nil)
    }

    @Test func `that are wrong are all named at once`() throws {
        let problem = #expect(throws: SettingsProblem.self) {
            try settings(
                [
                    "ARGUS_API_VERSION": "v9", "ARGUS_TIME_ZONE": "Oslo",
                    "ARGUS_GLUE_PARALLEL": "0", "ARGUS_GLUE_MAX_BYTES": "much",
                    "ARGUS_GLUE_TIMEOUT": "soon", "ARGUS_URL": "argus",
                ], needsServer: true)
        }

        #expect(
            Set(problem?.mistakes.map(\.name) ?? []) == [
                "ARGUS_API_VERSION", "ARGUS_TIME_ZONE", "ARGUS_GLUE_PARALLEL",
                "ARGUS_GLUE_MAX_BYTES", "ARGUS_GLUE_TIMEOUT", "ARGUS_URL", "ARGUS_TOKEN",
            ])
    }

    @Test func `name no server where none is needed`() throws {
        #expect(try settings([:]).url.isEmpty)
        #expect(throws: SettingsProblem.self) { try settings([:], needsServer: true) }
    }

    @Test func `take the token from a file`() throws {
        let folder = try TemporaryFolder()
        try "secret\n".write(toFile: folder.file("token"), atomically: true, encoding: .utf8)

        #expect(try settings(["ARGUS_TOKEN_FILE": folder.file("token")]).token?.secret == "secret")
        #expect(throws: SettingsProblem.self) { try settings(["ARGUS_TOKEN_FILE": "/none"]) }
    }
}
