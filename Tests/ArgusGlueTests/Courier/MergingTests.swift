import ArgusClient
import ArgusClientTesting
import ArgusVocabulary
import Testing

@testable import ArgusGlue

@Suite struct `What waits of one problem` {
    private static func worse(_ seconds: Int64 = 10) -> Alert {
        .sample("1", at: seconds, description: "worse", level: .critical)
    }

    private static func better(_ seconds: Int64 = 20) -> Alert {
        .change("1", description: "better", at: moment(seconds), level: .low)
    }

    @Test(arguments: [true, false])
    func `becomes one short incident, which says how often it changed`(
        offersBatches: Bool
    ) async throws {
        try await withRoute(offersBatches: offersBatches) { route in
            let others = (2...40).map { Alert.sample("\($0)") }
            try await route.deliver(
                [.sample("1"), Self.worse(), Self.better(), .close("1", at: moment(30))]
                    + (offersBatches ? others : []))

            let incident = route.server["1"]
            #expect(incident?.startTime == moment(0) && incident?.endTime == .ended(moment(30)))
            #expect(incident?.description == "better" && incident?.level == .low)
            #expect(
                incident?.metadata == [
                    "argus_glue": ["updates": 2, "worst_level": "critical"]
                ])
            #expect(offersBatches || route.server.requests.count == 1)
        }
    }

    @Test func `tells of an open incident by the last update, and how many there were`()
        async throws
    {
        try await withRoute { route in
            try await route.deliver(.sample("1"))
            try await route.deliver(Self.worse(), Self.better(), .sample("1", at: 30))

            #expect(route.server["1"]?.description == "mail2 is down")
            #expect(
                route.server.events(of: "1").map(\.description).contains(
                    "3 updates that waited were brought together; the worst level was critical."))
            #expect(try route.spool().status().depth == 0)
        }
    }

    @Test func `says nothing of what was only said again`() async throws {
        try await withRoute { route in
            try await route.deliver(.sample("1"), .sample("1", at: 5), .sample("1", at: 6))

            #expect(route.server["1"]?.metadata?["argus_glue"] == nil)
            #expect(route.server.requests.count == 1)
        }
    }

    @Test func `counts no update that says what was said before`() async throws {
        try await withRoute { route in
            try await route.deliver(.sample("1"))
            try await route.deliver(.sample("1", at: 5), Self.worse())
            #expect(route.server.eventTypes(of: "1") == ["STA", "CHI", "CHI"])

            try await route.deliver(Self.worse(15), .sample("1", at: 20), Self.worse(25))
            #expect(
                route.server.events(of: "1").last?.description.hasPrefix("2 updates") == true)
        }
    }

    @Test func `keeps the order with what is no update`() async throws {
        try await withRoute { route in
            try await route.deliver(
                .sample("1"), Self.worse(), .event("1", description: "e", at: moment(15)),
                Self.better(), .close("1", at: moment(30), description: "up"))

            let types = route.server.eventTypes(of: "1")
            #expect(types.first == "STA" && types.last == "END")
            #expect(types.filter { $0 == "OTH" }.count == 1 && types[1] == "OTH")
            #expect(route.server["1"]?.description == "better")
        }
    }

    @Test func `goes one by one where the server refuses a part`() async throws {
        try await withRoute { route in
            try await route.deliver(
                .sample("1"), .sample("1", at: 5, description: "poison"), .sample("2"))

            #expect(route.server["1"]?.startTime == moment(0))
            #expect(route.server["1"]?.metadata?["argus_glue"] == nil)
            #expect(route.server.eventTypes(of: "1") == ["STA", "CHI"])
            #expect(try route.spool().deadLetters() == [])
        }
    }

    @Test func `goes one by one where a part is old news`() async throws {
        try await withRoute { route in
            try await route.deliver(.sample("1", at: 100))
            try await route.deliver(
                .change("1", description: "old", at: moment(50), level: .critical),
                .change("1", description: "new", at: moment(150)))

            #expect(route.server["1"]?.description == "new" && route.server["1"]?.level == .high)
        }
    }

    @Test(arguments: [true, false])
    func `is there once where an answer is lost`(knowsKeys: Bool) async throws {
        try await withRoute(knowsKeys: knowsKeys) { route in
            route.server.fail(2, .loseAnswer) { $0.method == "POST" }
            try await route.deliver(
                .sample("1"), Self.worse(), Self.better(), .close("1", at: moment(30)))

            #expect(route.server.incidents.count == 1)
            #expect(route.server["1"]?.description == "better")
            #expect(route.server["1"]?.endTime == .ended(moment(30)))
        }
    }

    @Test(arguments: [true, false], ["PATCH", "POST", "GET"])
    func `is told once of an open incident where an answer is lost`(
        knowsKeys: Bool, method: String
    ) async throws {
        try await withRoute(knowsKeys: knowsKeys) { route in
            try await route.deliver(.sample("1"))
            route.server.fail(1, .loseAnswer) { $0.method == method }
            try await route.deliver(
                .change("1", description: "a", at: moment(1)),
                .change("1", description: "b", at: moment(2)),
                .change("1", description: "c", at: moment(3)))

            #expect(route.server.eventTypes(of: "1") == ["STA", "OTH", "CHI"])
            #expect(route.server["1"]?.description == "c")
        }
    }

    /// The last of them is claimed later than the first, since so many of others are between them.
    @Test(arguments: [0, 600])
    func `goes together again after a restart`(others: Int) async throws {
        try await withRoute(knowsKeys: false) { route in
            let spool = try route.spool()
            try spool.accept([.sample("1"), Self.worse()])
            try spool.accept((0..<others).map { .stateless("s\($0)", description: "s") })
            try spool.accept([Self.better(), Self.better(40)])
            let first = try spool.claim(of: .default, after: 0, limit: 9999) { _ in true }.entries
                .filter { $0.alert.key == "1" }
            let whole = first[0].takingIn(first[1...2])
            try await spool.join([whole.group])
            let client = try route.client()
            let delivery = Delivery(
                client: client, spool: spool, source: .default, recurrence: .new)
            _ = try await delivery.deliver(whole, followedBy: nil)
            try await client.shutdown()
            // Here it was killed, and knows nothing of the answer.
            try await route.deliver()

            #expect(route.server.eventTypes(of: "1") == ["STA"])
            #expect(route.server["1"]?.metadata?["argus_glue"]?["updates"] == 2)
            #expect(try spool.status().depth == 0)
        }
    }

    @Test func `that has come back is opened as it is by now`() async throws {
        for recurrence in [Recurrence.new, .restart] {
            try await withRoute { route in
                var policy = Route.impatient
                policy.recurrence = recurrence
                try await route.deliver(.sample("1"), .close("1", at: moment(5)), policy: policy)
                try await route.deliver(Self.worse(), Self.better(), policy: policy)

                let name = recurrence == .new ? "1@\(moment(10))" : "1"
                #expect(route.server[name]?.description == "better")
                #expect(route.server[name]?.isOpen == true)
            }
        }
    }
}
