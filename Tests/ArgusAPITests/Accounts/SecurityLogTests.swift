import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

/// A server whose log of security is kept, and what it tells.
private struct WatchedServer: Sendable {
    let server: APIServer
    private let lines: Tally<[SecurityLog.Line]>

    static func run(
        loginFailures: Int? = nil, _ body: @escaping @Sendable (WatchedServer) async throws -> Void
    ) async throws {
        let lines = Tally<[SecurityLog.Line]>([])
        let log = SecurityLog { line in lines.change { $0.append(line) } }
        try await APIServer.run(loginFailures: loginFailures, security: log) { server in
            try await body(WatchedServer(server: server, lines: lines))
        }
    }

    /// What was told since one asked last.
    func told() -> [SecurityLog.Line] {
        lines.change { lines in
            defer { lines = [] }
            return lines
        }
    }

    func texts() -> [String] {
        told().map { "\($0.who)@\($0.place) \($0.isRefusal ? "- " : "+ ")\($0.what)" }
    }

    func logIn(_ username: String, _ password: String) async throws -> Answer {
        try await server.ask(
            .post, "v2/token-auth/",
            #"{"username":"\#(username)","password":"\#(password)"}"#, as: .nobody,
            headers: [.forwardedFor: "192.0.2.1"])
    }
}

@Suite struct `What the log of security tells of` {
    @Test func `a log-in that failed, and never a name that may be a password`() async throws {
        try await WatchedServer.run { watched in
            _ = try await watched.logIn("bob", "hunter2hunter2")
            _ = try await watched.logIn("correct horse battery", "x")

            #expect(
                watched.texts() == [
                    "bob@192.0.2.1 - A log-in failed", "@192.0.2.1 - A log-in failed",
                ]
            )
        }
    }

    @Test func `a log-in that failed on the page for it`() async throws {
        try await WatchedServer.run { watched in
            var browser = try await Browser(watched.server)
            _ = watched.told()
            try await browser.logIn(password: "hunter2hunter2")

            #expect(watched.texts() == ["bob@ - A log-in failed"])
        }
    }

    @Test func `a token that was refused, and nobody who brings none`() async throws {
        try await WatchedServer.run { watched in
            try await watched.server.get(
                "v2/incidents/", as: .token("0123456789abcdef0123456789abcdef01234567"))
            try await watched.server.get("v2/incidents/", as: .nobody)

            #expect(watched.texts() == ["@ - A token was refused: GET /api/v2/incidents/"])
        }
    }

    @Test func `what is not permitted`() async throws {
        try await WatchedServer.run { watched in
            try await watched.server.get("v3/users/?page_size=1", as: .bob)

            #expect(watched.texts() == ["bob@ - Something was not permitted: GET /api/v3/users/"])
        }
    }

    @Test func `too many attempts, over the API and on the page`() async throws {
        try await WatchedServer.run(loginFailures: 1) { watched in
            _ = try await watched.logIn("bob", "x")
            _ = try await watched.logIn("bob", "x")
            #expect(
                watched.texts().last
                    == "@192.0.2.1 - Somebody tried too often: POST /api/v2/token-auth/")

            var browser = try await Browser(watched.server)
            try await browser.logIn(password: "x")
            try await browser.logIn(password: "x")
            #expect(
                watched.texts().last == "@ - Somebody tried too often: POST /accounts/login/")
        }
    }

    @Test func `tokens that are made and taken back, by what people tell them by`() async throws {
        try await WatchedServer.run { watched in
            let server = watched.server
            let made = try await server.post("v3/tokens/", #"{"name":"backup"}"#, as: .bob)
            let secret = try #require(try made.json["token"]?.string)
            try await server.ask(.delete, "v3/tokens/\(made.pk)/", as: .alice)

            let prefix = secret.prefix(8)
            #expect(
                watched.texts() == [
                    "bob@ + A token \(prefix)… was made for bob: full, never ends",
                    "alice@ + The token \(prefix)… of bob was taken back",
                ])
        }
    }

    @Test func `accounts that are opened, changed and deleted`() async throws {
        try await WatchedServer.run { watched in
            let server = watched.server
            let made = try await server.post(
                "v3/users/", #"{"username":"dora","password":"hunter2hunter2"}"#, as: .alice)
            try await server.ask(
                .patch, "v3/users/\(made.pk)/", #"{"role":"staff","password":"another hunter2"}"#,
                as: .alice)
            try await server.ask(.delete, "v3/users/\(made.pk)/", as: .alice)

            #expect(
                watched.texts() == [
                    "alice@ + The account dora was opened, as operator",
                    "alice@ + The account dora was changed: its role is staff, and was operator, it has another password",
                    "alice@ + The account dora was deleted",
                ])
        }
    }

    @Test func `nothing that is secret`() async throws {
        try await WatchedServer.run { watched in
            let server = watched.server
            try await server.database.operations.accounts.setPassword(
                "correct horse", of: "bob", by: .console)
            let answers = [
                try await watched.logIn("bob", "correct horse"),
                try await watched.logIn("bob", "hunter2hunter2"),
                try await watched.logIn("hunter2hunter2", "x"),
                try await server.post("v3/tokens/", "{}", as: .alice),
                try await server.post("v2/auth/token/login/", as: .nav),
                try await server.post("v2/auth/refresh-token/", as: .nav),
                try await server.get("v2/incidents/", as: .token("topsecrettopsecret")),
                try await server.post(
                    "v3/users/", #"{"username":"dora","password":"hunter2hunter2"}"#, as: .alice),
                try await server.ask(
                    .get, "/accounts/first/?key=topsecretkey", as: .nobody),
            ]
            var secrets = answers.compactMap { try? $0.json["token"]?.string }
            secrets += ["correct horse", "hunter2", "topsecret"]
            let log = watched.told().map { "\($0)" }.joined(separator: "\n")

            #expect(secrets.count == 7)
            for secret in secrets { #expect(!log.contains(secret)) }
        }
    }
}

@Suite struct `Answers with secrets` {
    @Test func `are kept by no browser or proxy`() async throws {
        try await APIServer.run { server in
            try await server.database.operations.accounts.setPassword(
                "correct horse", of: "bob", by: .console)
            let credentials = #"{"username":"bob","password":"correct horse"}"#
            let answers = [
                try await server.post("v1/token-auth/", credentials, as: .nobody),
                try await server.post("v2/auth/token/login/", credentials, as: .nobody),
                try await server.post("v3/tokens/", "{}", as: .alice),
                try await server.post("v2/auth/refresh-token/", as: .zabbix),
                try await server.get("v2/auth/user/"),
                try await server.ask(.get, "/accounts/login/", as: .nobody),
            ]

            for answer in answers {
                #expect(answer.headers[.cacheControl] == "no-store")
            }
        }
    }

    @Test func `go over https alone once a browser has seen the site there`() async throws {
        let name = HTTPField.Name.strictTransportSecurity
        for (url, policy) in [
            ("https://argus.example.org", "max-age=31536000"), ("http://argus.example.org", nil),
            (nil, nil),
        ] as [(String?, String?)] {
            try await APIServer.run(publicURL: url) { server throws in
                for path in ["v2/incidents/", "/accounts/login/", "/nowhere/"] {
                    #expect(try await server.get(path).headers[name] == policy)
                }
            }
        }
    }
}

extension HTTPField.Name {
    fileprivate static let forwardedFor = Self("X-Forwarded-For") ?? .via
}
