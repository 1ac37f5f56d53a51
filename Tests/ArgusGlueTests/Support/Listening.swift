import ArgusClient
import ArgusGlueListeners
import Foundation
import Logging
import NIOCore
import NIOPosix
import Testing

@testable import ArgusGlue

/// A glue in this process that listens for a source `s`.
struct Listening: Sendable {
    let settings: GlueSettings
    let folder: TemporaryFolder
    /// By what is spoken there.
    let ports: [Listener.Kind: Int]

    /// Runs a body while it is listened; `lines` are settings of the source, `glue` of the glue.
    static func open(
        _ system: String, _ lines: [String], glue: String = "", in folder: TemporaryFolder? = nil,
        logger: Logger = .silent, _ body: @escaping @Sendable (Listening) async throws -> Void
    ) async throws {
        let folder = try folder ?? TemporaryFolder()
        let file = folder.file("glue.yaml")
        try """
        glue:
          spool: \(folder.file("spool.db"))
        \(glue)
        sources:
          s:
            system: \(system)
        \(lines.map { "    \($0)\n" }.joined())
        """.write(toFile: file, atomically: true, encoding: .utf8)
        let settings = try GlueSettings(needsServer: false, environment: [:], file: file)
        let spool = try Spool(path: settings.spool, limits: settings.limits)
        let courier = Courier(spool: spool, accounts: [], logger: logger)
        let acceptor = Acceptor(spool: spool, courier: courier, logger: logger)
        let (places, found) = AsyncStream.makeStream(of: (Listener.Kind, Int?).self)
        let servers = ListenerServer.all(
            settings, into: acceptor, clock: { moment(0) }, logger: logger
        ) { found.yield(($0.kind, $1)) }
        try await withThrowingTaskGroup { group in
            for server in servers {
                group.addTask {
                    defer { found.finish() }
                    try await server.run()
                }
            }
            var ports: [Listener.Kind: Int] = [:]
            for await (kind, port) in places.prefix(servers.count) { ports[kind] = port ?? 0 }
            guard ports.count == servers.count else { return try await group.waitForAll() }
            try await body(Listening(settings: settings, folder: folder, ports: ports))
            group.cancelAll()
            while let result = await group.nextResult() { _ = result }
        }
    }

    func spool() throws -> Spool { try Spool(path: settings.spool, limits: settings.limits) }

    func waiting() throws -> [Alert] {
        try spool().waiting(of: SourceName("s") ?? .default)
    }

    /// Waits until something is so in the spool, as often as something is written there.
    func until(_ isSo: @escaping @Sendable (Spool) throws -> Bool) async throws {
        try await spool().until(isSo)
    }

    /// A connection to one of the ports.
    func connect(_ kind: Listener.Kind) async throws -> Dialogue {
        try await Dialogue(port: ports[kind] ?? 0)
    }
}

extension Spool {
    /// Waits until something is so in the spool, as often as another connection writes there.
    func until(_ isSo: @escaping @Sendable (Spool) throws -> Bool) async throws {
        let (changes, changed) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let watch = SpoolWatch(self) { changed.yield() }
        defer { withExtendedLifetime(watch) {} }
        changed.yield()
        for await _ in changes where try isSo(self) { return }
    }
}

/// A client that writes and reads lines.
final class Dialogue: Sendable {
    let channel: any Channel
    private let lines: AsyncStream<String>
    private let end: AsyncStream<Void>

    convenience init(port: Int) async throws {
        try await self.init { try await $0.connect(host: "127.0.0.1", port: port).get() }
    }

    init(_ connect: (ClientBootstrap) async throws -> any Channel) async throws {
        let (lines, line) = AsyncStream.makeStream(of: String.self)
        let (end, ended) = AsyncStream.makeStream(of: Void.self)
        (self.lines, self.end) = (lines, end)
        channel = try await connect(
            ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).channelInitializer {
                channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Reader(line, ended))
                }
            })
    }

    private final class Reader: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let line: AsyncStream<String>.Continuation
        private let ended: AsyncStream<Void>.Continuation
        private var splitter = LineSplitter()

        init(_ line: AsyncStream<String>.Continuation, _ ended: AsyncStream<Void>.Continuation) {
            (self.line, self.ended) = (line, ended)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            for found in splitter.lines(from: unwrapInboundIn(data).readableBytesView) {
                line.yield(String(decoding: found.bytes ?? [], as: UTF8.self))
            }
        }

        func channelInactive(context: ChannelHandlerContext) {
            line.finish()
            ended.finish()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }

    func write(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text)).get()
    }

    /// The next lines.
    func read(_ count: Int = 1) async -> [String] {
        var found: [String] = []
        for await line in lines.prefix(count) { found.append(line) }
        return found
    }

    /// Says something, and reads the answer.
    func ask(_ text: String, lines: Int = 1) async throws -> [String] {
        try await write(text + "\r\n")
        return await read(lines)
    }

    /// Waits until the other side has ended the connection.
    func untilEnded() async {
        for await _ in end {}
    }

    func close() async throws { try await channel.close().get() }
}
