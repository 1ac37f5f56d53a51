import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1

extension Transport {
    /// For how long a connection may be silent; the server gives a sign of life every 15 seconds.
    static let longestSilence: Duration = .seconds(60)

    /// Asks for a stream of events; returns its body once the head of the answer is there.
    func open(_ request: Request) async throws -> HTTPClientResponse.Body {
        var message = message(request)
        message.headers.replaceOrAdd(name: "Accept", value: "text/event-stream")
        let response = try await inTime { [message] in
            try await http.execute(
                message, deadline: .distantFuture, logger: configuration.logger)
        }
        if response.status == .ok { return response.body }
        let answer = try await inTime { try await self.answer(response) }
        throw request.failure(
            answer.problem(clock: configuration.clock)
                ?? .unexpectedAnswer("status \(answer.status), and no stream"), server)
    }

    /// Waits before the next attempt, of which there is always one.
    func pauseWithoutEnd(after failures: Int, _ failure: ArgusError) async throws {
        var policy = configuration.retries
        // A policy without retries would have it hammer at a server that is away.
        if policy.base == .zero { policy = .standard }
        policy.attempts = .max
        let delay = policy.delay(
            after: min(failures, 32), asked: failure.retryAfter.map { min($0, policy.cap) },
            random: configuration.random())
        try await pause(delay ?? policy.cap, after: failure)
    }
}
