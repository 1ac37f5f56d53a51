import ArgusGlue
import Foundation
import Testing

private func settings(
    _ text: String, environment: [String: String] = [:]
) throws -> GlueSettings {
    let folder = try TemporaryFolder()
    try text.write(toFile: folder.file("glue.yaml"), atomically: true, encoding: .utf8)
    return try GlueSettings(
        needsServer: false, environment: environment, file: folder.file("glue.yaml"))
}

@Suite struct `The settings in a file` {
    @Test func `stand below their sections, in the ways of YAML`() throws {
        let settings = try settings(
            """
            ---
            # where to
            url: "https://argus.example.org/"   # with a slash
            token: 'it''s'
            time_zone: Europe/Oslo

            glue:
              parallel: 4
              spool: /var/lib/a #1.db
              nav:
                ignore_stateless: yes
              retry_max: 5m
            log_level: debug
            """)

        let source = try settings.source(named: nil)
        #expect(settings.server.url == "https://argus.example.org")
        #expect(source.token?.secret == "it's" && settings.spool == "/var/lib/a")
        #expect(source.policy.parallel == 4 && source.policy.cap == .seconds(300))
    }

    @Test func `give way to the environment`() throws {
        let settings = try settings(
            "glue: {parallel: 4}", environment: ["ARGUS_GLUE_PARALLEL": "8"])

        #expect(try settings.source(named: nil).policy.parallel == 8)
    }

    @Test func `that are not known are all named, with what was meant`() throws {
        let problem = #expect(throws: SettingsProblem.self) {
            try settings(
                "tokn: x\nglue:\n  spol: /x\n  parallel: 0\n  nav:\n    ignore_all: on\ncolour: red\n"
            )
        }
        let mistakes = problem?.mistakes.map(\.description) ?? []

        #expect(mistakes.count == 5)
        #expect(mistakes[0].contains("Line 1 of ") && mistakes[0].hasSuffix("did you mean token?"))
        #expect(
            mistakes[1].contains("glue.spol") && mistakes[1].hasSuffix("did you mean glue.spool?"))
    }
}

@Suite struct `Several sources in a file` {
    private let text = """
        token: shared
        time_zone: Europe/Oslo
        glue:
          parallel: 4
        sources:
          nav-oslo:
            system: nav
            token: own
            ignore_stateless: on
          hooks:
            system: pipe
            time_zone: UTC
            recurrence: restart
            input: /run/hooks
        """

    @Test func `have settings of their own, and else those that are set for all`() throws {
        let settings = try settings(text)
        let (nav, hooks) = (
            try settings.source(named: "nav-oslo"), try settings.source(named: "hooks")
        )

        #expect(nav.token?.secret == "own" && hooks.token?.secret == "shared")
        #expect(nav.zone.name == "Europe/Oslo" && hooks.zone == .utc)
        #expect(nav.policy.parallel == 4 && hooks.policy.recurrence == .restart)
        #expect(
            (nav.system as? NAVSystem)?.decoder.omissions == [.stateless]
                && hooks.input == "/run/hooks")
    }

    @Test(arguments: [
        ("token_fil: /x", "sources.a.token_fil is no setting; did you mean token_file?"),
        ("ignore_stateless: on", "sources.a.ignore_stateless is no setting"),
        ("url: https://argus.example.org", "sources.a.url is no setting; known are conventions, "),
        ("heartbeat: soon", "The source a: heartbeat is \"soon\", but should be a duration"),
        ("token_file: /none", "The source a: token_file names a file that cannot be read"),
        ("input: [a]", "needs one plain value after `sources.a.input:`"),
    ])
    func `have nothing else than can be set about them`(line: String, sentence: String) {
        let problem = #expect(throws: SettingsProblem.self) {
            try settings("sources:\n  a:\n    system: pipe\n    \(line)\n")
        }

        #expect(problem?.mistakes.count == 1)
        #expect(problem?.description.contains(sentence) == true, "\(problem as Any)")
        #expect(sentence.contains("The source") || problem?.description.contains("Line 4 ") == true)
    }

    @Test(arguments: [
        ("a:\n    token: x", "needs `system:` for the source a: `alertmanager`"),
        ("a:\n    system: nave", "nave, which is not known; did you mean nav?"),
        ("a b:\n    system: nav", "as the name of a source"), ("a: nav", "needs `system:`"),
        ("- a", "needs a source"), ("", "needs a source"),
    ])
    func `must be named, and of a system that is known`(section: String, sentence: String) {
        let problem = #expect(throws: SettingsProblem.self) {
            try settings("sources:\n  \(section)\n")
        }

        #expect(problem?.description.contains(sentence) == true, "\(problem as Any)")
    }

    @Test func `must be named where one of them is meant`() throws {
        let settings = try settings(text)

        #expect(throws: SettingsProblem.self) { try settings.source(named: nil) }
        #expect(throws: SettingsProblem.self) { try settings.source(named: "hook") }
        #expect(throws: SettingsProblem.self) {
            try settings.source(named: "hooks", of: NAVSystem.self)
        }
    }
}

@Suite struct `Variables that are nearly a setting` {
    @Test(arguments: [
        ("ARGUS_GLUE_SPOOLE", "; did you mean ARGUS_GLUE_SPOOL?"), ("ARGUS_GLUE_COLOUR", "."),
        ("ARGUS_TIMEZONE", "; did you mean ARGUS_TIME_ZONE?"),
    ])
    func `are refused, with what was meant`(name: String, suggestion: String) {
        let problem = #expect(throws: SettingsProblem.self) {
            try GlueSettings(needsServer: false, environment: [name: "x"], file: nil)
        }

        #expect(problem?.description == "\(name) is no setting\(suggestion)")
    }

    @Test(arguments: ["ARGUS_DATABASE", "ARGUS_LISTEN", "ARGUS_PUBLIC_URL", "ARGUS_ALERT_KEY"])
    func `are not those of the server or of an alert`(name: String) throws {
        _ = try GlueSettings(needsServer: false, environment: [name: "x"], file: nil)
    }
}
