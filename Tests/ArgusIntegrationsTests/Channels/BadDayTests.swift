import ArgusCore
import ArgusIntegrations
import ArgusTesting
import ArgusVocabulary
import Synchronization
import Testing

private let ok = #"{"ok":true}"#

/// A way in which a service is not as it should be, and what is to become of a message.
private struct BadDay: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let manner: FakeService.Manner
    let outcome: Outcome
    var patience = Duration.longest

    enum Outcome: Hashable {
        case sent
        case retry(DeliveryReason, after: Duration? = nil)
        case failed(DeliveryReason)

        init(_ outcome: DeliveryOutcome) {
            self =
                switch outcome {
                case .sent: .sent
                case .retry(let reason, _, let pause): .retry(reason, after: pause)
                case .failed(let reason, _): .failed(reason)
                }
        }
    }

    /// One on which nothing is answered in time.
    private static func late(_ name: String, _ manner: FakeService.Manner) -> BadDay {
        BadDay(
            testDescription: name, manner: manner, outcome: .retry(.timeout),
            patience: .milliseconds(150))
    }

    private init(
        testDescription: String, manner: FakeService.Manner, outcome: Outcome,
        patience: Duration = .longest
    ) {
        (self.testDescription, self.manner) = (testDescription, manner)
        (self.outcome, self.patience) = (outcome, patience)
    }

    private init(_ name: String, _ manner: FakeService.Manner, _ outcome: Outcome) {
        self.init(testDescription: name, manner: manner, outcome: outcome)
    }

    static let all = [
        late("hangs", .hangs), late("takes a byte at a time", .sips),
        late("says a byte at a time", .drips("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")),
        BadDay(
            testDescription: "says how it ended and then no more",
            manner: .stalls("HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n\(ok)"),
            outcome: .sent, patience: .seconds(4)),
        BadDay("drops it when it was asked", .drops, .retry(.serverError)),
        BadDay("drops it in the middle", .dropsEarly, .retry(.serverError)),
        BadDay("breaks off in its answer", .answers("HTTP/1.1 20"), .retry(.serverError)),
        BadDay("talks something else", .answers("220 mail ready\r\n"), .retry(.serverError)),
        BadDay("refuses the message", .answering(400), .failed(.refused)),
        BadDay("finds it too large", .answering(413), .failed(.tooLarge)),
        BadDay(
            "wants a pause", .answering(429, "", "Retry-After: 7\r\n"),
            .retry(.rateLimited, after: .seconds(7))),
        BadDay("has a fault", .answering(500), .retry(.serverError)),
        BadDay(
            "is being repaired", .answering(503, "", "Retry-After: 60\r\n"),
            .retry(.serverError, after: .seconds(60))),
        BadDay(
            "leads elsewhere", .answering(302, "", "Location: http://10.0.0.1/\r\n"),
            .failed(.refused)),
        BadDay(
            "breaks off in the body",
            .answers("HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n\(ok)"), .sent),
    ]
}

@Suite struct `A service on a bad day` {
    private func http(patience: Duration = .longest) -> OutgoingHTTP {
        OutgoingHTTP(here: .here, patience: patience, clock: { .sample })
    }

    @Test(arguments: ServiceChannel.all, BadDay.all)
    private func `has a message end as it should`(
        channel: ServiceChannel, day: BadDay
    ) async throws {
        try await FakeService.with(day.manner) { service in
            let outcome = await channel.send(to: service.port, over: http(patience: day.patience))

            #expect(BadDay.Outcome(outcome) == day.outcome, "\(outcome)")
            // A redirect is not followed, and nothing is asked twice at once.
            #expect(service.requests.count <= 1)
        }
    }

    @Test(arguments: ServiceChannel.all)
    func `works again after its faults`(channel: ServiceChannel) async throws {
        let answers = [500, 502, 200].map { FakeService.Manner.answer($0, ok) }
        try await FakeService.with(.answers(answers)) { service in
            var reasons: [DeliveryReason?] = []
            for _ in answers {
                reasons.append(await channel.send(to: service.port, over: http()).reason)
            }
            #expect(reasons == [.serverError, .serverError, nil])
        }
    }

    @Test(arguments: ServiceChannel.all)
    func `that nobody finds is tried again`(channel: ServiceChannel) async throws {
        let port = try DeafPort()
        let nowhere = OutgoingHTTP(here: NameResolver { _ in [] })

        let outcome = await channel.send(to: port.number, over: http())
        #expect(BadDay.Outcome(outcome) == .retry(.unreachable))
        #expect(
            BadDay.Outcome(await channel.send(to: 1, over: nowhere)) == .retry(.unreachable))
    }

    @Test func `with a wrong certificate is tried again`() async throws {
        let own = try await TestCertificate()
        try await FakeService.with(.answering(200, ok), tls: own.server) { service in
            for channel in ServiceChannel.all {
                let outcome = await channel.send(to: service.port, over: http(), scheme: "https")
                #expect(
                    BadDay.Outcome(outcome) == .retry(.certificate), "\(channel): \(outcome)")
            }
            #expect(service.requests.isEmpty)
        }
    }

    @Test(arguments: ServiceChannel.all)
    func `whose name leads to another place the second time is not asked`(
        channel: ServiceChannel
    ) async throws {
        try await FakeService.with(.answering(200, ok)) { service in
            let count = Mutex(0)
            let changing = NameResolver { _ in
                let number = count.withLock { count in
                    count += 1
                    return count
                }
                return [IPAddress(number == 1 ? "127.0.0.1" : "10.0.0.1")].compactMap { $0 }
            }
            let http = OutgoingHTTP(here: changing)

            #expect(BadDay.Outcome(await channel.send(to: service.port, over: http)) == .sent)
            #expect(
                BadDay.Outcome(await channel.send(to: service.port, over: http))
                    == .failed(.forbidden))
            #expect(service.requests.count == 1)
        }
    }

    @Test(arguments: ServiceChannel.all)
    func `gets no header from a line break in a setting`(channel: ServiceChannel) async throws {
        try await FakeService.with(.answering(200, ok)) { service in
            let outcome = await channel.send(to: service.port, over: http()) {
                "\($0)\r\nX-Evil: 1"
            }

            if case .retry = BadDay.Outcome(outcome) { Issue.record("\(outcome)") }
            #expect(service.requests.allSatisfy { !$0.contains("\r\nX-Evil") })
        }
    }

    @Test func `keeps nobody else waiting`() async throws {
        try await FakeService.with(.hangs) { hanging in
            try await FakeService.with(.answering(200, ok)) { service in
                let http = http()
                let waiting = Task {
                    await ServiceChannel.all[0].send(to: hanging.port, over: http)
                }
                for channel in ServiceChannel.all {
                    #expect(
                        BadDay.Outcome(await channel.send(to: service.port, over: http)) == .sent)
                }
                waiting.cancel()
            }
        }
    }
}
