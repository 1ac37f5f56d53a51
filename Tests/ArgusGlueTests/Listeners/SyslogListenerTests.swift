import ArgusClient
import ArgusClientTesting
import ArgusGlueListeners
import ArgusSettings
import ArgusTesting
import ArgusVocabulary
import Foundation
import GRDB
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Testing

@testable import ArgusGlue

@Suite struct `Syslog that is listened for` {
    private let message = "<11>Nov 20 09:00:00 sw1 app: port 7 is down"

    @Test func `over TCP is on disk, with lengths and by lines`() async throws {
        try await Listening.open("syslog", ["listen_tcp: 127.0.0.1:0"]) { [message] glue in
            let client = try await glue.connect(.syslogTCP)
            try await client.write(
                "\(message)\n\(message.utf8.count) \(message)\(message)\n<14>x\n")
            try await glue.until { try $0.status().accepted == 3 }
            try await client.close()

            let waiting = try glue.waiting()
            #expect(waiting.allSatisfy { $0.tags?["host"] == ["sw1"] && $0.level == .high })
        }
    }

    @Test func `over UDP is on disk, with who sent it where it does not say`() async throws {
        try await Listening.open("syslog", ["listen_udp: 127.0.0.1:0"]) { glue in
            let socket = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(host: "127.0.0.1", port: 0).get()
            let address = try SocketAddress(
                ipAddress: "127.0.0.1", port: glue.ports[.syslogUDP] ?? 0)
            for text in ["<11>%LINK-3-UPDOWN: Interface Gi0/1, changed state to down", "<8>b\n"] {
                try await socket.writeAndFlush(
                    AddressedEnvelope(
                        remoteAddress: address, data: ByteBuffer(string: text))
                ).get()
            }
            try await glue.until { try $0.status().accepted == 2 }
            try await socket.close()

            let waiting = try glue.waiting()
            #expect(waiting.map(\.key) == ["link!127.0.0.1!Gi0/1", ""])
            #expect(waiting.map(\.level) == [.high, .critical] && waiting[1].description == "b")
        }
    }

    @Test func `over TLS is on disk`() async throws {
        let folder = try TemporaryFolder()
        let (certificate, key) = try await Certificate.make(in: folder)
        let lines = [
            "listen_tls: 127.0.0.1:0", "certificate: \(certificate)", "certificate_key: \(key)",
        ]
        try await Listening.open("syslog", lines, in: folder) { [message] glue in
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .file(certificate)
            let context = try NIOSSLContext(configuration: tls)
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: context, serverHostname: nil))
                    }
                }
                .connect(host: "127.0.0.1", port: glue.ports[.syslogTCP] ?? 0).get()
            try await channel.writeAndFlush(
                ByteBuffer(string: "\(message.utf8.count) \(message)")
            ).get()
            try await glue.until { try $0.status().accepted == 1 }
            try await channel.close()

            #expect(try glue.waiting().first?.description == "port 7 is down")
        }
    }

    @Test func `waits while the spool is full, and loses nothing`() async throws {
        let log = RecordingLog()
        try await Listening.open(
            "syslog", ["listen_tcp: 127.0.0.1:0"], glue: "  max_bytes: 1K", logger: log.logger
        ) { [message, heard = log.heard] glue in
            let client = try await glue.connect(.syslogTCP)
            for _ in 0..<8 { try await client.write(message + "\n") }
            _ = await heard.first { $0.contains("is full") }
            let spool = try glue.spool()
            let taken = try spool.status().accepted
            try await client.close()
            try await spool.queue.write { try $0.execute(sql: "DELETE FROM entry") }
            try await glue.until { try $0.status().accepted == 8 }

            #expect(taken > 0 && taken < 8)
        }
    }

    @Test func `is a dead letter with its sender where a rule finds no key`() async throws {
        let folder = try TemporaryFolder()
        let rules = folder.file("rules.yaml")
        try "rules: [{match: {app: app}, state: open, key: '{process}'}]".write(
            toFile: rules, atomically: true, encoding: .utf8)
        try await Listening.open(
            "syslog", ["listen_tcp: 127.0.0.1:0", "rules: \(rules)"], in: folder
        ) { [message] glue in
            let client = try await glue.connect(.syslogTCP)
            try await client.write(message + "\n")
            try await glue.until { try $0.status().dead == 1 }
            try await client.close()

            let kept = try glue.spool().unreadableMessages()
            #expect(kept.map(\.bytes) == [Array(message.utf8)])
            #expect(kept.map(\.form) == ["syslog; sender=127.0.0.1"])
        }
    }

    @Test func `counts what it does not take, and writes no line for each`() async throws {
        let log = RecordingLog()
        try await Listening.open(
            "syslog", ["listen_tcp: 127.0.0.1:0"], logger: log.logger
        ) { [message] glue in
            let client = try await glue.connect(.syslogTCP)
            try await client.write(String(repeating: "<14>x\n", count: 50) + message + "\n")
            try await glue.until { try $0.status().accepted == 1 }
            try await client.close()
        }

        #expect(
            log.lines(.info).filter { $0.hasPrefix("Ignored") } == [
                "Ignored: 50 more, of which no line was written."
            ], "\(log.lines(.info))")
    }

    @Test func `is brought to the server`() async throws {
        let server = FakeArgus(offersVersion3: false)
        try await server.serve { url in
            let folder = try TemporaryFolder()
            let file = folder.file("glue.yaml")
            try """
            url: \(url)
            glue: {spool: \(folder.file("spool.db")), timeout: 120s}
            sources:
              net: {system: syslog, token: t, listen_tcp: "127.0.0.1:0", heartbeat: 0}
            """.write(toFile: file, atomically: true, encoding: .utf8)
            let settings = try GlueSettings(environment: [:], file: file)
            let (ports, found) = AsyncStream.makeStream(of: Int.self)
            let glue = Task {
                defer { found.finish() }
                try await GlueService.serve(settings, .silent) { acceptor in
                    ListenerServer.all(settings, into: acceptor, logger: .silent) {
                        found.yield($1 ?? 0)
                    }
                }
            }
            let client = try await Dialogue(
                port: try #require(await ports.first { _ in true }))
            for state in ["down", "up"] {
                try await client.write(
                    "<187>sw1 %LINK-3-UPDOWN: Interface Gi0/1, changed state to \(state)\n")
            }
            await server.until { $0["link!sw1!Gi0/1"]?.isOpen == false }
            try await client.close()
            glue.cancel()
            _ = await glue.result

            #expect(server["link!sw1!Gi0/1"]?.description == "Link Gi0/1 on sw1 is down")
        }
    }

    @Test func `is nowhere when the port is taken`() async throws {
        try await Listening.open("syslog", ["listen_tcp: 127.0.0.1:0"]) { glue in
            let port = glue.ports[.syslogTCP] ?? 0
            let error = await #expect(throws: (any Error).self) {
                try await Listening.open("syslog", ["listen_tcp: 127.0.0.1:\(port)"]) { _ in }
            }

            #expect("\(error.map { "\($0)" } ?? "")".contains("Cannot listen at syslog-tcp"))
        }
    }
}

@Suite struct `The settings of a source that is listened for` {
    private func mistakes(_ source: String) throws -> String {
        let folder = try TemporaryFolder()
        let file = folder.file("glue.yaml")
        try "sources: {s: {\(source)}}".write(toFile: file, atomically: true, encoding: .utf8)
        let problem = #expect(throws: SettingsProblem.self) {
            try GlueSettings(needsServer: false, environment: [:], file: file)
        }
        return problem?.description ?? ""
    }

    @Test(arguments: [
        (
            "system: syslog, listen_tls: '127.0.0.1:6514'",
            "certificate is missing: The source s: listen_tls"
        ),
        ("system: syslog, listen_udp: '514'", "HOST:PORT"),
        ("system: syslog, least_severity: bad", "one of emergency"),
        ("system: syslog, rules: /none", "names /none, which cannot be read"),
        ("system: mail, listen_lmtp: lmtp", "or the path of a socket"),
        ("system: mail, rules: /none", "cannot be read"),
        ("system: snmptrap, rules: /none", "cannot be read"),
    ])
    func `are checked`(source: String, sentence: String) throws {
        let mistakes = try mistakes(source)

        #expect(mistakes.contains(sentence), "\(mistakes)")
    }
}

/// A certificate for this machine.
enum Certificate {
    static func make(in folder: TemporaryFolder) async throws -> (file: String, key: String) {
        let (certificate, key) = (folder.file("cert.pem"), folder.file("key.pem"))
        let made = try Child(
            "/usr/bin/env",
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
                + ["-nodes", "-days", "2", "-subj", "/CN=glue", "-keyout", key]
                + ["-out", certificate, "-addext", "subjectAltName=IP:127.0.0.1"],
            environment: ProcessInfo.processInfo.environment,
            streams: [.path("/dev/null"), .path("/dev/null"), .path("/dev/null")])
        #expect(await made.status == 0)
        return (certificate, key)
    }
}
