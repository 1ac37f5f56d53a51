import ArgusGlue
import ArgusSettings
import NIOCore
import NIOPosix
import Synchronization

/// A port for datagrams, each a message.
///
/// It never waits: what comes while too much waits for the disk
/// is dropped and counted.
struct DatagramPort: Sendable {
    private let listener: Listener
    private let intake: MessageIntake
    private let whenRunning: @Sendable (any Channel) async -> Void

    init(
        _ listener: Listener, _ intake: MessageIntake,
        _ whenRunning: @escaping @Sendable (any Channel) async -> Void
    ) {
        (self.listener, self.intake, self.whenRunning) = (listener, intake, whenRunning)
    }

    /// Takes datagrams until the task is cancelled.
    func run() async throws {
        guard case .address(let address) = listener.place else { return }
        let queue = DatagramQueue()
        let channel = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(
                .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 65_536)
            )
            .channelOption(.socketOption(.so_rcvbuf), value: 4 << 20)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(DatagramReader(queue: queue))
                }
            }
            .bind(host: address.host, port: address.port).get()
        await whenRunning(channel)
        try await withTaskCancellationHandler {
            for await _ in queue.arrivals { try await takeAll(queue) }
            try await channel.closeFuture.get()
            // What was read before it was told to end.
            try await takeAll(queue)
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private func takeAll(_ queue: DatagramQueue) async throws {
        while true {
            let (messages, dropped) = queue.next()
            if dropped > 0 {
                intake.report.refuse("\(dropped) datagrams: too many came at once")
            }
            guard !messages.isEmpty else { return }
            _ = try await intake.accept(messages, whenFull: .drop)
        }
    }
}

/// Datagrams that are not on disk yet, of which there are only so many.
final class DatagramQueue: Sendable {
    private struct State {
        var messages: [WebhookMessage] = []
        var bytes = 0
        var dropped = 0
    }

    private static let byteLimit = 16 << 20
    private static let countLimit = 50_000

    private let state = Mutex(State())
    /// Tells that there is something.
    let arrivals: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    init() {
        (arrivals, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Adds a datagram, unless there are too many.
    func add(_ message: WebhookMessage) {
        state.withLock { state in
            let isFull =
                state.messages.count >= Self.countLimit
                || state.bytes + message.bytes.count > Self.byteLimit
            if isFull {
                state.dropped += 1
            } else {
                state.messages.append(message)
                state.bytes += message.bytes.count
            }
        }
        bell.yield()
    }

    /// Takes all that wait, and how many were dropped.
    func next() -> (messages: [WebhookMessage], dropped: Int) {
        state.withLock { state in
            defer { state = State() }
            return (state.messages, state.dropped)
        }
    }

    /// Tells that no more come.
    func finish() { bell.finish() }
}

/// Puts what a port reads into a queue.
private final class DatagramReader: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    private let queue: DatagramQueue

    init(queue: DatagramQueue) {
        self.queue = queue
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        let sender = SyslogSender(envelope.remoteAddress.ipAddress ?? "")
        queue.add(WebhookMessage(Array(envelope.data.readableBytesView), form: sender.form))
    }

    func channelInactive(context: ChannelHandlerContext) { queue.finish() }

    /// Such as that an earlier answer could not be delivered; the port goes on.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}
