import ArgusClient
import ArgusClientTesting
import ArgusSettings
import ArgusTesting
import Foundation
import Logging
import Synchronization
import Testing

@testable import ArgusGlue

/// What the source of a service has declared.
private enum Own {
    static let path = Setting("path", .text, usual: "problems", "the folder to watch")
    static let pause = Setting("pause", .positiveDuration, usual: .seconds(1), "how long to wait")
    static let key = Setting("key", .text, isSecret: true, "what opens the folder")
    static let all: [any AnySetting] = [path, pause, key]
}

private func service(
    _ environment: [String: String] = [:], file text: String? = nil
) throws -> ServiceSettings {
    let folder = try TemporaryFolder()
    let file = folder.file("glue.yaml")
    try text?.write(toFile: file, atomically: true, encoding: .utf8)
    let server = ["ARGUS_URL": "http://127.0.0.1:1", "ARGUS_TOKEN": "t"]
    let name = try #require(SourceName("folder"))
    return try ServiceSettings(
        name, own: Own.all, environment: server.merging(environment) { $1 },
        file: text == nil ? nil : file)
}

@Suite struct `The settings of a service of one's own` {
    @Test func `are the glue's, and those that its source has declared`() throws {
        let context = SourceContext(
            of: try service(
                ["ARGUS_SERVICE_PATH": "/a", "ARGUS_GLUE_PARALLEL": "4"],
                file: "time_zone: Europe/Oslo\nservice:\n  path: /b\n  pause: 5m\n"))

        #expect(context.value(of: Own.path) == "/a" && context.value(of: Own.key) == nil)
        #expect(context.value(of: Own.pause) == .seconds(300))
        #expect(context.settings.sources.map(\.zone.name) == ["Europe/Oslo"])
        #expect(context.settings.sources.map(\.policy.parallel) == [4])
    }

    @Test func `name its source`() throws {
        let context = SourceContext(of: try service())

        #expect(context.settings.sources.map(\.name) == [context.name])
        #expect(context.name.description == "folder")
        #expect(context.logger[metadataKey: "source"] == "folder")
    }

    @Test func `are all checked before it starts`() {
        let problem = #expect(throws: SettingsProblem.self) {
            try service(
                ["ARGUS_SERVICE_PAUSE": "soon", "ARGUS_TOKEN": "", "ARGUS_SERVICE_PATHS": "x"],
                file: "service: {pth: /a}\nsources:\n")
        }

        let mistakes = problem?.description.split(separator: "\n") ?? []
        #expect(mistakes.count == 5)
        #expect(mistakes[0].hasSuffix(": service.pth is no setting; did you mean service.path?"))
        #expect(mistakes[1].contains(": sources is no setting; known are api_version, "))
        #expect(mistakes[3].hasPrefix("ARGUS_SERVICE_PAUSE is \"soon\", but should be a duration"))
    }

    @Test func `are left alone by argus-glue`() throws {
        let folder = try TemporaryFolder()
        try "service: {path: /a}\n".write(
            toFile: folder.file("glue.yaml"), atomically: true, encoding: .utf8)

        #expect(throws: Never.self) {
            try GlueSettings(
                needsServer: false, environment: ["ARGUS_SERVICE_PATH": "/a"],
                file: folder.file("glue.yaml"))
        }
    }
}

@Suite struct `The arguments of a service of one's own` {
    @Test(arguments: [
        ([], ServiceArguments.run(config: nil)), (["--help"], .help), (["-h"], .help),
        (["--config", "a.yaml"], .run(config: "a.yaml")),
        (["--config=a.yaml"], .run(config: "a.yaml")),
    ])
    func `name a settings file, or ask for help`(
        arguments: [String], meaning: ServiceArguments
    ) throws {
        #expect(try ServiceArguments(arguments) == meaning)
    }

    @Test(arguments: [
        ["--config"], ["a.yaml"], ["--confg", "a"], ["--help", "x"], ["--config", "a", "b"],
    ])
    func `are nothing else`(arguments: [String]) {
        let error = #expect(throws: ServiceArguments.WrongUse.self) {
            try ServiceArguments(arguments)
        }

        #expect(error?.description.hasSuffix("not: \(arguments.joined(separator: " "))") == true)
    }

    @Test func `are answered with every setting that there is`() {
        let help = ServiceArguments.helpText(of: "folder", own: Own.all)

        #expect(help.hasPrefix("Usage: folder [--config FILE]\n"))
        #expect(help.contains("\n  ARGUS_SERVICE_PATH (problems)\n      the folder to watch\n"))
        for setting in GlueSetting.common { #expect(help.contains("\n  \(setting.variable)")) }
    }
}

@Suite struct `A source of one's own` {
    @Test func `is made of what is set, and tells of what it cannot read`() async throws {
        let server = FakeArgus()
        try await server.serve { url in
            let folder = try TemporaryFolder()
            let settings = try service([
                "ARGUS_URL": url, "ARGUS_SERVICE_PATH": "disk1", "ARGUS_GLUE_HEARTBEAT": "0",
                "ARGUS_GLUE_SPOOL": folder.file("spool.db"), "ARGUS_LOG_LEVEL": "critical",
            ])
            try await GlueService.run(settings) { context in
                context.report.refuse("line 7: it has no key")
                let path = context.value(of: Own.path)
                return AsyncStream<Alert> { alerts in
                    alerts.yield(.open(path, description: "\(path) is full"))
                    alerts.finish()
                }
            }

            #expect(server["disk1"]?.description == "disk1 is full")
            let sources = try Spool(path: folder.file("spool.db")).status().sources
            #expect(sources.map(\.name.description).contains("folder"))
        }
    }

    @Test func `fills no log, however much it cannot read`() {
        let log = RecordingLog()
        let now = Mutex(moment(0))
        let minutes = Mutex<[@Sendable () -> Void]>([])
        let report = IntakeReport(log.logger) {
            now.withLock { $0 }
        } inAMinute: { body in
            minutes.withLock { $0.append(body) }
        }
        for number in 0..<150 { report.refuse("line \(number): it has no key") }

        #expect(log.lines(.error).count == 100)
        now.withLock { $0 = moment(61) }
        for end in minutes.withLock({ $0 }) { end() }
        #expect(log.lines(.error).last == "Refused: 50 more, of which no line was written.")
        #expect(log.lines(.error).count == 101)
    }
}
