import ArgusCore
import ArgusOperations
import ArgusSQL
import ArgusTesting
import HTTPTypes
import Testing

@Suite struct `Wrong passwords and tokens` {
    private static let from: HTTPFields = [.forwardedFor: "192.0.2.1"]
    private static let elsewhere: HTTPFields = [.forwardedFor: "192.0.2.2"]

    private static func logIn(
        _ server: APIServer, _ password: String, as name: String = "bob",
        _ headers: HTTPFields = from
    ) async throws -> Answer {
        try await server.ask(
            .post, "v2/token-auth/", #"{"username":"\#(name)","password":"\#(password)"}"#,
            as: .nobody, headers: headers)
    }

    @Test func `of one account are taken twice here, and then not for five minutes`()
        async throws
    {
        try await APIServer.run(loginFailures: 2) { server in
            try await server.database.operations.accounts.setPassword(
                "right one", of: "bob", by: .console)
            #expect(try await Self.logIn(server, "wrong").status == 400)
            #expect(try await Self.logIn(server, "wrong").status == 400)
            server.database.clock.advance(by: .seconds(60))
            let answer = try await Self.logIn(server, "right one")

            #expect(answer.status == 429)
            #expect(answer.headers[.retryAfter] == "240")
            #expect(
                answer.text
                    == #"{"detail":"Too many failed attempts to log in; try again in 240 seconds."}"#
            )
            server.database.clock.advance(by: .seconds(240))
            #expect(try await Self.logIn(server, "right one").status == 200)
        }
    }

    @Test func `keep out nobody who comes from another address, or with a token`() async throws {
        try await APIServer.run(loginFailures: 2) { server in
            try await server.database.operations.accounts.setPassword(
                "right one", of: "bob", by: .console)
            for _ in 1...3 { _ = try await Self.logIn(server, "wrong") }

            #expect(try await Self.logIn(server, "right one", Self.elsewhere).status == 200)
            #expect(
                try await server.ask(.get, "v2/auth/user/", headers: Self.from).status == 200)
        }
    }

    @Test func `are forgotten for an account once it logs in`() async throws {
        try await APIServer.run(loginFailures: 2) { server in
            try await server.database.operations.accounts.setPassword(
                "right one", of: "bob", by: .console)
            for _ in 1...5 {
                #expect(try await Self.logIn(server, "wrong").status == 400)
                #expect(try await Self.logIn(server, "right one").status == 200)
            }
        }
    }

    @Test func `of any accounts from one address are ten times as many`() async throws {
        try await APIServer.run(loginFailures: 1) { server in
            var statuses: [Int] = []
            for number in 1...11 {
                statuses.append(try await Self.logIn(server, "x", as: "user\(number)").status)
            }

            #expect(statuses == Array(repeating: 400, count: 10) + [429])
        }
    }

    @Test func `count for a form in a browser too`() async throws {
        try await APIServer.run(loginFailures: 1) { server in
            var browser = try await Browser(server)
            #expect(try await browser.logIn(password: "wrong").status == 200)
            let answer = try await browser.logIn()

            #expect(answer.status == 429)
            #expect(answer.text.contains("try again in 300 seconds"))
        }
    }

    @Test func `of tokens are fifty times as many, and right ones always work`() async throws {
        try await APIServer.run(loginFailures: 1) { server in
            let wrong = APIServer.Asker.token("0123456789")
            var statuses: [Int] = []
            for _ in 1...51 {
                statuses.append(
                    try await server.ask(.get, "v2/auth/user/", as: wrong, headers: Self.from)
                        .status)
            }

            #expect(statuses == Array(repeating: 401, count: 50) + [429])
            #expect(
                try await server.ask(.get, "v2/auth/user/", as: .nav, headers: Self.from).status
                    == 200)
        }
    }

    @Test func `write nothing down beyond the limit, and nothing for a right token`() async throws {
        try await APIServer.run(loginFailures: 1) { server in
            let wrong = APIServer.Asker.token("0123456789")
            for _ in 1...50 { try await server.get("v2/auth/user/", as: wrong) }
            let before = try await server.failures()
            try await server.get("v2/auth/user/", as: wrong)
            try await server.get("v2/auth/user/", as: .nav)

            #expect(try await server.failures() == before)
            #expect(before == [50])
        }
    }

    @Test func `count by address, and by network in version 6`() async throws {
        try await APIServer.run(loginFailures: 1) { server throws in
            let network: (String) -> HTTPFields = { [.forwardedFor: "2001:db8:1:2::\($0)"] }
            #expect(try await Self.logIn(server, "wrong", network("1")).status == 400)
            #expect(try await Self.logIn(server, "wrong", network("ffff:2")).status == 429)
            let other: HTTPFields = [.forwardedFor: "2001:db8:1:3::1"]
            #expect(try await Self.logIn(server, "wrong", other).status == 400)
        }
    }

    @Test(arguments: [
        ["192.0.2.9:1000", "192.0.2.9:1001", "192.0.2.9", "[::ffff:192.0.2.9]:5"],
        ["[2001:db8::1]:1000", "[2001:db8::1]:1001", "[2001:db8::1]", "2001:db8::2"],
    ])
    func `count an address once, whatever port a proxy writes along`(
        addresses: [String]
    ) async throws {
        try await APIServer.run(loginFailures: 1) { server throws in
            let first = try await Self.logIn(server, "wrong", [.forwardedFor: addresses[0]])
            #expect(first.status == 400)
            for address in addresses.dropFirst() {
                let answer = try await Self.logIn(server, "wrong", [.forwardedFor: address])
                #expect(answer.status == 429, "\(address)")
            }
        }
    }

    @Test func `believe a proxy about the last address only`() async throws {
        try await APIServer.run(loginFailures: 1) { server throws in
            let forged: HTTPFields = [.forwardedFor: "198.51.100.7, 192.0.2.1, 127.0.0.1"]
            #expect(try await Self.logIn(server, "wrong", forged).status == 400)
            #expect(try await Self.logIn(server, "wrong").status == 429)
        }
    }
}

extension APIServer {
    /// How many failures are counted, by place.
    fileprivate func failures() async throws -> [Int64] {
        try await database.driver.read { connection in
            try connection.rows("SELECT count FROM failed_attempt ORDER BY place") { $0.integer() }
        }
    }
}

extension HTTPField.Name {
    fileprivate static let forwardedFor = Self("X-Forwarded-For") ?? .via
}
