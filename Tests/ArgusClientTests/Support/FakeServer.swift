import ArgusClient
import HTTPTypes
import Hummingbird
import HummingbirdTLS
import HummingbirdTesting
import Logging
import NIOCore
import NIOSSL
import Synchronization
import Testing

/// A real server on loopback that answers what a test scripts, and remembers what it was asked.
final class FakeServer: Sendable {
    /// What a route answers, in order; the last answer repeats.
    typealias Script = [String: [Reply]]

    private let state: Mutex<State>
    private let stalled = AsyncStream<Void>.makeStream()
    private let arrived = AsyncStream<Void>.makeStream()

    private struct State {
        var script: Script
        var requests: [Recorded] = []
    }

    init(_ script: Script) {
        state = Mutex(State(script: script))
    }

    /// What came in, in order.
    var requests: [Recorded] { state.withLock(\.requests) }

    /// The only request that came in; an empty one if there were more or none.
    var request: Recorded {
        let all = requests
        return all.count == 1 ? all[0] : Recorded()
    }

    /// Waits until a request has come in.
    func firstRequest() async {
        for await _ in arrived.stream { return }
    }

    /// Runs the server for as long as `body` runs, and gives it the port.
    func run(
        tls: TLSConfiguration? = nil,
        _ body: @Sendable (Int) async throws -> Void
    ) async throws {
        let responder = CallbackResponder<BasicRequestContext> { request, _ in
            try await self.answer(request)
        }
        var logger = Logger(label: "fake")
        logger.logLevel = .critical
        let application = Application(
            responder: responder,
            server: try tls.map { try .tls(tlsConfiguration: $0) } ?? .http1(),
            logger: logger
        )
        try await application.test(.ahc(tls == nil ? .http : .https)) { tester in
            defer { stalled.continuation.finish() }
            try await body(try #require(tester.port))
        }
    }

    private func answer(_ request: Request) async throws -> Response {
        var request = request
        let body = try await request.collectBody(upTo: 1 << 20)
        let recorded = Recorded(request.head, body: String(buffer: body))
        let reply = state.withLock { state in
            state.requests.append(recorded)
            let route = "\(recorded.method) \(recorded.path)"
            arrived.continuation.yield()
            guard let replies = state.script[route], let reply = replies.first else {
                return Reply(status: 404, body: "<h1>Not Found</h1>")
            }
            if replies.count > 1 { state.script[route] = Array(replies.dropFirst()) }
            return reply
        }
        return await response(reply)
    }

    private func response(_ reply: Reply) async -> Response {
        switch reply.manner {
        case .answers: break
        case .stalls: for await _ in stalled.stream {}
        case .hangsUp:
            let broken = ResponseBody(contentLength: 10) { _ in throw CancellationError() }
            return Response(status: .ok, body: broken)
        }
        var headers: HTTPFields = [.contentType: "application/json"]
        for (name, value) in reply.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return Response(
            status: .init(code: reply.status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: reply.body))
        )
    }
}

/// What the fake server answers to one request.
struct Reply: Sendable {
    enum Manner { case answers, stalls, hangsUp }

    var status = 200
    var headers: [String: String] = [:]
    var body = ""
    var manner = Manner.answers

    static let stalls = Reply(manner: .stalls)
    static let hangsUp = Reply(manner: .hangsUp)
}

/// A request that the fake server got.
struct Recorded: Sendable {
    var method = ""
    var path = ""
    var query = ""
    var headers: HTTPFields = [:]
    var body = ""

    init() {}

    init(_ head: HTTPRequest, body: String) {
        method = head.method.rawValue
        let parts = (head.path ?? "").split(separator: "?", maxSplits: 1).map(String.init)
        path = parts.first ?? ""
        query = parts.count == 2 ? parts[1] : ""
        headers = head.headerFields
        self.body = body
    }

    /// What a request is sent with twice when it is sent twice.
    var key: String? { HTTPField.Name("Idempotency-Key").flatMap { headers[$0] } }
}
