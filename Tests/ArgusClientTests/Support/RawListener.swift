import NIOCore
import NIOPosix
import Testing

/// Listens while a client talks, answers its first request with fixed bytes, and gives back the
/// lines of that request's head just as they came.
func firstRequest(
    answering answer: String,
    _ talk: @escaping @Sendable (Int) async throws -> Void
) async throws -> [String] {
    let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .bind(host: "127.0.0.1", port: 0) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
    let port = try #require(listener.channel.localAddress?.port)
    return try await listener.executeThenClose { connections in
        async let talked: Void = talk(port)
        var lines: [String] = []
        for try await connection in connections {
            lines = try await connection.executeThenClose { inbound, outbound in
                let head = try await head(inbound)
                try await outbound.write(ByteBuffer(string: answer))
                return head
            }
            break
        }
        try await talked
        return lines
    }
}

private func head(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async throws -> [String] {
    var text = ""
    for try await part in inbound {
        text += String(buffer: part)
        if text.contains("\r\n\r\n") { break }
    }
    return text.split(separator: "\r\n").map(String.init)
}
