import ArgusClient
import ArgusClientTesting
import ArgusGlue
import ArgusVocabulary
import Foundation
import Logging
import ServiceLifecycle
import Synchronization

/// A source whose monitoring system is asked, a server, and a spool between them, at a time that a
/// test chooses.
struct Compared: Sendable {
    static let name = "s"
    /// What the clock shows at the beginning: long ago, so that no test says what is to come.
    static let start = Timestamp.now().advanced(by: .seconds(-86_400))

    /// A moment so many seconds after that.
    static func moment(_ seconds: Int) -> Timestamp { start.advanced(by: .seconds(seconds)) }

    let server: FakeArgus
    let api: FakeAPI
    let folder: TemporaryFolder
    let settings: GlueSettings
    private let client: ArgusClient
    private let now: Now

    /// What a clock shows.
    final class Now: Sendable {
        let time = Mutex(Compared.start)
    }

    /// Runs a body with a source of a system, below which the lines stand.
    static func run(
        _ system: String, _ lines: String = "", _ api: FakeAPI,
        server: FakeArgus = FakeArgus(offersVersion3: false),
        _ body: @escaping @Sendable (Compared) async throws -> Void
    ) async throws {
        try await server.serve { url in
            try await api.serve { root in
                let folder = try TemporaryFolder()
                let file = folder.file("glue.yaml")
                try """
                url: \(url)
                glue:
                  spool: \(folder.file("spool.db"))
                  timeout: 120s
                  heartbeat: 0
                sources:
                  \(Self.name):
                    system: \(system)
                    token: t
                    api_url: \(root)/
                \(lines)
                """.write(toFile: file, atomically: true, encoding: .utf8)
                let settings = try GlueSettings(environment: [:], file: file)
                let client = try settings.server.client("t")
                try await body(
                    Compared(
                        server: server, api: api, folder: folder, settings: settings,
                        client: client, now: Now()))
                try await client.shutdown()
            }
        }
    }

    var spool: Spool {
        get throws {
            try Spool(path: settings.spool, busyTimeout: .seconds(120)) { [now] in
                now.time.withLock { $0 }
            }
        }
    }

    var source: SourceName { SourceName(Self.name) ?? .default }

    /// Lets time go by.
    func pass(_ duration: Duration) {
        now.time.withLock { $0 = $0.advanced(by: duration) }
    }

    var account: SourceAccount {
        SourceAccount(
            name: source, client: client, server: settings.server.url, policy: Route.impatient,
            heartbeat: nil)
    }

    func comparison() throws -> Comparison? {
        try settings.comparison(of: settings.sources[0], account, spool)
    }

    /// What differs now.
    func finding() async throws -> Comparison.Finding? {
        try await comparison()?.compare()
    }

    /// Puts alerts, or none, into the spool, and delivers until it is empty.
    func deliver(_ alerts: [Alert] = [], of other: String = Compared.name) async throws {
        let spool = try spool
        let name = SourceName(other) ?? source
        try spool.accept(alerts, of: name)
        let account = SourceAccount(
            name: name, client: client, server: settings.server.url, policy: Route.impatient,
            heartbeat: nil)
        let courier = Courier(spool: spool, accounts: [account], logger: .silent)
        courier.finishWhenEmpty()
        try await courier.run()
    }

    /// Compares once, as `argus-glue sync` does with every permission, and delivers.
    func sync() async throws -> Comparison.Finding? {
        guard let comparison = try comparison() else { return nil }
        let finding = try await comparison.compare()
        _ = try comparison.queue(finding)
        try await deliver()
        return finding
    }

    /// What a person does in Argus.
    func asAlice(
        _ body: @Sendable (ArgusClient, Incident.ID) async throws -> Void, about key: String
    ) async throws {
        guard let id = server[key]?.id else { return }
        let client = try settings.server.client("alice")
        try await body(client, id)
        try await client.shutdown()
    }

    /// Runs what carries over what is done in Argus while a body runs.
    func following(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let spool = try spool
        let courier = Courier(spool: spool, accounts: [account], logger: .silent)
        let acceptor = Acceptor(spool: spool, courier: courier, logger: .silent)
        let services = try settings.pollers(
            GlueParts(spool: spool, accounts: [account], courier: courier, acceptor: acceptor),
            .silent)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in services {
                group.addTask { try await service.run() }
            }
            try await body()
            group.cancelAll()
        }
    }

    /// Runs the service that compares while a body runs, which is given what asks for a comparison.
    func running(_ body: @escaping @Sendable (ComparisonBell) async throws -> Void) async throws {
        guard let comparison = try comparison() else { return }
        let bell = ComparisonBell()
        let service = ComparisonService(
            comparison, every: .seconds(86_400), bell: bell, logger: .silent
        ) {}
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await service.run() }
            try await body(bell)
            group.cancelAll()
        }
    }
}

extension Spool {
    /// The kinds and keys of what waits.
    func said(of source: SourceName) throws -> [String] {
        try waiting(of: source).map { "\($0.kind.rawValue) \($0.key)" }.sorted()
    }
}
