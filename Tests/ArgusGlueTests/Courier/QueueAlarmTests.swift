import ArgusClient
import ArgusClientTesting
import ArgusVocabulary
import Synchronization
import Testing

@testable import ArgusGlue

@Suite struct `An incident about the queue itself` {
    private static let key = "argus-glue:queue:default"

    /// A spool at a time.
    private static func spool(_ route: Route, at seconds: Int64) throws -> Spool {
        try Spool(path: route.spoolPath, busyTimeout: .seconds(120)) { moment(seconds) }
    }

    private static func look(_ route: Route, at seconds: Int64) throws -> [String] {
        let alarm = QueueAlarm(
            of: .default, after: .seconds(600), in: try spool(route, at: seconds))
        return try alarm?.look().map { "\($0.alert.kind) \($0.alert.key)" } ?? ["none"]
    }

    @Test func `is opened once the oldest alert waits for too long, and before it`() async throws {
        try await withRoute { route in
            try Self.spool(route, at: 0).accept((1...30).map { .sample("\($0)") })
            #expect(try Self.look(route, at: 600) == [])
            #expect(try Self.look(route, at: 601) == ["open \(Self.key)"])
            #expect(try Self.look(route, at: 700) == [])
            try await route.deliver([], policy: Self.oneByOne)

            let first = route.server.requests.first?.json["description"]?.string
            #expect(first?.hasPrefix("Alerts of default wait in the queue") == true)
            #expect(route.server[Self.key]?.startTime == moment(601))
            #expect(route.server.incidents.count == 31)
        }
    }

    private static var oneByOne: CourierPolicy {
        var policy = Route.impatient
        policy.parallel = 1
        return policy
    }

    @Test func `is closed once the queue is short, and opened anew the next time`() async throws {
        try await withRoute { route in
            try Self.spool(route, at: 0).accept([.sample("1")])
            _ = try Self.look(route, at: 700)
            try await route.deliver()
            #expect(try Self.look(route, at: 800) == ["close \(Self.key)"])
            try await route.deliver()
            #expect(route.server[Self.key]?.endTime == .ended(moment(800)))

            try Self.spool(route, at: 900).accept([.sample("2")])
            #expect(try Self.look(route, at: 1600) == ["open \(Self.key)"])
            try await route.deliver()
            #expect(route.server["\(Self.key)@\(moment(1600))"]?.endTime == .open)
        }
    }

    @Test func `comes first also in a courier that runs`() async throws {
        try await withRoute { route in
            let isOver = Atomic(false)
            route.server.fail { _ in
                isOver.load(ordering: .relaxed) ? nil : .status(503)
            }
            try Self.spool(route, at: 0).accept([.sample("1")])
            let client = try route.client()
            let account = SourceAccount(
                client: client, server: route.url, policy: Self.oneByOne, heartbeat: nil,
                queueAlarm: .seconds(600))
            let spool = try Self.spool(route, at: 1000)
            let courier = Courier(spool: spool, accounts: [account], logger: .silent)
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await courier.run() }
                await route.server.until { server in
                    server.requests.contains { $0.body.contains("wait in the queue") }
                }
                isOver.store(true, ordering: .relaxed)
                await route.server.until { $0.incidents.count == 2 }
                group.cancelAll()
            }
            try await client.shutdown()

            #expect(route.server.incidents.first?.sourceIncidentID == Self.key)
        }
    }

    @Test func `is none while somebody has paused the delivery, nor where it is off`() async throws
    {
        try await withRoute { route in
            try Self.spool(route, at: 0).accept([.sample("1")])
            try route.spool().pause(nil)

            #expect(try Self.look(route, at: 9999) == [])
            #expect(QueueAlarm(of: .default, after: nil, in: try route.spool()) == nil)
        }
    }

    @Test func `that the server refuses is one dead letter, with a number as others have`()
        async throws
    {
        try await withRoute { route in
            route.server.refuse { incident in
                incident["source_incident_id"] == .string(Self.key) ? ["tags": ["No."]] : nil
            }
            try Self.spool(route, at: 0).accept([.sample("1")])
            _ = try Self.look(route, at: 700)
            try await route.deliver()

            let dead = try route.spool().deadLetters()
            #expect(dead.count == 1 && dead.allSatisfy { $0.sequence > 0 })
            try Self.spool(route, at: 0).accept([.sample("2")])
            #expect(try Self.look(route, at: 700) == [])
        }
    }

    @Test func `is not closed because its monitoring system does not know it`() async throws {
        let api = FakeAPI { _ in .json([]) }
        try await Compared.run("alertmanager", "    secret: 0123456789abcdef", api) { site in
            try await site.deliver([
                .open("argus-glue:queue:s", description: "d", at: Compared.moment(-9000))
            ])
            site.pass(.seconds(600))
            let finding = try await site.finding()

            #expect(finding?.difference.closes == [])
        }
    }
}
