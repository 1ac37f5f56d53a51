import ArgusClient
import ArgusClientTesting
import ArgusGlue
import Testing

private let isBatch: @Sendable (FakeArgus.Request) -> Bool = { $0.isBatch }

@Suite struct `Delivering many alerts` {
    private let few: CourierPolicy = {
        var policy = Route.impatient
        policy.parallel = 2
        return policy
    }()

    private func problems(_ count: Int) -> [Alert] {
        (0..<count).flatMap { number -> [Alert] in
            [.sample("\(number)"), .close("\(number)", at: moment(5), description: "up")]
        }
    }

    @Test func `takes few requests where the server takes batches`() async throws {
        try await withRoute(offersBatches: true) { route in
            try await route.deliver(problems(400), policy: few)

            #expect(route.server.incidents.count == 400 && route.server.events.count == 800)
            #expect(route.server.incidents.allSatisfy { $0.endTime == .ended(moment(5)) })
            #expect(route.server.requests.count < 60, "\(route.server.requests.count)")
        }
    }

    @Test func `goes one by one where it takes none`() async throws {
        try await withRoute { route in
            try await route.deliver(problems(100), policy: few)

            #expect(route.server.incidents.count == 100 && route.server.events.count == 200)
        }
    }

    @Test(arguments: ["404", "405", "403"])
    func `goes one by one where something refuses the endpoint`(status: String) async throws {
        try await withRoute(offersBatches: true) { route in
            route.server.fail { $0.isBatch ? .status(Int(status) ?? 404) : nil }
            try await route.deliver(problems(100), policy: few)

            #expect(route.server.incidents.count == 100 && route.server.events.count == 200)
            #expect(route.server.requests.filter(\.isBatch).count <= 2)
        }
    }

    @Test func `keeps the order of each key`() async throws {
        try await withRoute(offersBatches: true) { route in
            let alerts = (0..<40).flatMap { number -> [Alert] in
                [
                    .sample("\(number)"), .event("\(number)", description: "e", at: moment(1)),
                    .close("\(number)", at: moment(2), description: "up"),
                ]
            }
            try await route.deliver(alerts, policy: few)

            #expect(
                (0..<40).allSatisfy {
                    route.server.eventTypes(of: "\($0)") == ["STA", "OTH", "END"]
                })
        }
    }

    @Test(arguments: [1, 2, 5])
    func `creates nothing twice when an answer is lost`(count: Int) async throws {
        try await withRoute(knowsKeys: false, offersBatches: true) { route in
            route.server.fail(count, .loseAnswer, where: isBatch)
            try await route.deliver(
                problems(60) + (0..<60).map { .stateless(description: "\($0)", at: moment(0)) },
                policy: few)

            #expect(route.server.incidents.count == 120 && route.server.events.count == 180)
            #expect(try route.spool().status().depth == 0)
        }
    }

    @Test func `sets aside only the one that is refused`() async throws {
        try await withRoute(offersBatches: true) { route in
            let poison = Alert.open("bad", description: "poison", at: moment(0))
            try await route.deliver(
                problems(30) + [poison, .close("bad", at: moment(1))], policy: few)

            #expect(try route.spool().deadLetters().map(\.alert.key) == ["bad", "bad"])
            #expect(route.server.incidents.count == 30)
        }
    }

    @Test func `sets aside only the one that the server fails on`() async throws {
        try await withRoute(offersBatches: true) { route in
            route.server.fail { $0.body.contains("\"bad\"") ? .status(500) : nil }
            try await route.deliver([.sample("bad")] + problems(30), policy: few)

            #expect(try route.spool().deadLetters().map(\.alert.key) == ["bad"])
            #expect(route.server.incidents.count == 30)
        }
    }

    @Test func `finds what the spool has forgotten`() async throws {
        try await withRoute(offersBatches: true) { route in
            try await route.deliver(problems(30), policy: few)
            let again = (0..<30).map { Alert.sample("\($0)", at: 100) }
            try await Route(route.server, route.url).deliver(
                problems(30) + again, policy: few)

            #expect(route.server.incidents.count == 60)
            #expect(route.server["7@\(moment(100))"]?.isOpen == true)
        }
    }

    @Test func `writes a closing into the log of what a person has closed`() async throws {
        try await withRoute(offersBatches: true) { route in
            try await route.deliver((0..<30).map { .sample("\($0)") }, policy: few)
            route.server.close("7")
            let closings = (0..<30).map { Alert.close("\($0)", at: moment(5)) }
            try await route.deliver(closings, policy: few)

            #expect((0..<30).allSatisfy { route.server.eventTypes(of: "\($0)").last == "END" })
        }
    }
}
