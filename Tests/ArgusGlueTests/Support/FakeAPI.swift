import ArgusClient
import ArgusVocabulary
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A monitoring system's API on a port of this machine, which answers as a test says.
final class FakeAPI: Sendable {
    private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    /// What it was asked.
    struct Request: Sendable {
        let method: String
        /// With the query.
        let target: String
        let headers: [String: String]
        let body: JSONValue

        var path: String { String(target.prefix { $0 != "?" }) }
    }

    /// What it answers.
    enum Reply: Sendable {
        case json(JSONValue, status: Int = 200)
        /// Lines that come one by one, until there are no more.
        case lines(AsyncStream<String>)
    }

    private struct State {
        var requests: [Request] = []
        var answer: @Sendable (Request) -> Reply
        var bells: [AsyncStream<Void>.Continuation] = []
    }

    private let state: Mutex<State>

    init(_ answer: @escaping @Sendable (Request) -> Reply) {
        state = Mutex(State(answer: answer))
    }

    var requests: [Request] { state.withLock { $0.requests } }

    /// Answers otherwise from now on.
    func answer(_ answer: @escaping @Sendable (Request) -> Reply) {
        state.withLock { $0.answer = answer }
    }

    /// Waits until so many requests have come that fit.
    func until(_ count: Int, _ fits: @Sendable (Request) -> Bool) async {
        await until { $0.count(where: fits) >= count }
    }

    /// Waits until something holds of what it was asked.
    func until(_ condition: @Sendable ([Request]) -> Bool) async {
        let (rings, bell) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { $0.bells.append(bell) }
        if condition(requests) { return }
        for await _ in rings where condition(requests) { return }
    }

    /// Serves while the body runs, which is given the API's root.
    func serve<Value: Sendable>(
        _ body: @escaping @Sendable (String) async throws -> Value
    ) async throws -> Value {
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
        let port = listener.channel.localAddress?.port ?? 0
        return try await listener.executeThenClose { connections in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await self.accept(connections) }
                defer { group.cancelAll() }
                let value = try await body("http://127.0.0.1:\(port)")
                try? await listener.channel.close()
                return value
            }
        }
    }

    private func accept(_ connections: NIOAsyncChannelInboundStream<Connection>) async {
        await withDiscardingTaskGroup { group in
            do {
                for try await connection in connections {
                    group.addTask { try? await self.talk(connection) }
                }
            } catch {
                // As when nobody listens any more.
            }
            group.cancelAll()
        }
    }

    private func talk(_ connection: Connection) async throws {
        try await connection.executeThenClose { inbound, outbound in
            var (head, body): (HTTPRequestHead?, ByteBuffer) = (nil, ByteBuffer())
            for try await part in inbound {
                switch part {
                case .head(let next): (head, body) = (next, ByteBuffer())
                case .body(let part): body.writeImmutableBuffer(part)
                case .end:
                    guard let head else { return }
                    try await send(reply(to: head, body), outbound)
                }
            }
        }
    }

    private func reply(to head: HTTPRequestHead, _ body: ByteBuffer) -> Reply {
        let headers = head.headers.map { ($0.name.lowercased(), $0.value) }
        let request = Request(
            method: head.method.rawValue, target: head.uri,
            headers: Dictionary(headers) { $1 },
            body: (try? JSONValue(parsing: String(buffer: body))) ?? .null)
        let answer = state.withLock { state in
            state.requests.append(request)
            for bell in state.bells { bell.yield() }
            return state.answer
        }
        return answer(request)
    }

    private func send(
        _ reply: Reply, _ outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws {
        switch reply {
        case .json(let value, let status):
            let text = value.text
            let head = HTTPResponseHead(
                version: .http1_1, status: HTTPResponseStatus(statusCode: status),
                headers: ["Content-Length": "\(text.utf8.count)"])
            try await outbound.write(.head(head))
            try await outbound.write(.body(.byteBuffer(ByteBuffer(string: text))))
        case .lines(let lines):
            try await outbound.write(.head(HTTPResponseHead(version: .http1_1, status: .ok)))
            for await line in lines {
                try await outbound.write(.body(.byteBuffer(ByteBuffer(string: line + "\n"))))
            }
        }
        try await outbound.write(.end(nil))
    }
}
