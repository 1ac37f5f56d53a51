import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A mail server (RFC 5321) that behaves well, but for one stage of a conversation.
final class FakeMailServer: Sendable {
    /// Where it is about to say something: at the beginning, after a command, or after the message.
    enum Stage: String, CaseIterable, Sendable {
        case greeting = ""
        case hello = "EHLO"
        case sender = "MAIL"
        case recipient = "RCPT"
        case data = "DATA"
        case end = "."
    }

    /// What it does there.
    enum Manner: Hashable, Sendable {
        case says(String)
        case hangs
        case drops
        /// It says nothing but a byte from time to time.
        case drips
    }

    let port: Int
    private let took: Taken

    private init(_ port: Int, _ took: Taken) {
        (self.port, self.took) = (port, took)
    }

    /// What it took.
    fileprivate final class Taken: Sendable {
        private let texts = Mutex<[String]>([])
        var all: [String] { texts.withLock { $0 } }
        func add(_ text: String) { texts.withLock { $0.append(text) } }
        /// Whether each was taken after STARTTLS.
        let isSafe = Mutex(true)
    }

    /// Whether nothing came over a connection that was not made safe.
    var isSafe: Bool { took.isSafe.withLock(\.self) }

    /// The messages that it took.
    var messages: [String] { took.all }

    /// Lends a server that behaves in a manner at a stage; it offers STARTTLS if it has a certificate.
    static func with(
        _ manner: Manner? = nil, at stage: Stage = .greeting, tls: TLSConfiguration? = nil,
        _ body: (FakeMailServer) async throws -> Void
    ) async throws {
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        let took = Taken()
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        Conversation(manner, stage, context, took))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = FakeMailServer(listener.localAddress?.port ?? 0, took)
        do {
            try await body(server)
            try await listener.close()
        } catch {
            try? await listener.close()
            throw error
        }
    }

    /// One connection.
    private final class Conversation: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let manner: Manner?
        private let stage: Stage
        private let tls: NIOSSLContext?
        private let took: Taken
        private var text = ""
        private var message: String?
        private var isSafe = false

        init(_ manner: Manner?, _ stage: Stage, _ tls: NIOSSLContext?, _ took: Taken) {
            (self.manner, self.stage, self.tls, self.took) = (manner, stage, tls, took)
        }

        func channelActive(context: ChannelHandlerContext) {
            say("220 test", at: .greeting, context)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            text += String(buffer: unwrapInboundIn(data))
            while let end = text.firstRange(of: "\r\n") {
                let line = String(text[..<end.lowerBound])
                text.removeSubrange(..<end.upperBound)
                hear(line, context)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }

        private func hear(_ line: String, _ context: ChannelHandlerContext) {
            if let text = message {
                guard line == "." else {
                    message = "\(text)\(line)\r\n"
                    return
                }
                message = nil
                if manner == nil || stage != .end { took.add(text) }
                return say("250 taken", at: .end, context)
            }
            switch line.prefix(4).uppercased() {
            case "EHLO":
                say(tls == nil ? "250 test" : "250-test\r\n250 STARTTLS", at: .hello, context)
            case "MAIL":
                if !isSafe { took.isSafe.withLock { $0 = false } }
                say("250 fine", at: .sender, context)
            case "RCPT": say("250 fine", at: .recipient, context)
            case "DATA":
                if manner == nil || stage != .data { message = "" }
                say("354 go on", at: .data, context)
            case "STAR":
                say("220 go on", at: nil, context)
                guard let tls else { return }
                isSafe = true
                try? context.pipeline.syncOperations.addHandler(
                    NIOSSLServerHandler(context: tls), position: .first)
            case "QUIT":
                say("221 bye", at: nil, context)
                context.close(promise: nil)
            default: say("500 what?", at: nil, context)
            }
        }

        private func say(_ usual: String, at stage: Stage?, _ context: ChannelHandlerContext) {
            switch stage == self.stage ? manner : nil {
            case .hangs: break
            case .drops: context.close(promise: nil)
            case .drips: drip(context)
            case .says(let words): write("\(words)\r\n", context)
            case nil: write("\(usual)\r\n", context)
            }
        }

        private func write(_ text: String, _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        }

        private func drip(_ context: ChannelHandlerContext) {
            guard context.channel.isActive else { return }
            write("2", context)
            let context = NIOLoopBound(context, eventLoop: context.eventLoop)
            let this = NIOLoopBound(self, eventLoop: context.value.eventLoop)
            context.value.eventLoop.scheduleTask(in: .milliseconds(20)) {
                this.value.drip(context.value)
            }
        }
    }
}
