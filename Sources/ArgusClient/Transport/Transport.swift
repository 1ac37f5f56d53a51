import ArgusVocabulary
import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Takes requests to the server and answers back, again where that may help.
struct Transport: Sendable {
    let connections: Connections
    let server: ServerURL
    let configuration: ArgusClient.Configuration
    /// Where requests are sent: the server's origin, or that of a proxy which forwards them.
    private let origin: String
    private let proxy: Proxy?
    private let proxyHeaders: HTTPHeaders

    init(_ configuration: ArgusClient.Configuration) throws(ArgusError) {
        let server = try ServerURL(configuration.url)
        guard configuration.token.isSendable else { throw ArgusError(.token) }
        let proxy = try ProxySettings(configuration.environment).proxy(for: server)
        var settings = try Self.settings(configuration)
        proxy?.apply(to: &settings, for: server)
        let forwarding = proxy?.forwards(to: server) == true ? proxy : nil
        origin = forwarding?.origin ?? server.origin
        proxyHeaders = forwarding?.headers(for: server) ?? [:]
        connections = Connections(settings)
        (self.server, self.proxy, self.configuration) = (server, proxy, configuration)
    }

    var http: HTTPClient { connections.http }

    /// The largest answer that is read, in bytes.
    var answerLimit: Int { configuration.answerLimit }

    private static func settings(
        _ configuration: ArgusClient.Configuration
    ) throws(ArgusError) -> HTTPClient.Configuration {
        var settings = HTTPClient.Configuration(redirectConfiguration: .disallow)
        settings.tlsConfiguration = try configuration.tls()
        settings.httpVersion = .http1Only
        settings.timeout.connect = .nanoseconds(
            min(configuration.timeout, .seconds(86_400)).microseconds * 1000
        )
        settings.timeout.read = .nanoseconds(
            max(longestSilence, min(configuration.timeout, .seconds(86_400))).microseconds * 1000
        )
        // Whether to try again is for the retry policy alone.
        settings.connectionPool.retryConnectionEstablishment = false
        return settings
    }

    /// Sends a request and reads its answer, which must be JSON.
    func read<Value>(
        _ request: Request,
        _ value: (JSONValue) throws(WireError) -> Value
    ) async throws(ArgusError) -> Value {
        let answer = try await send(request)
        do {
            let json = try JSONValue(parsing: answer.body)
            return try value(json)
        } catch {
            throw request.failure(.unexpectedAnswer("\(error)"), server)
        }
    }

    /// Sends a request whose answer is an array.
    func readList<Item>(
        _ request: Request,
        _ item: (JSONValue) throws(WireError) -> Item
    ) async throws(ArgusError) -> [Item] {
        try await read(request) { json throws(WireError) in
            guard let array = json.array else { throw WireError("expected an array") }
            var items: [Item] = []
            for json in array { items.append(try item(json)) }
            return items
        }
    }

    /// Fetches a list page by page, to its end: answers of `{"next", "previous", "results"}`.
    func readPages<Item>(
        _ path: String,
        query: String = "",
        _ item: (JSONValue) throws(WireError) -> Item
    ) async throws(ArgusError) -> [Item] {
        var items: [Item] = []
        var query: String? = query
        while let asked = query {
            let request = Request(.GET, path, query: asked)
            let (page, next) = try await read(request) { json throws(WireError) in
                let reader = try MemberReader(json, of: "list")
                let link = try reader.value("next") == .null ? nil : reader.text("next")
                // Only the query of the link is used: the token goes nowhere but to the server.
                return (
                    try reader.list("results", item),
                    link?.split(separator: "?", maxSplits: 1).dropFirst().first.map(String.init)
                )
            }
            guard next != asked else {
                throw request.failure(
                    .unexpectedAnswer("the next page is the same page again"), server)
            }
            items += page
            query = next
        }
        return items
    }

    /// Sends a request until it succeeds, fails for good, or the attempts are used up.
    func send(_ request: Request) async throws(ArgusError) -> Answer {
        var attempt = 1
        while true {
            var failure: ArgusError
            do {
                return try await sendOnce(request)
            } catch {
                failure = error
            }
            failure.attempts = attempt
            guard failure.isTemporary, request.mayBeRepeated,
                let delay = configuration.retries.delay(
                    after: attempt,
                    asked: failure.retryAfter,
                    random: configuration.random()
                )
            else { throw failure }
            do {
                try await configuration.pause(delay)
            } catch {
                throw request.failure(.cancelled, server)
            }
            attempt += 1
        }
    }

    private func sendOnce(_ request: Request) async throws(ArgusError) -> Answer {
        let answer: Answer
        do {
            answer = try await exchange(request)
        } catch {
            throw request.failure(await kind(of: error), server)
        }
        if !request.accepted.contains(answer.status),
            let problem = answer.problem(clock: configuration.clock)
        {
            var failure = request.failure(problem, server)
            failure.status = answer.status
            throw failure
        }
        return answer
    }

    /// What is wrong when the network fails, looked up where it does not say.
    func kind(of error: any Error) async -> ArgusError.Kind {
        if Task.isCancelled { return .cancelled }
        let kind = ArgusError.Kind(error, server: server, proxy: proxy)
        guard kind == .badCertificate(.unknownAuthority), proxy == nil else { return kind }
        let dates = await CertificateDates.shown(by: server)
        return .badCertificate(dates?.problem(at: configuration.clock()) ?? .unknownAuthority)
    }

    /// One attempt, with a limit for all of it: connecting, sending, and the whole answer.
    private func exchange(_ request: Request) async throws -> Answer {
        try await inTime {
            try await answer(http.execute(message(request), deadline: .distantFuture))
        }
    }

    /// Does something, unless it takes longer than an attempt may.
    func inTime<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: min(configuration.timeout, .seconds(86_400)))
                return nil
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() ?? nil else {
                throw TimedOut(limit: configuration.timeout)
            }
            return value
        }
    }

    /// A request as it is sent.
    func message(_ request: Request) -> HTTPClientRequest {
        var message = HTTPClientRequest(url: origin + request.target(on: server))
        message.method = request.method
        message.headers = headers(of: request)
        if let body = request.body { message.body = .bytes(ByteBuffer(string: body.text)) }
        return message
    }

    /// Reads an answer to its end.
    func answer(_ response: HTTPClientResponse) async throws -> Answer {
        let body = try await response.body.collect(upTo: configuration.answerLimit)
        return Answer(
            status: Int(response.status.code),
            headers: response.headers,
            body: Array(body.readableBytesView)
        )
    }

    private func headers(of request: Request) -> HTTPHeaders {
        var headers: HTTPHeaders = [
            "Authorization": "Token \(configuration.token.secret)",
            "Accept": "application/json",
            "User-Agent": configuration.userAgent,
        ]
        headers.add(contentsOf: proxyHeaders)
        if request.method != .GET { headers.add(name: "Content-Type", value: "application/json") }
        if let key = request.key {
            headers.add(name: "Idempotency-Key", value: key.description)
        }
        return headers
    }
}
