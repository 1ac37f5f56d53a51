import ArgusClient
import ArgusClientTesting
import ArgusGlue
import ArgusVocabulary
import Foundation
import Glibc
import Testing

@Suite struct `Running several sources` {
    private let opening = #"{"type": "open", "key": "1", "description": "d"}"#
    private let alert =
        #"{"id": 1, "history": 7, "time": "2026-11-20T10:00:00", "state": "s", "message": "m"}"#

    @Test func `reads what is written to each one's named pipe`() async throws {
        let server = FakeArgus(offersVersion3: false)
        try await server.serve { [opening, alert] url in
            let site = try Site(url)
            let running = try site.run()
            try site.write(opening, to: "hooks")
            try site.write(alert, to: "nav")
            try await running.until {
                await server.until { $0.requests.count { $0.method == "POST" } >= 2 }
            }
            running.terminate()
            let result = await running.result()

            #expect(result.status == 0, "\(result)")
            #expect(Set(server.requests.map(\.token)) == ["of-hooks", "of-nav"])
            #expect(server["1"] != nil && server["7"] != nil)
        }
    }

    @Test func `goes on with the others when one's token is refused`() async throws {
        let server = FakeArgus(offersVersion3: false)
        server.fail { $0.token == "of-nav" ? .status(401) : nil }
        try await server.serve { [opening, alert] url in
            let site = try Site(url)
            try site.write(alert, to: "nav")
            let running = try site.run()
            try await running.until {
                await server.until { $0.requests.contains { $0.token == "of-nav" } }
            }
            try site.write(opening, to: "hooks")
            try await running.until {
                await server.until { $0.requests.contains { $0.token == "of-hooks" } }
            }
            running.terminate()
            _ = await running.result()
            let status = try await site.status()

            #expect(server["1"] != nil && server["7"] == nil)
            #expect(status["nav"]?["depth"] == 1 && status["hooks"]?["depth"] == 0)
            #expect(
                status["nav"]?["trouble"]?.string?.contains("does not accept the token") == true)
            #expect(status["hooks"]?["trouble"] == .null)
        }
    }

    @Test func `takes what a command enqueues for one of them`() async throws {
        let server = FakeArgus(offersVersion3: false)
        try await server.serve { url in
            let site = try Site(url)
            let enqueued = try await site.enqueue(["--source", "hooks"])
            let unnamed = try await site.enqueue([])
            let running = try site.run()
            try await running.until {
                await server.until { $0.requests.contains { $0.method == "POST" } }
            }
            running.terminate()

            #expect(await running.result().status == 0 && enqueued.status == 0)
            #expect(
                unnamed.status == 1 && unnamed.errors.contains("must be one of nav, hooks"),
                "\(unnamed)")
            #expect(server.requests.map(\.token) == ["of-hooks"])
        }
    }

    @Test func `does not read what is no named pipe`() async throws {
        let site = try Site("http://127.0.0.1:1", makingPipes: false)
        try "x".write(toFile: site.pipe("nav"), atomically: true, encoding: .utf8)
        let result = try await site.run().result()

        #expect(result.status == 1 && result.errors.contains("is no named pipe"), "\(result)")
    }

    @Test func `says whose alerts wait for settings`() async throws {
        let server = FakeArgus(offersVersion3: false)
        try await server.serve { url in
            let site = try Site(url)
            try Spool(path: site.program.spool).accept([.close("1")])
            let running = try site.run()
            try site.write(#"{"type": "close", "key": "2"}"#, to: "hooks")
            try await running.until { await server.until { !$0.requests.isEmpty } }
            running.terminate()

            #expect(await running.result().errors.contains("1 alerts of the source default wait"))
        }
    }
}

/// A glue with two sources: one of NAV and one of hooks, each with a named pipe.
private struct Site {
    let program: Program
    private let file: String

    init(_ url: String, makingPipes isMaking: Bool = true) throws {
        program = try Program(url: url)
        file = program.folder.file("glue.yaml")
        try """
        sources:
          nav:
            system: nav
            token: of-nav
            input: \(program.folder.file("nav"))
          hooks:
            system: pipe
            token: of-hooks
            input: \(program.folder.file("hooks"))
        """.write(toFile: file, atomically: true, encoding: .utf8)
        if isMaking { for name in ["nav", "hooks"] { mkfifo(pipe(name), 0o600) } }
    }

    func pipe(_ name: String) -> String { program.folder.file(name) }

    func run() throws -> Program.Running {
        try program.start(["run", "--config", file], environment: ["ARGUS_TOKEN": nil])
    }

    func enqueue(_ arguments: [String]) async throws -> Program.Result {
        try await program.run(
            ["enqueue", "--open", "--key", "1", "--description", "d", "--config", file] + arguments,
            environment: ["ARGUS_TOKEN": nil])
    }

    /// How each source stands.
    func status() async throws -> [String: JSONValue] {
        let result = try await program.run(
            ["status", "--json", "--config", file], environment: ["ARGUS_TOKEN": nil])
        let sources = try JSONValue(parsing: result.output)["sources"]?.array ?? []
        return Dictionary(sources.map { ($0["name"]?.string ?? "", $0) }) { first, _ in first }
    }

    /// Writes a line; what is written before somebody reads stays in the pipe, which is open for
    /// reading here too until the test ends.
    func write(_ line: String, to name: String) throws {
        let descriptor = open(pipe(name), O_RDWR)
        #expect(descriptor >= 0)
        let bytes = Array("\(line)\n".utf8)
        #expect(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
    }
}
