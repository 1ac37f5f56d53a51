import ArgusCore
import ArgusIntegrations
import ArgusTesting
import ArgusVocabulary
import Synchronization
import Testing

private let secret = ["secret": "0123456789abcdef"]

/// What became of a webhook that a service answers in a manner.
private func outcome(
    _ manner: FakeService.Manner, patience: Duration = .longest
) async throws -> DeliveryOutcome {
    let result = Mutex<DeliveryOutcome?>(nil)
    try await FakeService.with(manner) { service in
        let http = OutgoingHTTP(here: .here, patience: patience, clock: { .sample })
        let outcome = await WebhookChannel(http).send(
            .sample(), to: .sample(.webhook, port: service.port, secret))
        result.withLock { $0 = outcome }
    }
    return try #require(result.withLock { $0 })
}

private func answer(_ status: String, _ headers: String = "") -> FakeService.Manner {
    .answers("HTTP/1.1 \(status)\r\n\(headers)Content-Length: 0\r\n\r\n")
}

@Suite struct `A message over HTTP` {
    @Test(arguments: [
        ("200 OK", "", DeliveryOutcome.sent("accepted with 200")),
        ("202 Accepted", "", .sent("accepted with 202")),
        ("400 Bad", "", .failed(.refused, "It answered 400.")),
        ("401 No", "", .failed(.credentials, "It answered 401.")),
        ("404 No", "", .failed(.address, "It answered 404.")),
        ("410 Gone", "", .failed(.address, "It answered 410.")),
        ("413 Large", "", .failed(.tooLarge, "It answered 413.")),
        ("429 Slow", "", .retry(.rateLimited, "It answered 429.")),
        (
            "429 Slow", "Retry-After: 90\r\n",
            .retry(.rateLimited, "It answered 429.", after: .seconds(90))
        ),
        (
            "429 Slow", "Retry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\n",
            .retry(.rateLimited, "It answered 429.", after: .zero)
        ),
        ("429 Slow", "Retry-After: soon\r\n", .retry(.rateLimited, "It answered 429.")),
        ("503 Later", "", .retry(.serverError, "It answered 503.")),
        (
            "302 Found", "Location: http://127.0.0.1/\r\n",
            .failed(.refused, "It answered 302: redirects are not followed.")
        ),
    ])
    func `ends as the status says`(
        status: String, headers: String, expected: DeliveryOutcome
    ) async throws {
        #expect(try await outcome(answer(status, headers)) == expected)
    }

    @Test func `is tried again where nobody answers in time`() async throws {
        #expect(
            try await outcome(.hangs, patience: .milliseconds(50)).reason == .timeout)
    }

    @Test func `is tried again where the connection is closed in the middle`() async throws {
        #expect(try await outcome(.drops).reason == .serverError)
    }

    @Test func `is tried again where nobody listens`() async throws {
        let port = try DeafPort()

        let outcome = await WebhookChannel(OutgoingHTTP(here: .here)).send(
            .sample(), to: .sample(.webhook, port: port.number, secret))
        #expect(outcome.reason == .unreachable)
    }

    @Test func `is sent once the status says so, even if the rest of the answer is lost`()
        async throws
    {
        let cut = FakeService.Manner.answers("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok")
        #expect(try await outcome(cut) == .sent("accepted with 200"))
        let long = String(repeating: "x", count: 200_000)
        let endless = FakeService.Manner.answers(
            "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n\(long)")
        #expect(try await outcome(endless) == .sent("accepted with 200"))
    }

    @Test func `brings a key that is the same each time`() async throws {
        try await FakeService.with(answer("200 OK")) { service in
            let channel = WebhookChannel(OutgoingHTTP(here: .here))
            let destination = Destination.sample(.webhook, port: service.port, secret)
            for _ in 1...2 { _ = await channel.send(.sample(), to: destination) }

            #expect(service.requests.count == 2)
            for request in service.requests {
                #expect(request.contains("Idempotency-Key: 3-2-0\r\n"))
                #expect(request.contains("host: hooks.example.org"))
            }
        }
    }

    @Test func `goes nowhere that is not allowed, also if a name leads there only later`()
        async throws
    {
        try await FakeService.with(answer("200 OK")) { service in
            let count = Mutex(0)
            let changing = NameResolver { _ in
                let isFirst = count.withLock { count in
                    count += 1
                    return count == 1
                }
                return [IPAddress(isFirst ? "127.0.0.1" : "10.0.0.1")].compactMap { $0 }
            }
            let channel = WebhookChannel(OutgoingHTTP(here: changing))
            let destination = Destination.sample(.webhook, port: service.port, secret)

            #expect(await channel.send(.sample(), to: destination).reason == nil)
            #expect(await channel.send(.sample(), to: destination).reason == .forbidden)
            #expect(service.requests.count == 1)
        }
    }

    @Test(arguments: ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "[::ffff:7f00:1]"])
    func `does not reach this machine, however it is written`(host: String) async throws {
        try await FakeService.with(answer("200 OK")) { service in
            let channel = WebhookChannel(OutgoingHTTP(AddressPolicy()))
            let outcome = await channel.send(
                .sample(), to: .sample(.webhook, port: service.port, host: host, secret))

            #expect(outcome.reason == .forbidden, "\(outcome)")
            #expect(service.requests.isEmpty)
        }
    }

    @Test func `has no header that a setting smuggles in`() async throws {
        try await FakeService.with(answer("200 OK")) { service in
            let channel = GotifyChannel(OutgoingHTTP(here: .here))
            let outcome = await channel.send(
                .sample(),
                to: .sample(.gotify, port: service.port, ["token": "a\r\nX-Evil: 1"]))

            #expect(outcome.reason == .template)
            #expect(service.requests.isEmpty)
        }
    }
}

extension DeliveryOutcome {
    var reason: DeliveryReason? {
        switch self {
        case .sent: nil
        case .retry(let reason, _, _), .failed(let reason, _): reason
        }
    }
}
