import ArgusClient
import ArgusSettings
import Foundation
import Testing

@testable import ArgusGlue

private func settings(
    _ environment: [String: String], needsServer: Bool = false
) throws(SettingsProblem) -> GlueSettings {
    try GlueSettings(needsServer: needsServer, environment: environment)
}

@Suite struct `The settings` {
    @Test func `are read by their names`() throws {
        let settings = try settings([
            "ARGUS_URL": "https://argus.example.org", "ARGUS_TOKEN": "abc\n",
            "ARGUS_API_VERSION": "v1", "ARGUS_TIME_ZONE": "Europe/Oslo",
            "ARGUS_GLUE_MAX_BYTES": "64M", "ARGUS_GLUE_MAX_AGE": "7d",
            "ARGUS_GLUE_RECURRENCE": "restart", "ARGUS_GLUE_HEARTBEAT": "0",
        ])

        let source = try settings.source(named: nil)
        #expect(settings.server.version == .v1 && source.zone.name == "Europe/Oslo")
        #expect(settings.limits == SpoolLimits(bytes: 64 << 20, age: .seconds(7 * 86_400)))
        #expect(source.policy.recurrence == .restart && source.heartbeat == nil)
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
        #expect(try settings([:]).server.url.isEmpty)
        #expect(throws: SettingsProblem.self) { try settings([:], needsServer: true) }
    }

    @Test func `take the token from a file`() throws {
        let folder = try TemporaryFolder()
        try "secret\n".write(toFile: folder.file("token"), atomically: true, encoding: .utf8)

        let source = try settings(["ARGUS_TOKEN_FILE": folder.file("token")]).source(named: nil)
        #expect(source.token?.secret == "secret")
        #expect(throws: SettingsProblem.self) { try settings(["ARGUS_TOKEN_FILE": "/none"]) }
    }

    @Test func `never show a token that is wrong`() {
        let problem = #expect(throws: SettingsProblem.self) {
            try settings(["ARGUS_TOKEN": "secret", "ARGUS_TOKEN_FILE": "/none"])
        }

        #expect(problem?.description == "ARGUS_TOKEN_FILE and ARGUS_TOKEN exclude each other.")
    }

    @Test func `have a usual value that can be written`() {
        let usual = GlueSetting.all.compactMap { setting in
            setting.usual.map { (setting.variable, $0) }
        }

        #expect(throws: Never.self) {
            try settings(Dictionary(usual) { first, _ in first })
        }
        #expect(usual.count > 10)
    }
}

@Suite struct `The guide's table of settings` {
    private func rows(_ heading: String) throws -> [String] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let guide = try String(
            contentsOf: root.appendingPathComponent("Documentation/Guides/glue.md"),
            encoding: .utf8)
        let section = guide.split(separator: "\n\(heading)\n").dropFirst().first ?? ""
        return section.split(separator: "\n", omittingEmptySubsequences: false)
            .drop { !$0.hasPrefix("| ---") }.dropFirst().prefix { $0.hasPrefix("|") }
            .map(String.init)
    }

    private func row(_ setting: any AnySetting, _ name: String) -> String {
        let usual = setting.usual.map { "`\($0)`" } ?? setting.usually ?? ""
        return "| `\(name)` | \(usual) | \(setting.explanation) |".replacing("|  |", with: "| |")
    }

    @Test func `has each as it is declared`() throws {
        let declared = GlueSetting.all.map { row($0, $0.variable) }

        #expect(try rows("## Settings") == declared, "\(declared.joined(separator: "\n"))")
    }

    @Test func `has what can be set about each source as it is declared`() throws {
        let settings =
            GlueSetting.ofSource + WebhookSetting.ofSource + APISetting.ofSource
            + MonitoringSystems.all.flatMap { $0.settings }
        let declared = settings.map { row($0, $0.lastName) }

        #expect(try rows("## Several sources") == declared, "\(declared.joined(separator: "\n"))")
    }
}
