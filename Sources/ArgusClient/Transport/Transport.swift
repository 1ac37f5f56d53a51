import ArgusVocabulary
import AsyncHTTPClient
import Logging
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
        (self.server, self.configuration) = (server, configuration)
        if let http = configuration.httpClient {
            if let file = configuration.certificateAuthorityFile {
                throw ArgusError(.certificateAuthorities(unusedFile: file))
            }
            connections = Connections(lent: http)
            (origin, proxy, proxyHeaders) = (server.origin, nil, [:])
            return
        }
        let proxy = try ProxySettings(configuration.environment).proxy(for: server)
        var settings = try Self.settings(configuration)
        proxy?.apply(to: &settings, for: server)
        let forwarding = proxy?.forwards(to: server) == true ? proxy : nil
        origin = forwarding?.origin ?? server.origin
        proxyHeaders = forwarding?.headers(for: server) ?? [:]
        connections = Connections(settings)
        self.proxy = proxy
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
                try await pause(delay, after: failure)
            } catch {
                throw request.failure(.cancelled, server)
            }
            attempt += 1
        }
    }

    /// Waits before the next attempt, and says so in the log.
    func pause(_ delay: Duration, after failure: ArgusError) async throws {
        let seconds = Double(delay.microseconds) / 1_000_000
        configuration.logger.info("Trying again in \(seconds) s. \(failure)")
        try await configuration.pause(delay)
    }

    private func sendOnce(_ request: Request) async throws(ArgusError) -> Answer {
        let answer: Answer
        do {
            answer = try await exchange(request)
        } catch {
            throw request.failure(await problem(of: error), server)
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
    func problem(of error: any Error) async -> ArgusError.Problem {
        if Task.isCancelled { return .cancelled }
        let problem = ArgusError.Problem(error, server: server, proxy: proxy)
        guard problem == .badCertificate(.unknownAuthority), proxy == nil else { return problem }
        let dates = await CertificateDates.shown(
            by: server, within: configuration.timeout)
        return .badCertificate(dates?.problem(at: configuration.clock()) ?? .unknownAuthority)
    }

    /// One attempt, with a limit for all of it: connecting, sending, and the whole answer.
    private func exchange(_ request: Request) async throws -> Answer {
        try await inTime {
            try await answer(
                http.execute(
                    message(request), deadline: .distantFuture, logger: configuration.logger))
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
