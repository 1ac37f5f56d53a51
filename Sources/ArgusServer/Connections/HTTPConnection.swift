import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// A client's connection: Hummingbird's, with our rules of conduct next to the wire.
struct HTTPConnection: ServerChildChannel {
    private let base: HTTP1Channel
    private let limits: ConnectionLimits

    /// What an application serves its connections with.
    static func builder(_ limits: ConnectionLimits) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            Self(
                base: HTTP1Channel(
                    responder: responder,
                    configuration: HTTP1Channel.Configuration(idleTimeout: limits.idle)),
                limits: limits)
        }
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { [limits] value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(ConductHandler(limits), position: .after(decoder))
            return value
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}

/// How long a client may take, and how much it may send.
struct ConnectionLimits: Sendable {
    /// How long a connection may be there without a whole head of a request, or between two parts of
    /// one: longer than clients and proxies keep a connection that they do not use.
    var idle = TimeAmount.seconds(75)
    /// How long a request may take from its head to its end.
    var request = TimeAmount.seconds(300)
    /// How long a client may take to read on in an answer that is waiting for it.
    var answer = TimeAmount.seconds(75)
    /// The most bytes that a request's body may have.
    var maxBody: Int
}
