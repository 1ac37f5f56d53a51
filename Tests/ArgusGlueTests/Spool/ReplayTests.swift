import ArgusClient
import ArgusClientTesting
import Testing

@testable import ArgusGlue

@Suite struct `Sending once more` {
    private let alerts: [Alert] = [
        .sample("1"), .event("1", description: "e", at: moment(1)),
        .close("1", at: moment(5), description: "up"), .sample("1", at: 10), .sample("2"),
        .stateless(description: "reboot", at: moment(3)),
    ]

    /// Runs a body with what was delivered to a server, which is kept.
    private func withDelivered(
        knowsKeys: Bool = true, _ body: @escaping @Sendable (Route) async throws -> Void
    ) async throws {
        try await withRoute(knowsKeys: knowsKeys) { [alerts] route in
            var route = route
            route.limits.delivered = .seconds(3600)
            try await route.deliver(alerts)
            try await body(route)
        }
    }

    @Test func `brings back what a server has lost`() async throws {
        try await withDelivered { route in
            let (incidents, events) = (route.server.incidents, route.server.events)
            route.server.forgetAll()
            let count = try route.spool().replay(ReplayChoice())
            try await route.deliver()

            #expect(count == 6 && route.server.incidents.count == incidents.count)
            #expect(
                Set(route.server.incidents.map(\.sourceIncidentID))
                    == Set(incidents.map(\.sourceIncidentID)))
            #expect(
                route.server.events.map(\.description).sorted()
                    == events.map(\.description).sorted())
        }
    }

    @Test(arguments: [true, false])
    func `gives a server nothing twice`(knowsKeys: Bool) async throws {
        try await withDelivered(knowsKeys: knowsKeys) { route in
            let (incidents, events) = (route.server.incidents, route.server.events)
            _ = try route.spool().replay(ReplayChoice())
            try await route.deliver()

            #expect(route.server.incidents == incidents && route.server.events == events)
            #expect(try route.spool().status().depth == 0 && route.spool().status().dead == 0)
        }
    }

    @Test func `may be done again and again`() async throws {
        try await withDelivered { route in
            for _ in 1...2 {
                #expect(try route.spool().replay(ReplayChoice()) == 6)
                try await route.deliver()
            }
        }
    }

    @Test func `takes what is chosen, dead letters too, in the order in which it came`()
        async throws
    {
        try await withDelivered { route in
            try await route.deliver(.sample("3", description: "poison"))
            let spool = try route.spool()
            func chosen(_ choice: ReplayChoice) throws -> [String] {
                try spool.replayable(choice).map { $0.alert.key }
            }

            #expect(try chosen(ReplayChoice()) == ["1", "1", "1", "1", "2", "", "3"])
            #expect(try chosen(ReplayChoice(source: .default, key: "2")) == ["2"])
            #expect(try chosen(ReplayChoice(source: SourceName("x"))) == [])
            #expect(try chosen(ReplayChoice(until: moment(-86_400_000))) == [])
            #expect(try spool.replay(ReplayChoice(key: "3")) == 1 && spool.status().dead == 0)
        }
    }

    @Test func `is of what is kept, for as long and as much as is set`() async throws {
        let folder = try TemporaryFolder()
        let limits = SpoolLimits(bytes: 1000, delivered: .seconds(60))
        func spool(at seconds: Int64) throws -> Spool {
            try Spool(path: folder.file("spool.db"), limits: limits) { moment(seconds) }
        }
        for (number, time) in [(1, 0), (2, 50), (3, 100)] {
            let spool = try spool(at: Int64(time))
            try spool.accept([.sample("\(number)")])
            try await spool.settle([(.default, .delivered([Int64(number)], .nothing))])
        }
        let late = try spool(at: 100)
        #expect(try late.replayable(ReplayChoice()).map { $0.alert.key } == ["2", "3"])

        for number in 4...20 {
            try late.accept([.sample("\(number)")])
            try await late.settle([(.default, .delivered([Int64(number)], .nothing))])
        }
        let bytes = try late.replayable(ReplayChoice()).map { $0.alert.json.text.utf8.count }
        #expect(bytes.reduce(0, +) <= 1000 && !bytes.isEmpty)
    }

    @Test func `is of nothing where nothing is kept`() async throws {
        try await withDelivered { route in
            var route = route
            route.limits.delivered = nil
            try await route.deliver()

            #expect(try route.spool().replayable(ReplayChoice()) == [])
        }
    }
}

@Suite struct `The command replay` {
    @Test func `shows what it would send, and sends it`() async throws {
        let program = try Program()
        let limits = SpoolLimits(delivered: .seconds(3600))
        let spool = try Spool(path: program.spool, limits: limits)
        try spool.accept([.sample("1")])
        try await spool.settle([(.default, .delivered([1], .nothing))])
        let keeping = ["ARGUS_GLUE_KEEP_DELIVERED": "1h"]
        let shown = try await program.run(
            ["replay", "--all", "--dry-run"], environment: keeping)
        let done = try await program.run(["replay", "--key", "1"], environment: keeping)
        let wrong = try await program.run(["replay"])

        #expect(shown.output.contains("1  default  delivered") && shown.status == 0, "\(shown)")
        #expect(done.output == "1 put into the queue again\n")
        #expect(try spool.depth() == 1 && wrong.status == 2)
    }
}
