import NIOCore
import NIOHTTP1
import NIOPosix

/// Takes HTTP requests on a port of this machine while a body runs.
struct HTTPListener: Sendable {
    private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
    private typealias Parts = NIOAsyncChannelInboundStream<HTTPServerRequestPart>
    private typealias Writer = NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

    private let answer: @Sendable (HTTPRequestHead, String) async -> FakeArgus.Reply?

    /// Answers each request by its head and body; where there is no answer, the connection ends.
    init(answer: @escaping @Sendable (HTTPRequestHead, String) async -> FakeArgus.Reply?) {
        self.answer = answer
    }

    /// Gives the port to the body, and ends when that does.
    func serve<Value: Sendable>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (Int) async throws -> Value
    ) async throws -> Value {
        let listener = try await listen()
        let port = listener.channel.localAddress?.port ?? 0
        return try await listener.executeThenClose { connections in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await accept(connections) }
                let result: Result<Value, any Error>
                do { result = .success(try await body(port)) } catch { result = .failure(error) }
                try? await listener.channel.close()
                return try result.get()
            }
        }
    }

    private func listen() async throws -> NIOAsyncChannel<Connection, Never> {
        try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 256)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
    }

    /// Takes connections until nobody listens any more, then ends them: SwiftNIO wants each that it
    /// hands out to be used.
    private func accept(_ connections: NIOAsyncChannelInboundStream<Connection>) async {
        await withDiscardingTaskGroup { group in
            do {
                for try await connection in connections {
                    // A connection that breaks is no matter of the others.
                    group.addTask { try? await talk(connection) }
                }
            } catch {
                // As when nobody listens any more.
            }
            group.cancelAll()
        }
    }

    private func talk(_ connection: Connection) async throws {
        try await connection.executeThenClose { inbound, outbound in
            var parts = inbound.makeAsyncIterator()
            while let (head, body) = try await request(&parts), let reply = await answer(head, body)
            {
                try await send(reply, to: outbound)
            }
        }
    }

    private func request(
        _ parts: inout Parts.AsyncIterator
    ) async throws -> (HTTPRequestHead, String)? {
        guard case .head(let head)? = try await parts.next() else { return nil }
        var body = ByteBuffer()
        while case .body(let part)? = try await parts.next() { body.writeImmutableBuffer(part) }
        return (head, String(buffer: body))
    }

    private func send(_ reply: FakeArgus.Reply, to outbound: Writer) async throws {
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: reply.status),
            headers: reply.headers)
        try await outbound.write(.head(head))
        switch reply.body {
        case .whole(let text):
            try await outbound.write(.body(.byteBuffer(ByteBuffer(string: text))))
        case .events(let events):
            try await events { text in
                try await outbound.write(.body(.byteBuffer(ByteBuffer(string: text))))
            }
        }
        try await outbound.write(.end(nil))
    }
}

extension FakeArgus.Reply {
    fileprivate var headers: HTTPHeaders {
        var headers = HTTPHeaders()
        switch body {
        case .whole(let text):
            headers.add(name: "Content-Type", value: "application/json")
            if status != 204 {
                headers.add(name: "Content-Length", value: String(text.utf8.count))
            }
        case .events: headers.add(name: "Content-Type", value: "text/event-stream")
        }
        if let retryAfter { headers.add(name: "Retry-After", value: retryAfter) }
        return headers
    }
}
