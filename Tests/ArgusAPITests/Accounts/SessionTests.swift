import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

@Suite struct `Sessions` {
    @Test func `begin with the form for a name and a password`() async throws {
        try await APIServer.run { server in
            let page = try await server.ask(.get, "/accounts/login/?next=/x/", as: .nobody)
            let cookies = page.headers[values: .setCookie]

            #expect(page.status == 200)
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            #expect(page.text.contains(#"name="next" value="/x/""#))
            #expect(cookies.map(Browser.name) == ["csrftoken"])
        }
    }

    @Test func `are begun and ended from any page`() async throws {
        try await APIServer.run { server in
            let before = try await server.ask(.get, "/incidents/", as: .nobody)
            #expect(before.headers[.location] == "/accounts/login/?next=%2Fincidents%2F")

            var browser = try await Browser(server)
            try await browser.logIn()
            let page = try await browser.get("/incidents/")
            #expect(page.text.contains(#"action="/accounts/logout/""#))
            #expect(page.text.contains(#"value="\#(browser.cookies["csrftoken"] ?? "?")""#))

            _ = try await browser.submit("/accounts/logout/", "")
            let after = try await browser.get("/incidents/")
            #expect(after.status == 302)
        }
    }

    @Test func `last a fortnight, in cookies that other sites cannot use`() async throws {
        try await APIServer.run { server in
            var browser = try await Browser(server)
            let answer = try await browser.logIn(next: "/somewhere/?a=1")

            #expect(answer.status == 302)
            #expect(answer.headers[.location] == "/somewhere/?a=1")
            let cookies = answer.headers[values: .setCookie]
            for word in ["Max-Age=1209600", "HttpOnly", "SameSite=Lax", "Path=/"] {
                #expect(cookies.first { $0.hasPrefix("sessionid=") }?.contains(word) == true)
            }
            #expect(!cookies.contains { $0.contains("Secure") })
            #expect(!cookies.contains { $0.hasPrefix("csrftoken=") && $0.contains("HttpOnly") })
        }
    }

    @Test func `are for https alone where the site is`() async throws {
        try await APIServer.run(publicURL: "https://argus.example.org") { server in
            let page = try await server.ask(.get, "/accounts/login/", as: .nobody)

            let cookies = page.headers[values: .setCookie]
            #expect(cookies.map(Browser.name) == ["__Host-csrftoken"])
            for word in ["Secure", "Path=/"] {
                #expect(cookies.first?.contains(word) == true)
            }
            #expect(cookies.first?.contains("Domain") == false)
        }
    }

    @Test func `are not those that another site of the same domain plants`() async throws {
        try await APIServer.run(publicURL: "https://argus.example.org") { server in
            var browser = try await Browser(server)
            try await browser.logIn()
            let plain: HTTPFields = [
                .cookie: "sessionid=\(browser.cookies["__Host-sessionid"] ?? "?")"
            ]
            let planted = String(repeating: "ab", count: 32)
            let form = "username=bob&password=correct+horse&csrfmiddlewaretoken=\(planted)"
            let answer = try await server.ask(
                .post, "/accounts/login/", form, as: .nobody,
                type: "application/x-www-form-urlencoded",
                headers: [
                    .cookie: "csrftoken=\(planted)",
                    .referer: "https://argus.example.org/accounts/login/",
                ])

            #expect(try await browser.get("v2/auth/user/").json["username"] == "bob")
            #expect(
                try await server.ask(.get, "v2/auth/user/", as: .nobody, headers: plain).status
                    == 401)
            #expect(answer.status == 403)
        }
    }

    @Test func `take no token from before they began`() async throws {
        try await APIServer.run { server in
            var browser = try await Browser(server)
            let before = try #require(browser.token)
            try await browser.logIn()
            var fields = browser.fields
            fields[.csrfToken] = before
            let api = try await server.ask(
                .post, "v2/incidents/source-types/", #"{"name":"mine"}"#, as: .nobody,
                headers: fields)
            fields[.cookie] = "\(fields[.cookie] ?? ""); csrftoken=\(before)"
            let page = try await server.ask(
                .post, "/user/password/", "csrfmiddlewaretoken=\(before)", as: .nobody,
                type: "application/x-www-form-urlencoded", headers: fields)

            #expect(browser.token != before)
            #expect([api.status, page.status] == [403, 403])
        }
    }

    @Test func `take no token that is not of our making`() async throws {
        try await APIServer.run { server in
            try await server.database.operations.accounts.setPassword(
                "correct horse", of: "bob", by: .console)
            let answer = try await server.ask(
                .post, "/accounts/login/",
                "username=bob&password=correct+horse&csrfmiddlewaretoken=abc", as: .nobody,
                type: "application/x-www-form-urlencoded", headers: [.cookie: "csrftoken=abc"])

            #expect(answer.status == 403)
        }
    }

    @Test func `have a token that goes with the browser before they begin, and with them after`()
        async throws
    {
        try await APIServer.run { server in
            var browser = try await Browser(server)
            let page = try await server.ask(.get, "/accounts/login/", as: .nobody)
            try await browser.logIn()
            let ended = try await browser.submit("/accounts/logout/", "")
            let token = ended.headers[values: .setCookie].first { $0.hasPrefix("csrftoken=") }

            #expect(page.headers[.setCookie]?.contains("Max-Age") == false)
            #expect(token?.hasPrefix("csrftoken=;") == true)
            #expect(token?.contains("Max-Age=0") == true)
        }
    }

    @Test func `go on at the start page, or at another page of this site`() async throws {
        try await APIServer.run { server in
            let elsewhere = [
                "", "x", "//evil.example.org/", "/\\evil.example.org", "https://evil.example.org/",
                "/a\u{9}b",
            ]
            for next in elsewhere {
                var browser = try await Browser(server)
                let answer = try await browser.logIn(next: next)
                #expect(answer.headers[.location] == "/", "\(next)")
            }
        }
    }

    @Test func `do not begin with a wrong password`() async throws {
        try await APIServer.run { server in
            var browser = try await Browser(server)
            let answer = try await browser.logIn(password: "wrong")

            #expect(answer.status == 200)
            #expect(answer.text.contains("Please enter a correct username and password."))
            #expect(answer.text.contains(#"value="bob""#))
            #expect(!answer.headers[values: .setCookie].contains { $0.hasPrefix("sessionid=") })
        }
    }

    @Test func `do not begin with what another site sends`() async throws {
        try await APIServer.run { server in
            try await server.database.operations.accounts.setPassword(
                "correct horse", of: "bob", by: .console)
            let planted = String(repeating: "ab", count: 32)
            let form = "username=bob&password=correct+horse&csrfmiddlewaretoken=\(planted)"
            let type = "application/x-www-form-urlencoded"
            let without = try await server.ask(
                .post, "/accounts/login/", form, as: .nobody, type: type)
            let other = try await server.ask(
                .post, "/accounts/login/", form, as: .nobody, type: type,
                headers: [.cookie: "csrftoken=\(planted)", .origin: "https://evil.example.org"])

            for answer in [without, other] {
                #expect(answer.status == 403)
                #expect(answer.text.contains("CSRF Failed"))
                #expect(answer.headers[values: .setCookie].isEmpty)
            }
        }
    }

    @Test func `say who asks the API`() async throws {
        try await APIServer.run { server in
            var browser = try await Browser(server)
            try await browser.logIn()

            #expect(try await browser.get("v2/auth/user/").json["username"] == "bob")
            let both = try await server.ask(
                .get, "v2/auth/user/", as: .alice, headers: browser.fields)
            #expect(try both.json["username"] == "alice")
        }
    }

    @Test func `change something only with their token in a header`() async throws {
        try await APIServer.run { server in
            var browser = try await Browser(server)
            try await browser.logIn()
            let body = #"{"name":"mine"}"#
            let path = "v2/incidents/source-types/"
            var wrong = browser.fields
            wrong[.csrfToken] = "x"
            let missing = try await server.ask(
                .post, path, body, as: .nobody, headers: browser.fields)
            let incorrect = try await server.ask(.post, path, body, as: .nobody, headers: wrong)
            let alone = try await server.ask(
                .post, path, body, as: .nobody,
                headers: [.cookie: "sessionid=\(browser.cookies["sessionid"] ?? "")"])

            #expect(missing.text == #"{"detail":"CSRF Failed: CSRF token missing."}"#)
            #expect(
                incorrect.text
                    == #"{"detail":"CSRF Failed: CSRF token from the 'X-Csrftoken' HTTP header incorrect."}"#
            )
            #expect(alone.text == #"{"detail":"CSRF Failed: CSRF cookie not set."}"#)
            #expect([missing, incorrect, alone].map(\.status) == [403, 403, 403])
            #expect(try await browser.ask(.post, path, body).status == 201)
        }
    }

    @Test func `change nothing that comes from another site`() async throws {
        try await APIServer.run { server in
            var browser = try await Browser(server)
            try await browser.logIn()
            var fields = browser.fields
            fields[.csrfToken] = browser.cookies["csrftoken"]
            fields[.origin] = "https://evil.example.org"
            let answer = try await server.ask(
                .post, "v2/incidents/source-types/", #"{"name":"mine"}"#, as: .nobody,
                headers: fields)

            #expect(answer.status == 403)
            #expect(
                answer.text
                    == #"{"detail":"CSRF Failed: Origin checking failed - https://evil.example.org does not match any trusted origins."}"#
            )
        }
    }

    @Test func `change something over https only from a page that the browser names`()
        async throws
    {
        try await APIServer.run(publicURL: "https://argus.example.org") { server in
            var browser = try await Browser(server)
            try await browser.logIn()
            let post = { [browser] (referer: String?) in
                var fields = browser.fields
                fields[.csrfToken] = browser.token
                fields[.referer] = referer
                return try await server.ask(
                    .post, "v2/auth/token/login/", as: .nobody, headers: fields)
            }

            #expect(
                try await post(nil).text
                    == #"{"detail":"CSRF Failed: Referer checking failed - no Referer."}"#)
            #expect(try await post("https://evil.example.org/a").status == 403)
            #expect(try await post("https://argus.example.org/incidents/").status == 200)
        }
    }

    @Test func `give a token without a body`() async throws {
        try await APIServer.run { server in
            var browser = try await Browser(server)
            try await browser.logIn()
            let answer = try await browser.ask(.post, "v2/auth/token/login/")

            #expect(answer.status == 200)
            #expect(try answer.keys == ["expiry", "expiration", "token"])
        }
    }

    @Test func `end by logging out, which is a form of its own`() async throws {
        try await APIServer.run { server in
            var browser = try await Browser(server)
            try await browser.logIn()
            let get = try await browser.get("/accounts/logout/")
            let answer = try await browser.submit("/accounts/logout/", "")

            #expect(get.status == 405)
            #expect(answer.status == 302)
            #expect(answer.headers[.location] == "/accounts/login/")
            #expect(answer.headers[.setCookie]?.hasPrefix("sessionid=;") == true)
            #expect(try await browser.get("v2/auth/user/").status == 401)
        }
    }

    @Test func `end with the log-out of the former front end too`() async throws {
        try await APIServer.run { server in
            var browser = try await Browser(server)
            try await browser.logIn()

            #expect(try await browser.ask(.post, "v1/auth/logout/").status == 200)
            #expect(try await browser.get("v2/auth/user/").status == 401)
        }
    }

    @Test func `end when the password changes, or the account becomes inactive`() async throws {
        try await APIServer.run { server in
            let accounts = server.database.operations.accounts
            var first = try await Browser(server)
            try await first.logIn()
            try await accounts.setPassword("another one", of: "bob", by: .console)
            #expect(try await first.get("v2/auth/user/").status == 401)

            var second = try await Browser(server)
            try await second.logIn()
            _ = try await accounts.grant(UserChange(isActive: false), to: "bob", by: .console)
            _ = try await accounts.grant(UserChange(isActive: true), to: "bob", by: .console)
            #expect(try await second.get("v2/auth/user/").status == 401)
        }
    }

    @Test func `end after a fortnight, and are then as if there were none`() async throws {
        try await APIServer.run { server in
            var browser = try await Browser(server)
            try await browser.logIn()
            server.database.clock.advance(by: .seconds(14 * 86_400 - 1))
            #expect(try await browser.get("v2/auth/user/").status == 200)
            server.database.clock.advance(by: .seconds(1))

            #expect(
                try await browser.get("v2/auth/user/").text
                    == #"{"detail":"Authentication credentials were not provided."}"#)
        }
    }
}
