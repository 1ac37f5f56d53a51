import ArgusCore
import ArgusDashboard
import ArgusHTTP
import ArgusOperations
import ArgusSQL
import ArgusServer
import ArgusTesting
import ArgusVocabulary
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

/// The server's own router on a real database, and how tests ask it.
///
/// The cast has these primary keys: accounts argus 1, alice 2, bob 3, charlie 4, nav 5, zabbix 6;
/// source systems argus 1, nav 2, zabbix 3. The clock stands at 2025-06-15T15:06:40Z.
struct APIServer: Sendable {
    let database: TestDatabase
    /// What the server itself works with.
    let operations: Operations
    /// What the server asks of the database, for tests that count it.
    let recorder: RecordingDriver
    private let client: any TestClientProtocol

    /// Where it listens, if it does.
    var port: Int? { client.port }

    /// Who asks.
    enum Asker: Sendable {
        case nobody, alice, bob, charlie, nav, zabbix
        case token(String)
    }

    /// Serves until the body ends; `framework` is `.live` where the network matters, and with
    /// `failing` no transaction succeeds.
    ///
    /// Beside its own it has some `pages`. A server that `isRecorded`, or counts `loginFailures` in another way, has operations of its own.
    static func run(
        zone: String = "UTC", publicURL: String? = nil, allowsDeletion: Bool = false,
        maxBody: Int = 1_048_576, loginFailures: Int? = nil, failing error: (any Error)? = nil,
        trusting proxies: Set<String>? = nil, security: SecurityLog? = nil,
        isRecorded: Bool = false,
        pause: ManualPause? = nil, pages: [WebPage] = [],
        _ framework: TestingSetup = .router,
        _ body: @escaping @Sendable (APIServer) async throws -> Void
    ) async throws {
        let zone = try #require(Zone(named: zone))
        let policy = IncidentPolicy(allowsDeletion: allowsDeletion)
        try await TestSeats.shared.take {
            try await TestDatabase.with(policy: policy) { database in
                let recorder = RecordingDriver(database.driver)
                let failing = error.map { FailingDriver(database.driver, failing: .max, with: $0) }
                let driver: (any SQLDriver)? = failing ?? (isRecorded ? recorder : nil)
                let clock = database.clock.clock
                let limits = loginFailures.map { FailureLimits(perAccount: $0) }
                var operations = database.operations
                if let pause {
                    operations = Operations(
                        driver: database.driver, clock: clock, policy: policy, pause: pause.pause)
                } else if driver != nil || limits != nil || security != nil {
                    operations = Operations(
                        driver: driver ?? database.driver, clock: clock,
                        limits: limits ?? FailureLimits(), policy: policy,
                        security: security ?? SecurityLog())
                }
                let site = Site(
                    operations: operations,
                    settings: SiteSettings(
                        zone: zone, maxBody: maxBody, publicURL: publicURL,
                        trustedProxies: proxies ?? SiteSettings().trustedProxies),
                    version: "1.2.3")
                let router = ArgusServer.router(site)
                router.serve(pages, through: Dashboard.door(of: site), of: site)
                try await Application(router: router).test(framework) { client in
                    defer { site.operations.changes.end() }
                    try await body(
                        APIServer(
                            database: database, operations: site.operations, recorder: recorder,
                            client: client))
                }
            }
        }
    }

    /// Sends a request; a path without a slash at its start is one below `/api/`.
    @discardableResult
    func ask(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil,
        as asker: Asker = .bob, type: String? = "application/json", headers: HTTPFields = [:]
    ) async throws -> Answer {
        try await ask(
            method, path, bytes: body.map { Array($0.utf8) }, as: asker, type: type,
            headers: headers)
    }

    /// Sends a request whose body is any bytes, and expects the answer to be as documented.
    func ask(
        _ method: HTTPRequest.Method, _ path: String, bytes: [UInt8]?, as asker: Asker = .bob,
        type: String? = "application/json", headers: HTTPFields = [:]
    ) async throws -> Answer {
        var fields = headers
        if let token = token(of: asker) { fields[.authorization] = "Token \(token)" }
        if bytes != nil { fields[.contentType] = type }
        let path = path.hasPrefix("/") ? path : "/api/\(path)"
        let answer = try await client.execute(
            uri: path, method: method, headers: fields, body: bytes.map { ByteBuffer(bytes: $0) }
        ) { Answer($0) }
        Contract.check(method, path, answer)
        return answer
    }

    /// Sends a request over the network, to a host of any name.
    func get(
        _ path: String, fromHost host: String?, headers: HTTPFields = [:]
    ) async throws -> Answer {
        var fields = headers
        fields[.authorization] = "Token \(database.cast.bob.secret.value)"
        let port = try #require(client.port)
        return try await TestClient.withClient(host: "localhost", port: port) { [fields] client in
            let request = TestClient.Request(
                "/api/\(path)", method: .get, authority: host, headers: fields)
            let response = try await client.execute(request)
            return Answer(
                status: response.status.code, headers: response.headers,
                text: response.body.map { String(buffer: $0) } ?? "")
        }
    }

    @discardableResult
    func get(_ path: String, as asker: Asker = .bob) async throws -> Answer {
        try await ask(.get, path, as: asker)
    }

    @discardableResult
    func post(_ path: String, _ body: String? = nil, as asker: Asker = .nav) async throws -> Answer
    {
        try await ask(.post, path, body, as: asker)
    }

    func token(of asker: Asker) -> String? {
        let cast = database.cast
        return switch asker {
        case .nobody: nil
        case .alice: cast.alice.secret.value
        case .bob: cast.bob.secret.value
        case .charlie: cast.charlie.secret.value
        case .nav: cast.nav.secret.value
        case .zabbix: cast.zabbix.secret.value
        case .token(let token): token
        }
    }
}
