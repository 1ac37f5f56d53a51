import ArgusClient
import ArgusSettings
import ArgusTesting
import ArgusVocabulary
import Foundation
import Logging
import Testing

@testable import ArgusGlue

/// A source whose conventions are in a file.
private struct Site {
    let folder: TemporaryFolder

    init(_ conventions: String, table: String? = nil) throws {
        folder = try TemporaryFolder()
        try write(conventions, to: "conventions.yaml")
        if let table { try write(table, to: "hosts.csv") }
    }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8)
    }

    func settings(needsServer: Bool = true) throws -> GlueSettings {
        try write(
            "url: http://argus\nsources:\n  p:\n    system: pipe\n    token: t\n"
                + "    conventions: \(folder.file("conventions.yaml"))\n", to: "glue.yaml")
        return try GlueSettings(
            needsServer: needsServer, environment: [:], file: folder.file("glue.yaml"))
    }

    func mistakes() -> [String] {
        let problem = #expect(throws: SettingsProblem.self) { try settings() }
        return problem?.mistakes.map(\.description) ?? []
    }

    func gate(_ log: RecordingLog = RecordingLog()) throws -> AlertGate {
        let source = try settings(needsServer: false).source(named: "p")
        return AlertGate(.v2, by: source.conventions, logger: log.logger)
    }

    /// The tags of an alert that passes.
    func tags(_ tags: Tags) throws -> [String] {
        var gate = try gate()
        let admission = try gate.admit(.sample(tags: tags), receipt: moment(0))
        guard case .taken(let alert) = admission else { return ["left out"] }
        return (alert.tags ?? [:]).map(\.description)
    }
}

@Suite struct `Conventions of tags` {
    @Test func `rename, write in one way, and set what all have`() throws {
        let site = try Site(
            """
            rename: {fqdn: host}
            normalise:
              host: {case: lower, without: [example.org, .example.net]}
            tags: {environment: production}
            """)
        let tags = try site.tags([
            "FQDN": "SW1.Example.org", "environment": "?", "site": "Oslo.example.org",
        ])

        #expect(tags == ["host=sw1", "environment=production", "site=Oslo.example.org"])
    }

    @Test func `change nothing about which problem it is`() throws {
        var gate = try Site("rename: {host: name}\nwithout: name").gate()
        let alert = Alert.sample("k", tags: ["host": "a"])
        let admission = try gate.admit(alert, receipt: moment(0))
        guard case .taken(let taken) = admission else { throw NoAlert() }

        #expect(taken.key == "k" && taken.tags == [:] && taken.description == alert.description)
    }

    private struct NoAlert: Error {}

    @Test func `keep the keys that are allowed, and none that are not`() throws {
        let tags: Tags = ["host": "a", "service": "b", "secret": "c"]

        #expect(try Site("only: [host, secret]\nwithout: secret").tags(tags) == ["host=a"])
        #expect(try Site("without: [secret]").tags(tags) == ["host=a", "service=b"])
    }

    @Test func `complete tags from a table, but for those that are there`() throws {
        let site = try Site(
            "tables:\n  - file: hosts.csv\n    match: {name: host}\n",
            table: "name,location,customer\r\nsw1,\"Oslo, B4\",\nSW1,,\"A \"\"B\"\"\"\n\nsw2,x,y\n")

        #expect(
            try site.tags(["host": "Sw1"]) == [
                "host=Sw1", "location=Oslo, B4", #"customer=A "B""#,
            ])
        #expect(
            try site.tags(["host": "sw2", "customer": "own"]) == [
                "host=sw2", "customer=own", "location=x",
            ])
        #expect(try site.tags(["host": "sw3"]) == ["host=sw3"])
    }

    @Test func `take some columns of a table, under other keys`() throws {
        let site = try Site(
            "tables: [{file: hosts.csv, match: host, separator: ;, tags: {place: location}}]",
            table: "host;place;rack\na;Oslo;B4\n")

        #expect(try site.tags(["host": "a"]) == ["host=a", "location=Oslo"])
    }

    @Test func `read a table again when it was changed, and keep it when it is broken`() throws {
        let log = RecordingLog()
        let site = try Site(
            "tables: [{file: hosts.csv, match: host}]", table: "host,place\na,Oslo\n")
        var gate = try site.gate(log)
        func place(_ seconds: Int64) throws -> [String] {
            let admission = try gate.admit(
                .sample(tags: ["host": "a"]), receipt: moment(seconds))
            guard case .taken(let alert) = admission else { return [] }
            return alert.tags?["place"] ?? []
        }

        #expect(try place(0) == ["Oslo"])
        try site.write("host,place\na,Bergen\n", to: "hosts.csv")
        #expect(try place(0) == ["Oslo"] && place(2) == ["Bergen"])
        try site.write("host,place\na,Bodø,3\n", to: "hosts.csv")
        #expect(try place(4) == ["Bergen"] && place(6) == ["Bergen"])
        #expect(
            log.lines(.error).count == 1
                && log.lines(.error)[0].contains("3 values in line 2, but 2 columns; what it held"),
            "\(log.lines(.error))")
        try site.write("host,place\na,Tromsø\n", to: "hosts.csv")
        #expect(try place(8) == ["Tromsø"])
    }

    @Test func `leave out what is in maintenance or has no end, and no closing`() throws {
        var gate = try Site(
            "drop:\n  - tags: {maintenance: 'true'}\n  - type: stateless\n    text: /(?i)test/\n"
        ).gate()
        func isLeftOut(_ alert: Alert) throws -> Bool {
            let admission = try gate.admit(alert, receipt: moment(0))
            if case .leftOut = admission { return true }
            return false
        }

        #expect(try isLeftOut(.sample("1", tags: ["maintenance": "True"])))
        #expect(try !isLeftOut(.sample("2", tags: ["maintenance": "false"])))
        #expect(try isLeftOut(.stateless(description: "A Test mail")))
        #expect(try !isLeftOut(.sample("3", description: "a test")))
        #expect(try !isLeftOut(.close("1")))
    }

    @Test func `leave out what belongs to a problem that was left out`() throws {
        var gate = try Site("drop: [{tags: {maintenance: 'true'}}]").gate()
        func isTaken(_ alert: Alert) throws -> Bool {
            if case .taken = try gate.admit(alert, receipt: moment(0)) { return true }
            return false
        }

        #expect(try !isTaken(.sample("1", tags: ["maintenance": "true"])))
        #expect(try !isTaken(.event("1", description: "seen")))
        #expect(try isTaken(.sample("1")) && isTaken(.event("1", description: "seen")))
        #expect(try isTaken(.event("2", description: "seen")))
    }

    @Test func `are those of all files, one after another`() throws {
        let site = try Site("rename: {a: b}")
        try site.write("rename: {b: c}", to: "more.yaml")
        let names = "\(site.folder.file("conventions.yaml")), \(site.folder.file("more.yaml"))"
        let settings = try GlueSettings(
            needsServer: false, environment: ["ARGUS_GLUE_CONVENTIONS": names])
        let conventions = try settings.source(named: nil).conventions

        guard case .kept(let alert) = conventions.applied(to: .sample(tags: ["a": "1"])) else {
            throw NoAlert()
        }
        #expect(alert.tags == ["c": "1"])
    }

    @Test(arguments: [
        ("renam: {a: b}", "has `renam`, which is not known in it; did you mean rename? (line 1)"),
        ("tags: {a: b}\nnormalise: {host: {cas: lower}}", "has `cas`, which is not known"),
        ("normalise: {host: {case: upper}}", "knows `lower` alone as `case` (line 1)"),
        ("drop:\n  - {}\n", "would leave everything out"),
        ("drop: [{type: close}]", "possible are open, stateless, change"),
        ("drop: [{text: '/(/'}]", "which has a ( without a )"),
        ("tables: [{match: host}]", "needs `file` and `match`"),
        ("tables: [{file: none.csv, match: host}]", "none.csv cannot be read"),
        ("- a", "needs names with values in it"), ("rename: [a", "is no YAML"),
        ("rename: x", "needs names with values below `rename:`"),
    ])
    func `that are wrong are told with their line`(text: String, sentence: String) throws {
        let mistakes = try Site(text).mistakes()

        #expect(mistakes.contains { $0.contains(sentence) }, "\(mistakes)")
        #expect(mistakes.allSatisfy { $0.hasPrefix("The source p: conventions") }, "\(mistakes)")
    }

    @Test(arguments: [
        ("a,a\n", "two columns of one name"), ("name\n", "no column host"),
        ("host,b\n\"x", "a quote in line 2 that does not end"),
        ("host,b\n\"x\"y,z\n", "something after a quoted value in line 2"), ("", "no column host"),
    ])
    func `with a broken table are told at the start`(table: String, sentence: String) throws {
        let site = try Site("tables: [{file: hosts.csv, match: host}]", table: table)
        let mistakes = site.mistakes()

        #expect(mistakes.count == 1 && mistakes[0].contains(sentence), "\(mistakes)")
        #expect(throws: Never.self) { try site.settings(needsServer: false) }
    }
}

@Suite struct `Conventions in each way in` {
    private let text = "rename: {fqdn: host}\ndrop: [{tags: {maintenance: 'true'}}]\n"
    private let open = #"{"type": "open", "key": "1", "description": "d", "tags": ["fqdn=a"]}"#

    private func program() throws -> (Program, String) {
        let program = try Program()
        let files = [
            "conventions.yaml": text,
            "glue.yaml":
                "glue: {conventions: \(program.folder.file("conventions.yaml"))}\n"
                + "sources:\n  p: {system: pipe}\n  n: {system: nagios}\n",
        ]
        for (name, text) in files {
            try text.write(
                toFile: program.folder.file(name), atomically: true, encoding: .utf8)
        }
        return (program, program.folder.file("glue.yaml"))
    }

    @Test func `are those of commands`() async throws {
        let (program, file) = try program()
        func enqueue(_ key: String, _ tag: String) async throws -> Int32 {
            try await program.run(
                ["enqueue", "--open", "--key", key, "--description", "d", "--tag", tag]
                    + ["--source", "p", "--config", file]
            ).status
        }

        #expect(try await enqueue("1", "fqdn=a") == 0)
        #expect(try await enqueue("2", "maintenance=true") == 0)
        let waiting = try Spool(path: program.spool).waiting(of: SourceName("p") ?? .default)
        #expect(waiting.map(\.tags) == [["host": "a"]])
        let status = try await program.run(["status", "--config", file])
        #expect(status.output.contains("Left out:      1, by tag conventions"), "\(status)")
    }

    @Test func `are tried by map`() async throws {
        let (program, file) = try program()
        let lines = open + "\n" + open.replacing("fqdn=a", with: "maintenance=true")
        let result = try await program.run(
            ["map", "--source", "p", "--config", file, "-"], input: lines)

        #expect(result.status == 0 && result.output.contains(#""tags":["host=a"]"#), "\(result)")
        #expect(result.output.contains("# ignored: an alert with the key 1, by the rule in line 2"))
    }

    @Test func `are those of what is posted`() async throws {
        let folder = try TemporaryFolder()
        let file = folder.file("conventions.yaml")
        try "rename: {alertname: alert}\ndrop: [{tags: {alert: Slow}}]\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        try await Port.open(source: "    conventions: \(file)\n", in: folder) { port in
            _ = try await port.post(
                #"[{"labels": {"alertname": "Down"}}, {"labels": {"alertname": "Slow"}}]"#,
                to: "/prom/\(Port.secret)")
            let waiting = try port.spool().waiting(of: SourceName("prom") ?? .default)

            #expect(waiting.map { $0.tags?["alert"] } == [["Down"]])
            try await port.spool().until { try $0.status().leftOut == 1 }
        }
    }

    @Test func `are those of a stream and of a library`() async throws {
        let (program, file) = try program()
        let settings = try GlueSettings(needsServer: false, environment: [:], file: file)
        let source = try settings.source(named: "p")
        let spool = try Spool(path: program.spool)
        let courier = Courier(spool: spool, accounts: [], logger: .silent)
        let acceptor = Acceptor(spool: spool, courier: courier, logger: .silent)
        let intake = AlertIntake(
            source.name, for: .v2, by: source.conventions, into: acceptor,
            report: IntakeReport(.silent), logger: .silent)
        try await intake.accept([.sample(tags: ["fqdn": "b"])])
        let pipe = Pipe()
        pipe.fileHandleForWriting.write(Data(open.utf8))
        try pipe.fileHandleForWriting.close()
        try await StreamIntake(
            pipe.fileHandleForReading.fileDescriptor, source.system.format, of: source.name,
            whenFull: .wait, for: .v2, by: source.conventions, into: acceptor, logger: .silent
        ).run()

        #expect(
            try spool.waiting(of: source.name).map(\.tags) == [["host": "b"], ["host": "a"]])
    }

    @Test func `leave no hook to read those of others`() async throws {
        let (program, file) = try program()
        try "\(text)sources: x".write(
            toFile: program.folder.file("broken.yaml"), atomically: true, encoding: .utf8)
        let config = try String(contentsOfFile: file, encoding: .utf8).replacing(
            "{system: pipe}",
            with: "{system: pipe, conventions: \(program.folder.file("broken.yaml"))}")
        try config.write(toFile: file, atomically: true, encoding: .utf8)
        func run(_ source: String) async throws -> Program.Result {
            try await program.run(
                ["enqueue", "--close", "--key", "1", "--source", source, "--config", file])
        }

        #expect(try await run("n").status == 0)
        #expect(try await run("p").errors.contains("has `sources`, which is not known"))
    }
}
