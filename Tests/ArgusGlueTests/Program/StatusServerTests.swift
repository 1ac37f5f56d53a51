import ArgusClient
import ArgusClientTesting
import ArgusGlue
import ArgusGlueHTTP
import ArgusTesting
import ArgusVocabulary
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Testing

@Suite struct `The port that tells how the spool stands` {
    private func get(_ port: Int, _ path: String) async throws -> (status: UInt, text: String) {
        let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 1 << 20)
        return (response.status.code, String(buffer: body))
    }

    @Test func `tells Prometheus, people and whoever watches over it`() async throws {
        let folder = try TemporaryFolder()
        let settings = try GlueSettings(
            needsServer: false,
            environment: [
                "ARGUS_GLUE_SPOOL": folder.file("spool.db"),
                "ARGUS_GLUE_STATUS_LISTEN": "127.0.0.1:0",
            ])
        let spool = try Spool(path: settings.spool, limits: settings.limits)
        _ = try spool.accept([
            Arrival(
                [.open("a", description: "x"), .open("b", description: "y")], of: .default,
                whenFull: .refuse)
        ])
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let server = try #require(
            StatusServer(settings, logger: .silent) { found.yield($0) })
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            let port = try #require(await ports.first { _ in true })
            let metrics = try await get(port, "/metrics")
            let status = try await get(port, "/status")
            let health = try await get(port, "/health")
            let other = try await get(port, "/")
            try spool.pause(nil)
            let paused = try await get(port, "/health")

            #expect(metrics.status == 200)
            #expect(metrics.text.contains("argus_glue_queue_depth{source=\"default\"} 2\n"))
            #expect(metrics.text.contains("argus_glue_accepted_total 2\n"))
            #expect(metrics.text.contains("# TYPE argus_glue_queue_depth gauge\n"))
            #expect(try JSONValue(parsing: status.text)["depth"] == 2)
            #expect(health == (200, "ok\n"))
            #expect(paused == (200, "ok, but the delivery is paused of: default\n"))
            #expect(other.status == 404)
            group.cancelAll()
            while let result = await group.nextResult() { _ = result }
        }
    }

    @Test func `is none unless it is asked for`() throws {
        let settings = try GlueSettings(needsServer: false, environment: [:])
        #expect(StatusServer(settings, logger: .silent) == nil)
    }
}
