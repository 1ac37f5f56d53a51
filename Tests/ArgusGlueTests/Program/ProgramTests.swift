import ArgusClient
import ArgusClientTesting
import ArgusGlue
import ArgusSettings
import ArgusVocabulary
import Foundation
import GRDB
import Testing

@Suite struct `The program argus-glue` {
    @Test func `enqueues without a server, and says how the spool stands`() async throws {
        let program = try Program()
        let open = try await program.run([
            "enqueue", "--open", "--key", "42", "--description", "d", "--level", "high",
            "--tag", "host=a", "--start", "2026-11-20T09:00:00Z",
        ])
        let close = try await program.run(
            ["enqueue"], environment: ["ARGUS_ALERT_TYPE": "close", "ARGUS_ALERT_KEY": "42"])
        let status = try await program.run(["status", "--json"])

        #expect(open.status == 0 && close.status == 0)
        #expect(try JSONValue(parsing: status.output)["depth"] == 2)
        #expect(try Spool(path: program.spool).depth() == 2)
    }

    @Test(arguments: [
        (["enqueue", "--open"], 2), (["enqueue", "--close", "--open", "--key", "1"], 2),
        (["burn"], 2), (["dead", "retry"], 2), (["run"], 1), (["status"], 1), (["--help"], 0),
        (["--version"], 0), (["status", "--config", "/none"], 1),
        (["enqueue", "--help"], 0),
    ])
    func `ends with the status that fits`(arguments: [String], status: Int) async throws {
        let result = try await Program().run(arguments)

        #expect(Int(result.status) == status, "\(result)")
    }

    @Test(arguments: ["enqueue", "nav", "pipe", "run", "status", "check", "dead"])
    func `shows an example and the settings in the help of each command`(name: String) async throws
    {
        let help = try await Program().run([name, "--help"]).output

        #expect(help.contains("Example") && help.contains("ARGUS_GLUE_SPOOL"), "\(help)")
        #expect(name != "enqueue" || help.contains("change"))
    }

    @Test(arguments: ["nav", "pipe", "run"])
    func `explains every setting in the help of what delivers`(name: String) async throws {
        let help = try await Program().run([name, "--help"]).output
        let missing = GlueSetting.all.filter {
            !help.contains("  \($0.variable)")
                || !help.contains($0.explanation.replacing("`", with: ""))
        }

        #expect(missing.map(\.variable) == [])
    }

    @Test(arguments: [
        (["enqeue", "--open"], "Did you mean enqueue?"),
        (["enqueue", "--open"], "Usage: argus-glue enqueue"),
        (["enqueue", "--open"], "--key or ARGUS_ALERT_KEY is missing"),
        (
            ["enqueue", "--open", "--key", "1", "--tag", "x"],
            "--tag must look like name=value, not x"
        ),
        (["enqueue", "--key", "1"], "--stateless or --change"),
        (["dead", "retry"], "Usage: argus-glue dead retry"),
    ])
    func `says in one's own words what was wrong, and how it is used`(
        arguments: [String], sentence: String
    ) async throws {
        let result = try await Program().run(arguments)

        #expect(result.errors.contains(sentence), "\(result.errors)")
    }

    @Test func `takes what begins with a hyphen for a text where one is expected`() async throws {
        let program = try Program()
        let result = try await program.run([
            "enqueue", "--open", "--key", "-1", "--description", "-5 °C", "--level", "WARNING",
        ])
        let entry = try Spool(path: program.spool).waiting().first

        #expect(result.status == 0, "\(result)")
        #expect(entry?.key == "-1" && entry?.description == "-5 °C" && entry?.level == .moderate)
    }

    @Test func `reads lists in variables, with commas in values`() async throws {
        let program = try Program()
        let result = try await program.run(
            ["enqueue", "--open"],
            environment: [
                "ARGUS_ALERT_IDENTITY": #"host=a,path=C:\\x\,y"#,
                "ARGUS_ALERT_TAGS": #"host=a,text=x\,y,dir=C:\temp"#,
            ])
        let alert = try Spool(path: program.spool).waiting().first

        #expect(result.status == 0, "\(result)")
        #expect(alert?.tags == ["host": "a", "text": "x,y", "dir": #"C:\temp"#])
        #expect(alert?.key == Fingerprint(["host": "a", "path": #"C:\x,y"#]).text)
    }

    @Test(arguments: [
        ("ARGUS_ALERT_TAGS", "host=a,text=x,y", #"not y; a comma within a value is written \,"#),
        ("ARGUS_ALERT_TAG", "host=a", "did you mean ARGUS_ALERT_TAGS?"),
        ("ARGUS_ALERT_LEVEL", "lou", "ARGUS_ALERT_LEVEL must be 1 to 5, or a word"),
    ])
    func `names the variable that is wrong`(
        variable: String, value: String, sentence: String
    ) async throws {
        let result = try await Program().run(
            ["enqueue", "--open", "--key", "1"], environment: [variable: value])

        #expect(result.status == 2 && result.errors.contains(sentence), "\(result)")
    }

    @Test func `does not ask for a courier when nothing waits`() async throws {
        let program = try Program()
        _ = try Spool(path: program.spool)
        let status = try await program.run(["status"])

        #expect(status.output.contains("nobody; nothing waits"), "\(status.output)")
    }

    @Test func `writes a short log, however much rubbish it reads`() async throws {
        try await FakeArgus.serveProgram { program, _ in
            let braces = String(repeating: "{", count: 300_000) + "\n"
            let odd = String(repeating: "{\"a\": 1}\n", count: 5000)
            let result = try await program.run(["nav"], input: braces + odd)

            #expect(result.status == 0)
            #expect(result.errors.split(separator: "\n").count < 120)
            #expect(result.errors.contains("more, of which no line was written"))
        }
    }

    @Test func `refuses with a status of its own when the spool is full`() async throws {
        let program = try Program()
        let result = try await program.run(
            ["enqueue", "--open", "--key", "42", "--description", "d"],
            environment: ["ARGUS_GLUE_MAX_BYTES": "10"])

        #expect(result.status == 75)
        #expect(result.errors.contains("is full"))
    }

    @Test func `delivers what is piped into it, and names lines that are wrong`() async throws {
        try await FakeArgus.serveProgram { program, server in
            let result = try await program.run(
                ["pipe"],
                input: """
                    {"type": "open", "key": "1", "description": "d"}
                    nonsense
                    {"type": "open", "key": "2", "description": "d"}
                    """)

            #expect(result.status == 1)
            #expect(result.errors.contains("line 2: "))
            #expect(server["1"]?.endTime == .open && server["2"]?.endTime == .open)
        }
    }

    @Test func `drains what is under way when it is told to end`() async throws {
        try await FakeArgus.serveProgram { program, server in
            let running = try program.start(["run"])
            let enqueued = try await program.run([
                "enqueue", "--open", "--key", "1", "--description", "d",
            ])
            try await running.until { await server.until { !$0.requests.isEmpty } }
            running.terminate()
            let result = await running.result()

            #expect(enqueued.status == 0 && result.status == 0, "\(result)")
            #expect(try Spool(path: program.spool).depth() == 0)
        }
    }

    @Test func `may be started often at once where there is no spool yet`() async throws {
        let program = try Program()
        try await withThrowingTaskGroup(of: Program.Result.self) { group in
            for number in 0..<12 {
                group.addTask {
                    try await program.run(["enqueue", "--close", "--key", "\(number)"])
                }
            }
            for try await result in group { #expect(result.status == 0, "\(result)") }
        }

        #expect(try Spool(path: program.spool).depth() == 12)
    }

    @Test func `says to start it only when something waits`() async throws {
        try await FakeArgus.serveProgram { program, _ in
            let line = #"{"type": "open", "key": "1", "description": "d"}"#
            _ = try await program.run(["pipe"], input: line)
            let idle = try await program.run(["status"])
            _ = try await program.run(["enqueue", "--close", "--key", "1"])
            let waiting = try await program.run(["status"])

            #expect(!idle.output.contains("argus-glue run"), "\(idle)")
            #expect(waiting.output.contains("nobody; start `argus-glue run`"))
        }
    }

    @Test func `checks the connection and the token`() async throws {
        try await FakeArgus.serveProgram { program, server in
            let good = try await program.run(["check"])
            server.fail { _ in .status(401) }
            let bad = try await program.run(["check"])

            #expect(good.status == 0 && bad.status == 1, "\(good) \(bad)")
            #expect(!bad.output.contains("secret-token") && !bad.errors.contains("secret-token"))
        }
    }

    @Test func `reads its settings from a file`() async throws {
        let program = try Program()
        let file = program.folder.file("glue.yaml")
        let spool = program.folder.file("other.db")
        try "glue:\n  spool: \(spool)\n".write(toFile: file, atomically: true, encoding: .utf8)
        let result = try await program.run(
            ["enqueue", "--config", file, "--close", "--key", "1"],
            environment: ["ARGUS_GLUE_SPOOL": nil])

        #expect(result.status == 0, "\(result)")
        #expect(try Spool(path: spool).depth() == 1)
    }

    @Test func `handles dead letters`() async throws {
        try await FakeArgus.serveProgram { program, server in
            let line = #"{"type": "open", "key": "1", "description": "poison"}"#
            _ = try await program.run(["pipe"], input: line)
            let list = try await program.run(["dead", "list", "--json"])
            let dropped = try await program.run(["dead", "drop", "--all"])

            #expect(
                try JSONValue(parsing: list.output)["reason"]?.string?.contains("poison") == true)
            #expect(dropped.output == "1 dropped\n")
        }
    }

    @Test(arguments: [true, false])
    func `loses nothing and doubles nothing when it is killed`(knowsKeys: Bool) async throws {
        let count = 700
        let alerts = (0..<count).flatMap { number -> [Alert] in
            [
                .open("\(number)", description: "d", at: moment(0)),
                .close("\(number)", at: moment(300), description: "up"),
                .stateless(description: "s\(number)", at: moment(400)),
            ]
        }
        try await FakeArgus.serveProgram(knowsKeys: knowsKeys) { program, server in
            try Spool(path: program.spool).accept(alerts)
            for cut in [40, 400, 900, 1500] {
                let running = try program.start(["run"])
                try await running.until { await server.until { $0.requests.count >= cut } }
                running.kill()
                _ = await running.result()
            }
            let last = try await program.run(["pipe"])

            #expect(last.status == 0, "\(last.errors)")
            #expect(server.incidents.count == 2 * count)
            #expect(server.incidents.allSatisfy { !$0.isOpen })
            #expect(server.events.count == 3 * count)
        }
    }
}

extension Spool {
    /// The alerts that wait, in their order.
    fileprivate func waiting() throws -> [Alert] {
        try DatabaseQueue(path: path).read { db in
            try String.fetchAll(db, sql: "SELECT payload FROM entry ORDER BY sequence").map {
                try Alert(JSONValue(parsing: $0), in: .utc, now: moment(0))
            }
        }
    }
}

extension FakeArgus {
    /// Runs the program with a spool of its own and a server that has no batches.
    fileprivate static func serveProgram(
        knowsKeys: Bool = true,
        _ body: @escaping @Sendable (Program, FakeArgus) async throws -> Void
    ) async throws {
        let server = FakeArgus(knowsKeys: knowsKeys, offersVersion3: false)
        server.refusePoison()
        try await server.serve { url in try await body(Program(url: url), server) }
    }
}
