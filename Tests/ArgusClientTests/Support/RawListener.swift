import NIOCore
import NIOPosix
import Testing

private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

/// Listens while a client talks, answers the first request of each of its connections with fixed
/// bytes, and gives back the lines of the very first one's head just as they came.
func firstRequest(
    answering answer: String,
    _ talk: (Int) async throws -> Void
) async throws -> [String] {
    let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .bind(host: "127.0.0.1", port: 0) { channel in
            channel.eventLoop.makeCompletedFuture {
                try Connection(wrappingChannelSynchronously: channel)
            }
        }
    let port = try #require(listener.channel.localAddress?.port)
    return try await listener.executeThenClose { connections in
        async let heads = heads(connections, answering: answer)
        let talked: Result<Void, any Error>
        do { talked = .success(try await talk(port)) } catch { talked = .failure(error) }
        try? await listener.channel.close()
        try talked.get()
        return await heads.first ?? []
    }
}

/// Takes connections until nobody listens any more: SwiftNIO wants each that it hands out to be
/// used.
private func heads(
    _ connections: NIOAsyncChannelInboundStream<Connection>, answering answer: String
) async -> [[String]] {
    var heads: [[String]] = []
    do {
        for try await connection in connections {
            // A connection that breaks is no matter of the others.
            let lines = try? await connection.executeThenClose { inbound, outbound in
                let lines = try await head(inbound)
                try await outbound.write(ByteBuffer(string: answer))
                return lines
            }
            heads.append(lines ?? [])
        }
    } catch {
        // As when nobody listens any more.
    }
    return heads
}

private func head(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async throws -> [String] {
    var text = ""
    for try await part in inbound {
        text += String(buffer: part)
        if text.contains("\r\n\r\n") { break }
    }
    return text.split(separator: "\r\n").map(String.init)
}
