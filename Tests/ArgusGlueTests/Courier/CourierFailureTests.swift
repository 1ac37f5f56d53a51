import ArgusClient
import ArgusClientTesting
import ArgusGlue
import ArgusTesting
import Logging
import Synchronization
import Testing

private let isPost: @Sendable (FakeArgus.Request) -> Bool = { $0.method == "POST" }

@Suite struct `When the server fails` {
    @Test(arguments: [true, false])
    func `a lost answer creates nothing twice`(knowsKeys: Bool) async throws {
        try await withRoute(knowsKeys: knowsKeys) { route in
            route.server.fail(7, .loseAnswer)
            try await route.deliver(
                .sample("1"), .event("1", description: "e", at: moment(1)),
                .close("1", at: moment(2), description: "up"),
                .stateless(description: "s", at: moment(3)))

            #expect(route.server.incidents.count == 2)
            #expect(route.server.eventTypes(of: "1") == ["STA", "OTH", "END"])
            #expect(try route.spool().status().depth == 0)
        }
    }

    @Test func `alerts are sent again until it takes them`() async throws {
        try await withRoute { route in
            route.server.fail(5, .status(503))
            try await route.deliver(.sample("1"), .sample("2"), .sample("3"))

            #expect(route.server.incidents.count == 3)
        }
    }

    @Test func `every attempt of a request has the same idempotency key`() async throws {
        try await withRoute { route in
            route.server.fail(2, .status(503))
            try await route.deliver(.sample("1"))

            let keys = route.server.requests.map(\.key)
            #expect(keys.count == 3 && Set(keys).count == 1)
            #expect(try keys.first == "\(route.spool().name)-1-open")
        }
    }

    @Test func `a refused token is shouted about once and tried again slowly`() async throws {
        try await withRoute { route in
            let log = RecordingLog()
            route.server.fail(3, .status(401))
            try await route.deliver([.sample("1")], logger: log.logger)

            #expect(route.server["1"]?.endTime == .open)
            #expect(log.lines(.error).count == 1)
            #expect(log.lines(.notice) == ["Alerts are delivered again."])
        }
    }

    @Test func `an outage is logged once when it begins and once when it ends`() async throws {
        try await withRoute { route in
            let log = RecordingLog()
            route.server.fail(20, .status(503))
            let alerts = (1...50).map { Alert.sample("\($0)") }
            try await route.deliver(alerts, logger: log.logger)

            #expect(log.lines(.warning).count == 1)
            #expect(log.lines(.notice) == ["Alerts are delivered again."])
            #expect(try route.spool().status().trouble == nil)
        }
    }

    @Test func `the delay that it asks for is kept`() async throws {
        try await withRoute { route in
            route.server.fail(1, .status(429, retryAfter: "1"))
            var policy = Route.impatient
            policy.cap = .seconds(5)
            let duration = try await ContinuousClock().measure { [policy] in
                try await route.deliver(.sample("1"), policy: policy)
            }

            #expect(route.server["1"]?.endTime == .open)
            #expect(duration >= .seconds(1))
        }
    }

    @Test(arguments: ["86400", "1000000000000000000", "Fri, 31 Dec 9999 23:59:59 GMT"])
    func `no delay that it asks for is longer than the longest`(delay: String) async throws {
        try await withRoute { route in
            route.server.fail(1, .status(429, retryAfter: delay))
            try await route.deliver(.sample("1"))

            #expect(route.server["1"]?.endTime == .open)
        }
    }

    @Test func `one alert that it fails on does not hold up the others`() async throws {
        try await withRoute { route in
            let left = Atomic(6)
            route.server.fail { request in
                guard request.body.contains("\"bad\""), left.load(ordering: .relaxed) > 0 else {
                    return nil
                }
                left.subtract(1, ordering: .relaxed)
                return .status(500)
            }
            let others = (1...30).map { Alert.sample("\($0)") }
            try await route.deliver([.sample("bad")] + others)

            #expect(route.server.incidents.count == 31)
        }
    }

    @Test(arguments: [30, 0])
    func `on one alert alone, that is a dead letter in the end`(others: Int) async throws {
        try await withRoute { route in
            route.server.fail { $0.body.contains("\"bad\"") ? .status(500) : nil }
            let log = RecordingLog()
            try await route.deliver(
                [.sample("bad")] + (0..<others).map { .sample("\($0)") }, logger: log.logger)

            let reason = try route.spool().deadLetters().first?.reason
            #expect(
                reason?.contains("fails on this alert again and again, and on no other") == true)
            #expect(route.server.incidents.count == others)
            #expect(log.lines(.warning).filter { $0.contains("is set aside") }.count == 1)
        }
    }

    @Test func `on one alert alone, the status tells`() async throws {
        try await withRoute { route in
            route.server.fail { $0.body.contains("\"bad\"") ? .status(500) : nil }
            let (spool, log) = (try route.spool(), RecordingLog())
            let policy = CourierPolicy(base: .seconds(3600), cap: .seconds(3600))
            try spool.accept([.sample("bad")])
            try await route.running(policy, logger: log.logger) { _ in
                _ = await log.heard.first { $0.contains("is set aside") }
                try spool.accept([.sample("1")])
                await route.server.until { $0.requests.contains { $0.body.contains("\"1\"") } }
            }

            let status = try spool.status()
            #expect(status.setAside == 1 && status.trouble == nil)
            #expect(status.setAsideReason?.contains("the server is unavailable") == true)
        }
    }

    @Test func `on everything, nothing is set aside or given up`() async throws {
        try await withRoute { route in
            let left = Atomic(1000)
            route.server.fail { request in
                guard request.method == "POST", left.load(ordering: .relaxed) > 0 else {
                    return nil
                }
                left.subtract(1, ordering: .relaxed)
                return .status(500)
            }
            try await route.deliver((0..<5).map { .sample("\($0)") })

            #expect(route.server.incidents.count == 5)
            #expect(try route.spool().deadLetters().isEmpty)
        }
    }

    @Test func `a flood of one key stays on disk, and the others go on`() async throws {
        try await withRoute { route in
            let flood = (1...200).map { Alert.event("1", description: "\($0)", at: moment($0)) }
            try await route.deliver([.sample("1")] + flood + [.sample("2")])

            let id = route.server["1"]?.id
            let first = route.server.events.filter { $0.incidentID == id }
            #expect(first.dropFirst().map(\.description) == (1...200).map(String.init))
            #expect(route.server["2"]?.isOpen == true)
        }
    }

    @Test func `an incident that is gone is looked up again`() async throws {
        try await withRoute { route in
            try await route.deliver(.sample("1"))
            route.server.forgetAll()
            try await route.deliver(.close("1", at: moment(1)))

            #expect(try route.spool().status().skipped == 1)
        }
    }
}

@Suite struct `An alert that the server refuses` {
    private let poison = Alert.open("bad", description: "poison", at: moment(0))

    @Test func `is put aside with the reason, and the others go on`() async throws {
        try await withRoute { [poison] route in
            try await route.deliver(poison, .sample("1"))

            let dead = try route.spool().deadLetters()
            #expect(dead.map(\.alert.key) == ["bad"])
            #expect(dead.first?.reason?.contains("description: This is poison.") == true)
            #expect(route.server["1"] != nil)
        }
    }

    @Test func `keeps what belongs to it with it`() async throws {
        try await withRoute { [poison] route in
            try await route.deliver(poison, .close("bad", at: moment(1)))

            #expect(try route.spool().deadLetters().count == 2)
        }
    }

    @Test func `can be sent again, in the old order`() async throws {
        try await withRoute { route in
            route.server.fail(1, .status(400), where: isPost)
            try await route.deliver(.sample("1"), .close("1", at: moment(1), description: "up"))
            let count = try route.spool().retry(deadLetters: nil)
            try await route.deliver()

            #expect(count == 2)
            #expect(route.server.eventTypes(of: "1") == ["STA", "END"])
            #expect(try route.spool().deadLetters().isEmpty)
        }
    }

    @Test func `can be dropped`() async throws {
        try await withRoute { [poison] route in
            try await route.deliver(poison)
            let number = try #require(try route.spool().deadLetters().first?.sequence)

            #expect(try route.spool().drop(deadLetters: [number + 1]) == 0)
            #expect(try route.spool().drop(deadLetters: [number]) == 1)
            #expect(try route.spool().status().dropped == 1)
        }
    }
}

@Suite struct `A courier` {
    @Test func `takes up what an earlier one may have sent`() async throws {
        try await withRoute(knowsKeys: false) { route in
            let spool = try route.spool()
            try spool.accept([.sample("1"), .close("1", at: moment(1), description: "up")])
            // The earlier one is cut off after the server has done it and before it is noted.
            route.server.fail { request in request.path.hasSuffix("/events/") ? .loseAnswer : nil }
            try await route.running { _ in
                await route.server.until { $0.eventTypes(of: "1").contains("END") }
            }

            route.server.fail { _ in nil }
            try await route.deliver()

            #expect(route.server.eventTypes(of: "1") == ["STA", "END"])
        }
    }

    @Test func `wakes up when another process has put something into the spool`() async throws {
        try await withRoute { route in
            let other = try route.spool()
            try await route.running(heartbeat: .seconds(3600)) { _ in
                await route.server.until {
                    $0.requests.contains { $0.path.hasSuffix("/heartbeat/") }
                }
                try other.accept([.sample("1")])
                await route.server.until { $0.requests.contains { $0.body.contains("\"1\"") } }
            }
            try await route.deliver()

            #expect(try other.status().delivered == 1)
        }
    }

    @Test func `only accepts while another one delivers`() async throws {
        try await withRoute { route in
            let lock = try #require(try DeliveryLock.take(forSpool: route.spoolPath))
            try await route.deliver(.sample("1"))

            #expect(route.server.requests.isEmpty)
            #expect(try route.spool().status().deliverer != nil)
            #expect(try route.spool().status().depth == 1)
            withExtendedLifetime(lock) {}
        }
    }

    @Test func `tells the server that it is alive, and how its queue stands`() async throws {
        try await withRoute { route in
            try route.spool().pause(nil)
            try route.spool().accept([.sample("1"), .sample("2")])
            try await route.running(heartbeat: .seconds(3600)) { _ in
                await route.server.until {
                    $0.requests.contains { $0.path.hasSuffix("/heartbeat/") }
                }
            }

            #expect(route.server.requests.map(\.method) == ["POST"])
            let said = route.server.requests.first?.json
            #expect(said?["queue_depth"] == 2 && said?["queue_oldest_age"]?.integer != nil)
        }
    }

    @Test func `delivers two thousand alerts, each once`() async throws {
        try await withRoute(knowsKeys: false) { route in
            let alerts = (0..<1000).flatMap { number -> [Alert] in
                [.sample("\(number)"), .close("\(number)", at: moment(5), description: "up")]
            }
            try await route.deliver(alerts)

            #expect(route.server.incidents.count == 1000)
            #expect(route.server.incidents.allSatisfy { !$0.isOpen })
            #expect(route.server.events.count == 2000)
        }
    }
}
