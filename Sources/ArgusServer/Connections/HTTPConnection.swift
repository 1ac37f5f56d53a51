import ArgusHTTP
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

    /// A connection that was set up, and whether its client is still there.
    struct Value: ServerChildChannelValue {
        let base: HTTP1Channel.Value
        let departure: Departure

        var channel: any Channel { base.channel }
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { [limits] base in
            let departure = Departure(on: channel.eventLoop)
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            let conduct = ConductHandler(limits, departure)
            try pipeline.addHandler(conduct, position: .after(decoder))
            return Value(base: base, departure: departure)
        }
    }

    func handle(value: Value, logger: Logger) async {
        await Departure.$current.withValue(value.departure) {
            await base.handle(value: value.base, logger: logger)
        }
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
    /// How long after its last word a client is taken to wait for the answer: some say that they have
    /// said everything, and read on.
    var departure = TimeAmount.seconds(1)
    /// The most bytes that a request's body may have.
    var maxBody: Int
}
