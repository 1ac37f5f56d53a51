import ArgusHTTP
import ArgusSettings
import NIOCore
import NIOHTTP1

/// Keeps a connection to what HTTP/1 asks of a server, with clients that are old, slow or broken.
///
/// It closes after the answer to a last request (RFC 9112, section 9.3), asks for the body that a
/// client holds back (RFC 9110, section 10.1.1), ends what takes for ever, and tells when a client
/// has left.
final class ConductHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let limits: ConnectionLimits
    private let departure: Departure
    /// The requests whose answers are not written to their end.
    private var unanswered = 0
    private var isReading = false
    /// Whether the connection ends when everything that was asked is answered.
    private var isLast = false
    /// Whether that has happened: what still comes is taken and forgotten, because a client that is
    /// not read from does not read its answer.
    private var isOver = false
    private var arrival: Scheduled<Void>?
    private var reception: Scheduled<Void>?

    init(_ limits: ConnectionLimits, _ departure: Departure = Departure()) {
        (self.limits, self.departure) = (limits, departure)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let isWanted = isReading || !isLast
        guard isWanted, !isOver else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            begin(head, context)
            return context.fireChannelRead(wrapInboundOut(.head(named(head, context))))
        case .body: break
        case .end: endReading()
        }
        context.fireChannelRead(data)
    }

    /// A request that came in one piece needs no deadline.
    func channelReadComplete(context: ChannelHandlerContext) {
        if isReading, arrival == nil { arrival = close(context, in: limits.request) }
        if isOver { context.read() }
        context.fireChannelReadComplete()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if isReading {
            isLast = true
            endReading()
        }
        context.fireErrorCaught(error)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where isLast && unanswered == 1:
            head.headers.replaceOrAdd(name: "Connection", value: "close")
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            unanswered -= 1
            guard isLast, unanswered == 0 else { return context.write(data, promise: promise) }
            context.writeAndFlush(data, promise: promise)
            context.close(mode: .output, promise: nil)
            isOver = true
            context.read()
        case .head, .body:
            context.write(data, promise: promise)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        reception?.cancel()
        reception = context.channel.isWritable ? nil : close(context, in: limits.answer)
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed {
            context.eventLoop.scheduleTask(in: limits.departure) { [departure] in
                departure.leave()
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        departure.leave()
        stopWaiting()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        stopWaiting()
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        unanswered += 1
        isReading = true
        // An old client that would keep the connection waits for a header that we never send.
        isLast = !head.isKeepAlive || head.version == .http1_0
        // An answer that is still under way must not be interrupted by another's head.
        guard unanswered == 1, holdsBodyBack(head) else { return }
        let go = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(wrapOutboundOut(.head(go)), promise: nil)
    }

    /// A request that names the host it asks: old clients, such as what looks after a server, need not.
    private func named(
        _ head: HTTPRequestHead, _ context: ChannelHandlerContext
    ) -> HTTPRequestHead {
        guard head.version == .http1_0, !head.headers.contains(name: "Host"),
            let address = context.localAddress, let host = address.ipAddress,
            let port = address.port
        else { return head }
        var head = head
        head.headers.add(name: "Host", value: "\(ListenAddress(host: host, port: port))")
        return head
    }

    /// Whether the client waits to be asked for its body, and the body is one that we would take.
    private func holdsBodyBack(_ head: HTTPRequestHead) -> Bool {
        guard head.version != .http1_0,
            head.headers.first(name: "Expect")?.lowercased() == "100-continue"
        else { return false }
        let length = head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
        return length <= limits.maxBody
    }

    private func endReading() {
        isReading = false
        arrival?.cancel()
        arrival = nil
    }

    private func stopWaiting() {
        endReading()
        reception?.cancel()
        reception = nil
    }

    private func close(_ context: ChannelHandlerContext, in time: TimeAmount) -> Scheduled<Void> {
        context.eventLoop.assumeIsolated().scheduleTask(in: time) { context.close(promise: nil) }
    }
}
