import ArgusClient
import ArgusClientTesting
import ArgusGlue
import ArgusGlueHTTP
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing

@Suite struct `A glue with a port` {
    @Test func `brings what is posted to the server`() async throws {
        let server = FakeArgus(offersVersion3: false)
        try await server.serve { url in
            let folder = try TemporaryFolder()
            let file = folder.file("glue.yaml")
            try """
            url: \(url)
            glue: {listen: "127.0.0.1:0", spool: \(folder.file("spool.db")), timeout: 120s}
            sources:
              mon: {system: zabbix, token: of-mon, secret: 0123456789abcdef, heartbeat: 0}
            """.write(toFile: file, atomically: true, encoding: .utf8)
            let settings = try GlueSettings(environment: [:], file: file)
            let (ports, found) = AsyncStream.makeStream(of: Int.self)
            let glue = Task {
                defer { found.finish() }
                try await GlueService.serve(settings, .silent) { acceptor in
                    let port = WebhookServer(settings, into: acceptor, logger: .silent) {
                        found.yield($0)
                    }
                    return port.map { [$0] } ?? []
                }
            }
            let number = try #require(await ports.first { _ in true })
            for value in ["1", "0"] {
                var request = HTTPClientRequest(url: "http://127.0.0.1:\(number)/mon")
                request.method = .POST
                request.headers.add(name: "Authorization", value: "Bearer 0123456789abcdef")
                request.body = .bytes(
                    ByteBuffer(
                        string: #"{"eventid": "7", "value": "\#(value)", "name": "web is down"}"#))
                let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(120))
                #expect(answer.status == .ok)
            }
            await server.until { $0.incidents.first?.isOpen == false }
            glue.cancel()
            _ = await glue.result

            #expect(server.incidents.map(\.description) == ["web is down"])
            #expect(server.incidents.map(\.sourceIncidentID) == ["7"])
        }
    }
}

@Suite struct `The command map` {
    @Test func `shows what an input becomes, and sends nothing`() async throws {
        let program = try Program()
        let file = program.folder.file("glue.yaml")
        try "sources:\n  z:\n    system: zabbix\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        let result = try await program.run(
            ["map", "--source", "z", "--config", file, "-"],
            input: #"{"eventid": "7", "value": "0", "recovery_timestamp": "1795165260"}"#)
        let refused = try await program.run(["map", "--config", file, "-"], input: "{}")

        #expect(
            result.output
                == #"{"type":"close","key":"7","time":"2026-11-20T09:01:00Z","once":true}"# + "\n")
        #expect(refused.status == 1 && refused.output.hasPrefix("# refused: "), "\(refused)")
        #expect(!FileManager.default.fileExists(atPath: program.spool))
    }
}

@Suite struct `The command dead` {
    @Test func `shows what could not be read as it came, and reads it once more`() async throws {
        let program = try Program()
        let spool = try Spool(path: program.spool)
        let message = UnreadableMessage(Array("{\"x\": \u{1}".utf8), form: "", reason: "odd")
        _ = try spool.accept(
            [Arrival([], unreadable: [message], of: .default, whenFull: .refuse)])
        let list = try await program.run(["dead", "list"])
        let shown = try await program.run(["dead", "show", "1"])
        let retried = try await program.run(["dead", "retry", "1"])

        #expect(list.output.contains("1  not read: odd"), "\(list)")
        #expect(shown.output == "{\"x\": \u{1}" && shown.status == 0)
        #expect(retried.status == 1 && retried.errors.contains("could not be read again"))
    }
}

@Suite struct `The command check` {
    @Test func `says where each source posts, and whether the certificate can be used`()
        async throws
    {
        let program = try Program(url: "http://127.0.0.1:1")
        let file = program.folder.file("glue.yaml")
        func check(_ glue: String) async throws -> String {
            try "glue: {\(glue)}\nsources:\n  z: {system: zabbix, secret: 0123456789abcdef}\n"
                .write(
                    toFile: file, atomically: true, encoding: .utf8)
            return try await program.run(["check", "--config", file]).output
        }
        let plain = try await check("listen: \"127.0.0.1:8010\"")
        try "sources:\n  n: {system: syslog, listen_udp: \"127.0.0.1:5514\"}\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        let listening = try await program.run(["check", "--config", file]).output
        let broken = try await check("tls_certificate: \(file), tls_key: \(file)")

        #expect(plain.contains("ok     port http://127.0.0.1:8010/z"), "\(plain)")
        #expect(
            listening.contains("ok     listener syslog-udp 127.0.0.1:5514 of n"), "\(listening)")
        #expect(
            broken.contains("failed port https://127.0.0.1:8010/z: The certificate"), "\(broken)")
    }
}
