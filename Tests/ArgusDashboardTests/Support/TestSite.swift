import ArgusCore
import ArgusDashboard
import ArgusHTTP
import ArgusOperations
import ArgusServer
import ArgusTesting
import ArgusVocabulary
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

/// The server's own router on a real database, as browsers see it.
///
/// The cast has these primary keys: accounts argus 1, alice 2, bob 3, charlie 4, nav 5, zabbix 6;
/// source systems argus 1, nav 2, zabbix 3. The clock stands at 2025-06-15T15:06:40Z.
struct TestSite: Sendable {
    let database: TestDatabase
    private let client: any TestClientProtocol

    var operations: Operations { database.operations }
    var cast: Cast { database.cast }

    /// Serves until the body ends, and with it pages of the test's own.
    static func run(
        _ settings: SiteSettings = SiteSettings(), firstKey: Secret? = nil,
        pages: [WebPage] = [],
        _ body: @escaping @Sendable (TestSite) async throws -> Void
    ) async throws {
        let notifying = NotificationPolicy(publicURL: settings.publicURL)
        try await TestSeats.shared.take {
            try await TestDatabase.with(notifying: notifying) { database in
                let site = Site(
                    operations: database.operations, settings: settings, version: "1.2.3",
                    firstKey: firstKey)
                let router = ArgusServer.router(site)
                router.serve(pages, through: Dashboard.door(of: site), of: site)
                try await Application(router: router).test(.router) { client in
                    defer { site.operations.changes.end() }
                    try await body(TestSite(database: database, client: client))
                }
            }
        }
    }

    /// Serves without anybody who has an account; what the log says ends with `k1`.
    static func runEmpty(
        _ body: @escaping @Sendable (TestSite) async throws -> Void
    ) async throws {
        try await run(firstKey: Secret("k1")) { site in
            for member in [site.cast.alice, site.cast.bob, site.cast.charlie] {
                try await site.operations.accounts.delete(member.id, by: .console)
            }
            try await body(site)
        }
    }

    /// The browser of somebody who has logged in.
    func browser(of member: Cast.Member) async throws -> TestBrowser {
        TestBrowser(
            site: self, session: try await operations.sessions.begin(by: member.requester))
    }

    /// The browser of somebody who has not, or cannot.
    var stranger: TestBrowser { TestBrowser(site: self, session: nil) }

    /// The browser of somebody new.
    func newcomer(_ username: String, _ role: Role) async throws -> TestBrowser {
        try await browser(of: .make(username, role: role, in: operations))
    }

    /// The browsers of the whole cast, and of somebody new who may only look.
    func everybody() async throws -> [(role: Role, browser: TestBrowser)] {
        [
            (.viewer, try await newcomer("victor", .viewer)),
            (.operator, try await browser(of: cast.bob)),
            (.staff, try await browser(of: cast.charlie)),
            (.superuser, try await browser(of: cast.alice)),
        ]
    }

    fileprivate func ask(
        _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, _ body: String?
    ) async throws -> Page {
        try await client.execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }
        ) { response in
            Page(
                status: response.status.code, headers: response.headers,
                text: String(buffer: response.body))
        }
    }
}

/// What a browser is shown.
struct Page: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String

    /// Where it leads; nil if it shows something itself.
    var location: String? { headers[.location] }

    /// What was done where it comes from, as the next page will say it.
    var message: String? {
        let cookie = headers[values: .setCookie].first { $0.hasPrefix("message=") }
        return cookie.map { percentDecoded($0.dropFirst(8).prefix { $0 != ";" }) }
    }
}

/// A browser, which sends its session along.
struct TestBrowser: Sendable {
    let site: TestSite
    let session: Secret?

    /// Looks at a page.
    func get(_ path: String, _ headers: HTTPFields = [:]) async throws -> Page {
        var fields = headers
        fields[.accept] = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
        if let cookie { fields[.cookie] = cookie }
        return try await site.ask(.get, path, fields, nil)
    }

    /// Sends a form of our own pages.
    @discardableResult
    func submit(_ path: String, _ fields: KeyValuePairs<String, String> = [:]) async throws -> Page
    {
        try await submit(path, typing: fields.map { ($0.key, $0.value) })
    }

    /// The same with fields that were put together.
    @discardableResult
    func submit(_ path: String, typing fields: [(String, String)]) async throws -> Page {
        let token = session.map(SessionOperations.csrfToken) ?? Self.token
        let pairs = fields + [("csrfmiddlewaretoken", token)]
        let form = pairs.map { "\($0.0.percentEncoded)=\($0.1.percentEncoded)" }
        var headers: HTTPFields = [
            .accept: "text/html", .contentType: "application/x-www-form-urlencoded",
        ]
        headers[.cookie] = cookie ?? "csrftoken=\(Self.token)"
        return try await site.ask(.post, path, headers, form.joined(separator: "&"))
    }

    /// Sends a form that has no token of a page.
    func post(_ path: String, _ fields: KeyValuePairs<String, String>) async throws -> Page {
        let form = fields.map { "\($0.key.percentEncoded)=\($0.value.percentEncoded)" }
        var headers: HTTPFields = [
            .accept: "text/html", .contentType: "application/x-www-form-urlencoded",
            .origin: "null",
        ]
        headers[.cookie] = cookie
        return try await site.ask(.post, path, headers, form.joined(separator: "&"))
    }

    /// What a browser has before it has a session.
    private static let token = String(repeating: "0", count: 64)

    private var cookie: String? { session.map { "sessionid=\($0.value)" } }
}
