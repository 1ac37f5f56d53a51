import ArgusClient
import ArgusSettings
import ArgusTesting
import Foundation
import Logging
import NIOCore
import NIOPosix
import Testing

@testable import ArgusGlue
@testable import ArgusGlueListeners

@Suite struct `The limits of listeners` {
    @Test func `end the connection of a client that says nothing, or says it for too long`()
        async throws
    {
        for policy in [
            MailPolicy(idleTime: .milliseconds(1)), MailPolicy(wholeTime: .milliseconds(1)),
        ] {
            try await withMailPort(policy) { port in
                let client = try await Dialogue(port: port)
                await client.untilEnded()
            }
        }
    }

    @Test func `end the connection of a sender of syslog that says nothing`() async throws {
        let lines = ["listen_tcp: 127.0.0.1:0", "idle_limit: 1ms"]
        try await Listening.open("syslog", lines) { glue in
            let client = try await glue.connect(.syslogTCP)
            await client.untilEnded()
        }
    }

    private func withMailPort(
        _ policy: MailPolicy, _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let spool = try Spool(path: folder.file("spool.db"))
        let courier = Courier(spool: spool, accounts: [], logger: .silent)
        let acceptor = Acceptor(spool: spool, courier: courier, logger: .silent)
        let intake = MessageIntake(
            try Corpus.source("mail"), for: .v2, into: acceptor, isQuiet: false, logger: .silent)
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let listener = Listener(.smtp, .address(ListenAddress(host: "127.0.0.1", port: 0)))
        let server = Task {
            defer { found.finish() }
            try await StreamPort(listener, intake.report) { channel in
                found.yield(channel.localAddress?.port ?? 0)
            }.run { connection in
                try await MailConnection(intake, policy, .smtp).run(connection)
            }
        }
        let port = try #require(await ports.first { _ in true })
        try await body(port)
        server.cancel()
        _ = await server.result
    }

    @Test func `count connections, and let one in where one has left`() {
        let count = ConnectionCount(limit: 2)

        #expect(count.enter() && count.enter() && !count.enter())
        count.leave()
        #expect(count.enter() && !count.enter())
    }

    @Test func `drop datagrams when too many wait, and count them`() {
        let queue = DatagramQueue()
        let large = WebhookMessage([UInt8](repeating: 0x61, count: 1 << 20))
        for _ in 0..<20 { queue.add(large) }
        let (messages, dropped) = queue.next()
        let (left, none) = queue.next()

        #expect(messages.count == 16 && dropped == 4 && left.isEmpty && none == 0)
    }

    @Test func `leave what is no socket where it is`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("lmtp")
        try "precious".write(toFile: path, atomically: true, encoding: .utf8)
        let error = await #expect(throws: (any Error).self) {
            try await Listening.open("mail", ["listen_lmtp: \(path)"], in: folder) { _ in }
        }

        #expect("\(error.map { "\($0)" } ?? "")".contains("something else of this name"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    }

    @Test func `are taken up again by the next process at the same socket`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("lmtp")
        for _ in 0..<2 {
            try await Listening.open("mail", ["listen_lmtp: \(path)"], in: folder) { _ in
                let client = try await Dialogue {
                    try await $0.connect(unixDomainSocketPath: path).get()
                }
                #expect(await client.read() == ["220 argus-glue ready"])
                try await client.close()
            }
        }
    }
}
