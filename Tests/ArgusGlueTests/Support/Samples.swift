import ArgusClient
import ArgusClientTesting
import ArgusGlue
import ArgusVocabulary
import Foundation
import Logging

/// A folder that is removed at the end.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "argus-glue-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// A moment in the life of a test, so many seconds after nine o'clock.
func moment(_ seconds: Int64) -> Timestamp { Timestamp(unixSeconds: 1_795_165_200 + seconds) }

extension Alert {
    /// An opening with everything that an alert can say.
    static func sample(
        _ key: String = "42", at seconds: Int64 = 0, description: String = "mail2 is down",
        level: Incident.Level = .high, tags: Tags = ["host": "mail2"]
    ) -> Alert {
        .open(key, description: description, at: moment(seconds), level: level, tags: tags)
    }
}

extension Logger {
    /// A logger that keeps silent.
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

/// A spool and a server, and couriers between them that end when the spool is empty.
struct Route: Sendable {
    let folder: TemporaryFolder
    let server: FakeArgus
    let url: String
    /// How much its spool keeps.
    var limits = SpoolLimits()

    static let impatient = CourierPolicy(
        base: .milliseconds(1), cap: .milliseconds(5), refused: .milliseconds(1))

    init(_ server: FakeArgus, _ url: String) throws {
        (self.server, self.url) = (server, url)
        folder = try TemporaryFolder()
    }

    var spoolPath: String { folder.file("spool.db") }

    func spool() throws -> Spool {
        try Spool(path: spoolPath, limits: limits, busyTimeout: .seconds(120))
    }

    func client() throws -> ArgusClient {
        // Long: a busy machine must not look like a server that does not answer.
        try ArgusClient(
            ArgusClient.Configuration(
                url: url, token: "t", timeout: .seconds(120), retries: .none, environment: [:]))
    }

    /// Delivers while a body runs; a courier that ends before is an error, since the body would
    /// wait for ever.
    func running(
        _ policy: CourierPolicy = Route.impatient, heartbeat: Duration? = nil,
        logger: Logger = .silent,
        _ body: @escaping @Sendable (Courier) async throws -> Void
    ) async throws {
        let client = try client()
        let account = SourceAccount(
            client: client, server: url, policy: policy, heartbeat: heartbeat)
        let courier = Courier(spool: try spool(), accounts: [account], logger: logger)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await courier.run()
                return false
            }
            group.addTask {
                try await body(courier)
                return true
            }
            let hasRun = try await group.next() ?? false
            group.cancelAll()
            if !hasRun { throw EndedEarly() }
        }
        try await client.shutdown()
    }

    /// That a courier ended while a test still waited for what it does.
    struct EndedEarly: Error {}

    /// Puts alerts into the spool and delivers until it is empty.
    func deliver(_ alerts: Alert..., policy: CourierPolicy = Route.impatient) async throws {
        try await deliver(alerts, policy: policy)
    }

    func deliver(
        _ alerts: [Alert], policy: CourierPolicy = Route.impatient, logger: Logger = .silent
    ) async throws {
        let spool = try spool()
        try spool.accept(alerts)
        let client = try client()
        let account = SourceAccount(
            client: client, server: url, policy: policy, heartbeat: nil)
        let courier = Courier(spool: spool, accounts: [account], logger: logger)
        courier.finishWhenEmpty()
        try await courier.run()
        try await client.shutdown()
    }
}

/// Runs a body with a spool and a server of its own.
func withRoute(
    knowsKeys: Bool = true, offersBatches: Bool = false,
    _ body: @escaping @Sendable (Route) async throws -> Void
) async throws {
    let server = FakeArgus(knowsKeys: knowsKeys, offersVersion3: offersBatches)
    server.refusePoison()
    try await server.serve { url in try await body(Route(server, url)) }
}

extension FakeArgus {
    /// The codes of what the log of an incident tells.
    func eventTypes(of id: String) -> [String] { events(of: id).map(\.type.rawValue) }

    /// Refuses what is described as poison.
    func refusePoison() {
        refuse { $0["description"] == "poison" ? ["description": ["This is poison."]] : nil }
    }
}

extension FakeArgus.Request {
    var isBatch: Bool { path.hasSuffix("/batch/") }
}
