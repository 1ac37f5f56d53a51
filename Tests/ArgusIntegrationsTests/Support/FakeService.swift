import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A service that behaves to each connection in a manner, and remembers what was asked.
final class FakeService: Sendable {
    /// What it does.
    enum Manner: Sendable {
        /// It says this once it has read a request, one of them after the other, the last one again.
        case answers([String])
        /// It says nothing, and keeps the connection.
        case hangs
        /// It closes the connection once it has read a request.
        case drops
        /// It closes the connection in the middle of a request.
        case dropsEarly
        /// It says this, and keeps the connection.
        case stalls(String)
        /// It takes one byte after the other, at its leisure.
        case sips
        /// It says this, one byte after the other, at its leisure.
        case drips(String)

        static func answers(_ text: String) -> Manner { .answers([text]) }

        /// It answers in whole.
        static func answering(
            _ status: Int, _ body: String = "", _ headers: String = ""
        ) -> Manner {
            .answers(answer(status, body, headers))
        }

        /// An answer of HTTP; headers end with line breaks.
        static func answer(_ status: Int, _ body: String = "", _ headers: String = "") -> String {
            "HTTP/1.1 \(status) It\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        }
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
                    if case .sips = manner {
                        try channel.syncOptions?.setOption(.autoRead, value: false)
                        try channel.syncOptions?.setOption(
                            .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 1))
                        try channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
                    }
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

        func channelActive(context: ChannelHandlerContext) {
            if case .sips = manner { sip(context) }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            text += String(buffer: unwrapInboundIn(data))
            // What is still to come is read, or the system would say that it was refused.
            if case .dropsEarly = manner { return context.close(mode: .output, promise: nil) }
            guard isWhole else { return }
            asked.add(text)
            switch manner {
            case .hangs, .sips, .dropsEarly: break
            case .drops: context.close(promise: nil)
            case .answers(let answers):
                let answer = answers[min(asked.all.count, answers.count) - 1]
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
                context.close(promise: nil)
            case .stalls(let answer):
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
            case .drips(let answer): drip(Array(answer.utf8)[...], context)
            }
        }

        private func sip(_ context: ChannelHandlerContext) {
            context.read()
            let context = NIOLoopBound(context, eventLoop: context.eventLoop)
            let this = NIOLoopBound(self, eventLoop: context.value.eventLoop)
            context.value.eventLoop.scheduleTask(in: Self.leisure) { this.value.sip(context.value) }
        }

        private func drip(_ rest: ArraySlice<UInt8>, _ context: ChannelHandlerContext) {
            let part = ByteBuffer(bytes: rest.prefix(1))
            context.writeAndFlush(wrapOutboundOut(part), promise: nil)
            let context = NIOLoopBound(context, eventLoop: context.eventLoop)
            let this = NIOLoopBound(self, eventLoop: context.value.eventLoop)
            context.value.eventLoop.scheduleTask(in: Self.leisure) {
                if !rest.isEmpty, context.value.channel.isActive {
                    this.value.drip(rest.dropFirst(), context.value)
                }
            }
        }

        /// How long it waits from byte to byte; a second would be no different.
        private static let leisure = TimeAmount.milliseconds(50)

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
