import ArgusClient
import ArgusClientTesting
import ArgusTesting
import ArgusVocabulary
import GRDB
import Testing

@testable import ArgusGlue

@Suite struct `A history that is told again` {
    private let history: [Alert] = [
        .sample("1", at: 0, description: "first"), .close("1", at: moment(60), description: "up"),
        .sample("1", at: 120, description: "second"),
    ]

    @Test(arguments: Recurrence.allCases)
    func `closes nothing that began later`(recurrence: Recurrence) async throws {
        try await withRoute { [history] route in
            for _ in 0..<2 { try await route.deliver(history, policy: .impatient(recurrence)) }
            let known = route.server.state
            try await Route(route.server, route.url)
                .deliver(history, policy: .impatient(recurrence))

            #expect(route.server.state == known)
            #expect(route.server.incidents.count == (recurrence == .new ? 2 : 1))
            #expect(route.server.incidents.last?.isOpen == true)
        }
    }

    @Test(arguments: Recurrence.allCases)
    func `adds nothing when all of it is over`(recurrence: Recurrence) async throws {
        try await withRoute { [history] route in
            let history = history + [.close("1", at: moment(180))]
            for _ in 0..<2 { try await route.deliver(history, policy: .impatient(recurrence)) }
            try await Route(route.server, route.url)
                .deliver(history, policy: .impatient(recurrence))

            #expect(route.server.incidents.count == (recurrence == .new ? 2 : 1))
            #expect(route.server.incidents.last?.endTime == .ended(moment(180)))
            #expect(route.server.events.filter { $0.type == .restart }.count < 2)
        }
    }

    @Test func `opens nothing again that was over by then`() async throws {
        try await withRoute { [history] route in
            try await route.deliver(
                history + [.close("1", at: moment(180)), .sample("1", at: 0), .sample("1", at: 90)])

            #expect(route.server.incidents.map(\.isOpen) == [false, false])
        }
    }

    @Test func `does not put older words in the place of newer ones`() async throws {
        try await withRoute { route in
            try await route.deliver(
                .sample("1", at: 0, description: "old", level: .low),
                .sample("1", at: 60, description: "new", level: .critical))
            try await route.deliver(
                .sample("1", at: 0, description: "old", level: .low),
                .change("1", description: "older", at: moment(30)))

            #expect(route.server["1"]?.description == "new")
            #expect(route.server["1"]?.level == .critical)
        }
    }

    @Test func `writes no event a second time, nor into another incident's log`() async throws {
        try await withRoute { route in
            let history: [Alert] = [
                .sample("1", at: 0), .event("1", description: "e", at: moment(30)),
                .close("1", at: moment(60), description: "up"), .sample("1", at: 120),
            ]
            for _ in 0..<3 { try await route.deliver(history) }
            try await Route(route.server, route.url).deliver(history)

            #expect(route.server.eventTypes(of: "1") == ["STA", "OTH", "END"])
            #expect(route.server.events.count == 4)
        }
    }

    @Test(arguments: [[0, 1], [1, 0]])
    func `closes what never comes back, whatever its clock says`(order: [Int]) async throws {
        var told: [Alert] = [.sample("1", at: 3600), .close("1", at: moment(60))]
        for index in told.indices { told[index].isOnce = true }
        let history = order.map { [told] in told[$0] }
        try await withRoute { route in
            for _ in 0..<2 { try await route.deliver(history) }
            try await Route(route.server, route.url).deliver(history)

            #expect(route.server.incidents.map(\.endTime) == [.ended(moment(3600))])
        }
    }

    @Test func `closes what a closing spoke of before it was opened`() async throws {
        try await withRoute { route in
            for _ in 0..<2 {
                try await route.deliver(
                    .close("1", at: moment(60)), .sample("1", at: 0),
                    .close("2", at: moment(60), description: "up"), .sample("2", at: 0),
                    .close("3", at: moment(60)), .sample("3", at: 61))
            }

            #expect(route.server["1"]?.endTime == .ended(moment(60)))
            #expect(route.server["2"]?.endTime == .ended(moment(60)))
            #expect(route.server["3"]?.isOpen == true)
            #expect(route.server.events.filter { $0.description == "up" }.count == 1)
        }
    }

    @Test func `knows when an incident ended that an older glue closed`() async throws {
        try await withRoute { route in
            try await route.deliver(.sample("1", at: 0), .close("1", at: moment(60)))
            try route.spool().queue.inDatabase {
                try $0.execute(sql: "UPDATE incident SET ended = NULL")
            }
            try await route.deliver(.sample("1", at: 30), .close("1", at: moment(40)))

            #expect(route.server.incidents.count == 1)
        }
    }

    /// Whoever tells everything again, however often, wherever the courier is stopped and whether
    /// or not the spool is still there, the server holds what it would hold had it been told once.
    @Test(arguments: Recurrence.allCases, 0..<12)
    func `is as if it was told once`(recurrence: Recurrence, seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let history = History(using: &random)
        let once = try await history.told(recurrence, [history.alerts])
        var cuts: [[Alert]] = []
        for _ in 0..<3 {
            let cut = Int.random(in: 0...history.alerts.count, using: &random)
            cuts += [Array(history.alerts[..<cut]), Array(history.alerts[cut...])]
        }
        let kept = try await history.told(recurrence, cuts)
        let lost = try await history.told(
            recurrence, [history.alerts, history.alerts], losingTheSpool: true)

        let together = try await history.told(recurrence, cuts, inBatches: true)

        #expect(kept == once, "\(history.alerts.map(\.json.text))")
        #expect(lost == once, "\(history.alerts.map(\.json.text))")
        #expect(together == once, "\(history.alerts.map(\.json.text))")
    }
}

@Suite struct `A key that looks like an occurrence of another` {
    private let like = "a@\(moment(100))"

    @Test(arguments: [100, 50])
    func `is one of its own`(start: Int64) async throws {
        try await withRoute { [like] route in
            try await route.deliver(.sample("a", at: 0), .close("a", at: moment(10)))
            try await route.deliver(.sample(like, at: start))
            try await route.deliver(.close("a", at: moment(200)))
            try await Route(route.server, route.url).deliver(.close("a", at: moment(300)))

            #expect(route.server[like]?.isOpen == true)
            try await Route(route.server, route.url).deliver(.close(like, at: moment(300)))
            #expect(route.server[like]?.endTime == .ended(moment(300)))
        }
    }

    @Test func `leaves its name to the occurrence that has it already`() async throws {
        try await withRoute { [like] route in
            try await route.deliver(
                .sample("a", at: 0), .close("a", at: moment(10)), .sample("a", at: 100))
            try await route.deliver(.sample(like, at: 100, description: "other"))
            try await Route(route.server, route.url).deliver(
                .close(like, at: moment(200)), .sample(like, at: 100, description: "other"))

            #expect(route.server[like]?.isOpen == true)
            let other = route.server.incidents.filter { $0.description == "other" }
            #expect(other.map(\.endTime) == [.ended(moment(200))])
        }
    }

    @Test func `gives its name to no occurrence of the other`() async throws {
        try await withRoute { [like] route in
            try await route.deliver(.sample(like, at: 100))
            try await route.deliver(
                .sample("a", at: 0), .close("a", at: moment(10)), .sample("a", at: 100))
            try await route.deliver(.close("a", at: moment(200)))

            #expect(route.server[like]?.isOpen == true)
            #expect(route.server.incidents.count == 3)
            #expect(try route.spool().deadLetters().isEmpty)
        }
    }
}

/// Openings and closings of a few problems in any order, no two of one problem at the same time.
private struct History {
    let alerts: [Alert]

    init(using random: inout SeededGenerator) {
        let keys = ["a", "b", "a@\(moment(3))"]
        var alerts: [Alert] = []
        for key in keys {
            for time in (0..<7).shuffled(using: &random).prefix(5) {
                let text = "\(key) \(time)"
                let level = Incident.Level.allCases.randomElement(using: &random) ?? .low
                alerts.append(
                    Bool.random(using: &random)
                        ? .sample(key, at: Int64(time), description: text, level: level)
                        : .close(
                            key, at: moment(Int64(time)),
                            description: Bool.random(using: &random) ? "" : text))
            }
        }
        self.alerts = alerts.shuffled(using: &random)
    }

    /// What a server holds that was told these parts, each by a courier of its own.
    func told(
        _ recurrence: Recurrence, _ parts: [[Alert]], losingTheSpool isLost: Bool = false,
        inBatches isTogether: Bool = false
    ) async throws -> Set<String> {
        let server = FakeArgus(offersVersion3: isTogether)
        var policy = CourierPolicy.impatient(recurrence)
        // Two that wait are more than one request can take by itself.
        if isTogether { policy.parallel = 1 }
        return try await server.serve { [policy] url in
            var route = try Route(server, url)
            for part in parts {
                try await route.deliver(part, policy: policy)
                if isLost { route = try Route(server, url) }
            }
            return Set(server.state)
        }
    }
}

extension FakeArgus {
    /// What there is, apart from names.
    fileprivate var state: [String] {
        incidents.map { "\($0.startTime) \($0.endTime) \($0.level) \($0.description)" }
    }
}

extension CourierPolicy {
    fileprivate static func impatient(_ recurrence: Recurrence) -> CourierPolicy {
        var policy = Route.impatient
        policy.recurrence = recurrence
        return policy
    }
}
