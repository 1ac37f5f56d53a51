import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A service that answers each connection with fixed bytes, and remembers what was asked.
final class FakeService: Sendable {
    /// What it does once it has read a request.
    enum Manner: Sendable {
        case answers(String)
        /// It says nothing, and keeps the connection.
        case hangs
        /// It closes the connection without a word.
        case drops
    }

    let port: Int
    private let asked: Asked

    private init(_ listener: any Channel, _ asked: Asked) {
        (port, self.asked) = (listener.localAddress?.port ?? 0, asked)
    }

    /// What was asked, with its heads.
    final class Asked: Sendable {
        private let texts = Mutex<[String]>([])
        var all: [String] { texts.withLock { $0 } }
        func add(_ text: String) { texts.withLock { $0.append(text) } }
    }

    /// Every request, head and body.
    var requests: [String] { asked.all }

    /// Lends a service that behaves in a manner, behind TLS if there is a certificate.
    static func with(
        _ manner: Manner, tls: TLSConfiguration? = nil,
        _ body: (FakeService) async throws -> Void
    ) async throws {
        let asked = Asked()
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLServerHandler(context: context))
                    }
                    try channel.pipeline.syncOperations.addHandler(Handler(manner, asked))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let service = FakeService(listener, asked)
        do {
            try await body(service)
            try await listener.close()
        } catch {
            try? await listener.close()
            throw error
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let manner: Manner
        private let asked: Asked
        private var text = ""

        init(_ manner: Manner, _ asked: Asked) {
            (self.manner, self.asked) = (manner, asked)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            text += String(buffer: unwrapInboundIn(data))
            guard isWhole else { return }
            asked.add(text)
            switch manner {
            case .hangs: break
            case .drops: context.close(promise: nil)
            case .answers(let answer):
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
                context.close(promise: nil)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }

        private var isWhole: Bool {
            guard let end = text.firstRange(of: "\r\n\r\n") else { return false }
            let length = text[..<end.lowerBound].split(separator: "\r\n")
                .first { $0.lowercased().hasPrefix("content-length:") }
                .flatMap { Int($0.dropFirst("content-length:".count).filter { $0 != " " }) }
            return text[end.upperBound...].utf8.count >= length ?? 0
        }
    }
}
