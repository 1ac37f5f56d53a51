import ArgusClient
import ArgusClientTesting
import ArgusGlue
import Testing

@Suite struct `Delivering alerts` {
    @Test(arguments: [true, false])
    func `opens and closes incidents`(knowsKeys: Bool) async throws {
        try await withRoute(knowsKeys: knowsKeys) { route in
            try await route.deliver(.sample("1"), .sample("2"))
            try await route.deliver(.close("1", at: moment(60), description: "up again"))

            #expect(route.server["1"]?.endTime == .ended(moment(60)))
            #expect(route.server["2"]?.endTime == .open)
            #expect(route.server.eventTypes(of: "1") == ["STA", "END"])
        }
    }

    @Test func `says everything that the alert says`() async throws {
        try await withRoute { route in
            try await route.deliver(
                .open(
                    "1", description: "d", at: moment(0), level: .critical,
                    tags: ["host": "a", "host": "b"], detailsURL: "/alerts/1/",
                    metadata: ["nav": 1]))

            let incident = route.server["1"]
            #expect(incident?.tags == ["host": "a", "host": "b"])
            #expect(incident?.level == .critical && incident?.detailsURL == "/alerts/1/")
            #expect(incident?.metadata == ["nav": 1] && incident?.startTime == moment(0))
        }
    }

    @Test func `sends an opening that was never sent together with its closing`() async throws {
        try await withRoute { route in
            try await route.deliver(.sample("1"), .close("1", at: moment(5)))

            #expect(route.server["1"]?.endTime == .ended(moment(5)))
            #expect(route.server.requests.count == 1)
        }
    }

    @Test func `keeps the words of a closing that follows at once`() async throws {
        try await withRoute { route in
            try await route.deliver(.sample("1"), .close("1", at: moment(5), description: "up"))

            #expect(route.server.events.map(\.description).last == "up")
        }
    }

    @Test func `posts stateless alerts, with a key and without`() async throws {
        try await withRoute { route in
            try await route.deliver(
                .stateless("7", description: "reboot", at: moment(0)),
                .stateless(description: "reboot", at: moment(0)),
                .stateless(description: "reboot", at: moment(0)))

            #expect(route.server.incidents.count == 3)
            #expect(route.server.incidents.allSatisfy { $0.endTime == .stateless })
        }
    }

    @Test func `adds events to the log, of closed incidents too`() async throws {
        try await withRoute { route in
            try await route.deliver(.sample("1"), .event("1", description: "a", at: moment(1)))
            try await route.deliver(
                .close("1", at: moment(2)), .event("1", description: "b", at: moment(3)))

            #expect(route.server.eventTypes(of: "1") == ["STA", "OTH", "END", "OTH"])
        }
    }

    @Test func `changes an open incident of which is said something else`() async throws {
        try await withRoute { route in
            try await route.deliver(.sample("1", tags: ["host": "a", "try": "1"]))
            try await route.deliver(
                .sample(
                    "1", description: "worse", level: .critical, tags: ["host": "a", "try": "2"]))

            #expect(route.server["1"]?.description == "worse")
            #expect(route.server["1"]?.level == .critical)
            #expect(route.server["1"]?.tags == ["host": "a", "try": "2"])
        }
    }

    @Test func `sends nothing for an opening that is said again`() async throws {
        try await withRoute { route in
            try await route.deliver(.sample("1"))
            try await route.deliver(.sample("1", at: 300), .sample("1", at: 600))

            #expect(route.server.requests.count == 1)
            #expect(try route.spool().status().skipped == 2)
        }
    }

    @Test func `counts a closing of a problem that nobody knows as needing nothing`() async throws {
        try await withRoute { route in
            try await route.deliver(.close("404", at: moment(0)))

            #expect(route.server.requests.map(\.method) == ["GET"])
            #expect(try route.spool().status().skipped == 1)
        }
    }

    @Test func `finds the incident of a closing when the spool is a new one`() async throws {
        try await withRoute { route in
            try await route.deliver(.sample("1"))
            try await Route(route.server, route.url).deliver(.close("1", at: moment(9)))

            #expect(route.server["1"]?.endTime == .ended(moment(9)))
        }
    }

    @Test func `keeps the order of one key`() async throws {
        try await withRoute { route in
            let events = (1...40).map { Alert.event("1", description: "\($0)", at: moment($0)) }
            try await route.deliver([.sample("1")] + events)

            #expect(route.server.events.dropFirst().map(\.description) == (1...40).map(String.init))
        }
    }

    @Test func `forgets what it knew of another server`() async throws {
        try await withRoute { route in
            try await route.deliver(.sample("other"), .sample("1"))
            try await FakeArgus(offersVersion3: false).serve { url in
                let spool = try route.spool()
                try spool.accept([.close("1", at: moment(1)), .sample("2")])
                let client = try ArgusClient(
                    .init(url: url, token: "t", timeout: .seconds(120), retries: .none))
                let account = SourceAccount(
                    client: client, server: url, policy: Route.impatient, heartbeat: nil)
                let courier = Courier(spool: spool, accounts: [account], logger: .silent)
                courier.finishWhenEmpty()
                try await courier.run()
                try await client.shutdown()
                #expect(try spool.status().depth == 0)
            }

            #expect(route.server["1"]?.endTime == .open)
        }
    }
}

@Suite struct `A problem that comes back` {
    @Test(arguments: [true, false])
    func `becomes a new incident`(knowsKeys: Bool) async throws {
        try await withRoute(knowsKeys: knowsKeys) { route in
            try await route.deliver(.sample("1"), .close("1", at: moment(5)))
            try await route.deliver(.sample("1", at: 10))

            #expect(route.server["1"]?.endTime == .ended(moment(5)))
            #expect(route.server["1@\(moment(10))"]?.endTime == .open)
        }
    }

    @Test func `is closed under its new identifier, from a new spool too`() async throws {
        try await withRoute { route in
            try await route.deliver(.sample("1"), .close("1", at: moment(5)))
            try await route.deliver(.sample("1", at: 10))
            try await Route(route.server, route.url).deliver(.close("1", at: moment(20)))

            #expect(route.server["1@\(moment(10))"]?.endTime == .ended(moment(20)))
        }
    }

    @Test func `opens the old incident if that is set`() async throws {
        try await withRoute { route in
            var policy = Route.impatient
            policy.recurrence = .restart
            try await route.deliver(.sample("1"), .close("1", at: moment(5)), policy: policy)
            try await route.deliver(.sample("1", at: 10), policy: policy)

            #expect(route.server.incidents.count == 1)
            #expect(route.server["1"]?.endTime == .open)
            #expect(route.server.eventTypes(of: "1") == ["STA", "RES"])
        }
    }

    @Test func `is none if an old opening is only told again`() async throws {
        try await withRoute { route in
            try await route.deliver(.sample("1"), .close("1", at: moment(5)))
            try await route.deliver(.sample("1"))
            try await Route(route.server, route.url).deliver(.sample("1"))

            #expect(route.server.incidents.count == 1)
            #expect(route.server["1"]?.endTime == .ended(moment(5)))
        }
    }
}
