import ArgusGlue
import ArgusSettings
import Dispatch
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A connection of somebody who sends.
typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

/// A port, or a socket in the file system, to which clients connect.
///
/// Of what a client sends no more is read than is taken: then it has to wait.
struct StreamPort: Sendable {
    private let listener: Listener
    private let report: IntakeReport
    private let whenRunning: @Sendable (any Channel) async -> Void

    /// Connections at a time; who comes when there are more is turned away.
    private static let connectionLimit = 256

    init(
        _ listener: Listener, _ report: IntakeReport,
        _ whenRunning: @escaping @Sendable (any Channel) async -> Void
    ) {
        (self.listener, self.report, self.whenRunning) = (listener, report, whenRunning)
    }

    /// Serves each connection by a body, until the task is cancelled.
    func run(_ serve: @escaping @Sendable (Connection) async throws -> Void) async throws {
        let server = try await bind()
        await whenRunning(server.channel)
        let count = ConnectionCount(limit: Self.connectionLimit)
        try await server.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections {
                    guard count.enter() else {
                        report.refuse(
                            "a connection to \(listener.place): there are \(Self.connectionLimit)")
                        connection.channel.close(promise: nil)
                        continue
                    }
                    group.addTask {
                        defer { count.leave() }
                        do {
                            try await serve(connection)
                        } catch let problem as SpoolProblem {
                            report.refuse("what came by a connection: \(problem)")
                        } catch {
                            // That a client went away, or speaks no TLS, is no news.
                        }
                    }
                }
            }
        }
    }

    private func bind() async throws -> NIOAsyncChannel<Connection, Never> {
        let context = try listener.certificate?.context()
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelOption(.maxMessagesPerRead, value: 1)
        let initialise: @Sendable (any Channel) -> EventLoopFuture<Connection> = { channel in
            channel.eventLoop.makeCompletedFuture {
                if let context {
                    try channel.pipeline.syncOperations.addHandler(
                        NIOSSLServerHandler(context: context))
                }
                return try Connection(
                    wrappingChannelSynchronously: channel,
                    configuration: .init(isOutboundHalfClosureEnabled: false))
            }
        }
        switch listener.place {
        case .address(let address):
            return try await bootstrap.bind(
                host: address.host, port: address.port, childChannelInitializer: initialise)
        case .socket(let path):
            try Self.removeOldSocket(path)
            let server = try await bootstrap.bind(
                unixDomainSocketPath: path, childChannelInitializer: initialise)
            // A mail server runs as a user of its own; who may enter the folder may connect.
            chmod(path, 0o666)
            return server
        }
    }

    /// Removes a socket that an earlier process left, and nothing else.
    private static func removeOldSocket(_ path: String) throws {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw ListenerProblem(socket: path) }
        unlink(path)
    }
}

/// How many connections there are.
final class ConnectionCount: Sendable {
    private let count = Mutex(0)
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// Counts one more; false if there are too many.
    func enter() -> Bool {
        count.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
    }

    func leave() {
        count.withLock { $0 -= 1 }
    }
}
