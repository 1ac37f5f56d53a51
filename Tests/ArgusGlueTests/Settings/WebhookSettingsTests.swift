import ArgusGlue
import ArgusSettings
import Foundation
import Testing

@Suite struct `The settings of a source that posts` {
    private func settings(_ source: String, _ glue: String = "") throws -> GlueSettings {
        let folder = try TemporaryFolder()
        let file = folder.file("glue.yaml")
        try
            "glue:\n  parallel: 1\n\(glue)\nsources:\n  p:\n    system: alertmanager\n    token: t\n\(source)"
            .write(toFile: file, atomically: true, encoding: .utf8)
        return try GlueSettings(environment: ["ARGUS_URL": "http://argus"], file: file)
    }

    private func mistake(_ source: String, _ glue: String = "") -> String {
        let problem = #expect(throws: SettingsProblem.self) { try settings(source, glue) }
        return problem?.description ?? ""
    }

    @Test func `name where it posts, and how it shows that it may`() throws {
        let read = try settings(
            "    secret: 0123456789abcdef\n    authentication: signature\n    time_zone: Europe/Oslo",
            "  listen: '[::1]:9000'\n  max_body: 64K")

        #expect(read.port.address.description == "[::1]:9000" && read.port.maxBody == 65_536)
        #expect(read.sources.first?.authentication?.kind == .signature)
    }

    @Test func `need a secret that nobody guesses, and never show it`() {
        #expect(mistake("").contains("The source p: secret is missing"))
        let short = mistake("    secret: hunter2")
        #expect(short.contains("too short") && !short.contains("hunter2"), "\(short)")
        #expect(mistake("    secret_file: /none").contains("cannot be read"))
    }

    @Test func `need a key for the port's certificate`() {
        let mistake = mistake("    secret: 0123456789abcdef", "  tls_certificate: /etc/hostname")

        #expect(mistake.contains("ARGUS_GLUE_TLS_KEY is missing"), "\(mistake)")
    }

    @Test func `name no named pipe where a command brings each message`() {
        let mistake = mistake(
            "    secret: 0123456789abcdef\n  m:\n    system: mail\n    token: t\n    input: /run/x")

        #expect(mistake.contains("The source m: input is not for"), "\(mistake)")
    }

    @Test func `are none of a source that does not post`() {
        #expect(
            mistake("  n:\n    system: nav\n    token: t\n    secret: x").contains("no setting"))
    }
}
