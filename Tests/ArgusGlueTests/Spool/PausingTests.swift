import ArgusClient
import ArgusClientTesting
import ArgusVocabulary
import Foundation
import Testing

@testable import ArgusGlue

@Suite struct `A delivery that is paused` {
    @Test func `leaves alerts in the spool, which takes more`() async throws {
        try await withRoute { route in
            try route.spool().pause(nil)
            try await route.deliver(.sample("1"))
            try await route.deliver(.sample("2"))

            #expect(route.server.requests.isEmpty)
            #expect(try route.spool().depth() == 2)
        }
    }

    @Test func `goes on when it is resumed by another process`() async throws {
        try await withRoute { route in
            try route.spool().pause(.default)
            try route.spool().accept([.sample("1")])
            try await route.running { _ in
                try route.spool().resume(.default)
                await route.server.until { $0["1"] != nil }
            }
        }
    }

    @Test func `is so for one source, or for all, also after a restart`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("spool.db")
        let (one, other) = (try #require(SourceName("a")), try #require(SourceName("b")))
        try Spool(path: path).pause(one)
        #expect(try Spool(path: path).isPaused(one))
        #expect(try !Spool(path: path).isPaused(other))

        try Spool(path: path).pause(nil)
        try Spool(path: path).resume(one)
        #expect(try Spool(path: path).isPaused(one) && Spool(path: path).isPaused(other))

        try Spool(path: path).resume(nil)
        #expect(try !Spool(path: path).isPaused(one) && !Spool(path: path).isPaused(other))
    }

    @Test func `is told by the status, the metrics and the health`() throws {
        let folder = try TemporaryFolder()
        let spool = try Spool(path: folder.file("spool.db")) { moment(0) }
        let nav = try #require(SourceName("nav"))
        try spool.accept([.sample("1")])
        let before = try spool.status()
        try spool.pause(nav)
        let status = try spool.status()

        #expect(before.health == "ok\n" && before.pausedSince == nil)
        #expect(status.health == "ok, but the delivery is paused of: nav\n")
        #expect(status.metrics(at: moment(0)).contains("argus_glue_paused{source=\"nav\"} 1\n"))
        #expect(
            status.json(at: moment(0))["sources"]?.array?.map { $0["paused"] }
                == [.null, .string(moment(0).text())])
    }
}

@Suite struct `The commands pause and resume` {
    @Test func `stop the delivery of a source, and go on with it`() async throws {
        let program = try Program()
        let file = program.folder.file("glue.yaml")
        try "sources: {a: {system: pipe}, b: {system: pipe}}\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        func run(_ arguments: String...) async throws -> Program.Result {
            try await program.run(arguments + ["--config", file])
        }
        let paused = try await run("pause", "--source", "a")
        let unknown = try await run("pause", "--source", "x")
        let status = try await run("status")
        let all = try await run("pause")
        let refused = try await run("resume", "--source", "a")
        let resumed = try await run("resume")

        #expect(paused.output == "The delivery of a is paused\n" && unknown.status == 1)
        #expect(status.output.contains("Paused:        since "), "\(status)")
        #expect(all.status == 0 && refused.status == 1 && resumed.status == 0)
        #expect(
            try Spool(path: program.spool).status().sources.allSatisfy { $0.pausedSince == nil })
    }
}
