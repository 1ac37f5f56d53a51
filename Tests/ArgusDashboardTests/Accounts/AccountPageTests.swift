import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import HTTPTypes
import Testing

extension Page {
    /// The names in the first column of a list.
    fileprivate var names: [String] {
        text.matches(of: /data-label="Name"><a [^>]*>([^<]*)</).map { String($0.1) }
    }
}

@Suite struct `The pages of accounts` {
    @Test(arguments: [
        "/users/", "/users/create/", "/users/3/update/", "/users/3/delete/", "/user/tokens/all/",
    ])
    func `are for superusers`(path: String) async throws {
        try await TestSite.run { site in
            for (role, browser) in try await site.everybody() {
                let status = try await browser.get(path).status
                #expect(status == (role == .superuser ? 200 : 403), "\(role)")
            }
        }
    }

    @Test(arguments: [
        "/user/", "/user/password/", "/user/sessions/", "/user/tokens/", "/user/tokens/create/",
        "/about/",
    ])
    func `that are one's own are for everybody`(path: String) async throws {
        try await TestSite.run { site in
            for (role, browser) in try await site.everybody() {
                #expect(try await browser.get(path).status == 200, "\(role)")
            }
            #expect(try await site.stranger.get(path).status == 302)
        }
    }

    @Test func `list all accounts by name, a hundred on a page`() async throws {
        try await TestSite.run { site in
            for number in 100...205 {
                _ = try await site.operations.accounts.create(
                    NewUser(username: "c\(number)"), password: nil, by: .console)
            }
            let browser = try await site.browser(of: site.cast.alice)
            let first = try await browser.get("/users/")
            let next = try #require(first.text.firstMatch(of: /rel="next" href="([^"]*)"/)?.1)
            let second = try await browser.get("/users/\(next)")
            let back = try #require(second.text.firstMatch(of: /rel="prev" href="([^"]*)"/)?.1)

            #expect(first.names.prefix(4) == ["alice", "argus", "bob", "c100"])
            #expect(first.names.count == 100 && !first.text.contains(#"rel="prev""#))
            #expect(second.names.suffix(3) == ["charlie", "nav", "zabbix"])
            #expect(second.names.count == 12 && !second.text.contains(#"rel="next""#))
            #expect(try await browser.get("/users/\(back)").names == first.names)
        }
    }

    @Test func `list all tokens from the newest, a hundred on a page`() async throws {
        try await TestSite.run { site in
            let bob = site.cast.bob.requester
            for number in 1...101 {
                _ = try await site.operations.tokens.create(
                    NewToken(name: "t\(number)."), of: nil, by: bob)
            }
            let browser = try await site.browser(of: site.cast.bob)
            let first = try await browser.get("/user/tokens/").text
            let next = try #require(first.firstMatch(of: /rel="next" href="([^"]*)"/)?.1)
            let second = try await browser.get("/user/tokens/\(next)").text

            #expect(first.contains(">t101.<") && !first.contains(">t1.<"))
            #expect(second.contains(">t1.<") && !second.contains(">t101.<"))
            #expect(try await browser.get("/user/tokens/?cursor=x").status == 404)
        }
    }

    @Test func `open, change and delete an account`() async throws {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.alice)
            let made = try await browser.submit(
                "/users/create/",
                [
                    "username": "dora", "role": "viewer", "is_active": "true",
                    "password": "battery staple",
                ])
            #expect(made.location == "/users/")
            try await browser.submit(
                "/users/7/update/", ["role": "staff", "is_active": "false", "last_name": "Dahl"])
            let dora = try await site.operations.accounts.find(7)
            #expect(dora.role == .staff && !dora.isActive && dora.lastName == "Dahl")
            try await browser.submit("/users/7/delete/")
            #expect(try await browser.get("/users/7/update/").status == 404)
        }
    }

    @Test func `take no right from oneself, and say so beside the field`() async throws {
        try await TestSite.run { site in
            let answer = try await site.browser(of: site.cast.alice).submit(
                "/users/2/update/", ["role": "viewer", "is_active": "true"])

            #expect(answer.text.contains("You cannot take this from yourself."))
        }
    }

    @Test func `make a token that is shown once, and take it back`() async throws {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.bob)
            let page = try await browser.submit(
                "/user/tokens/create/", ["name": "backup", "scope": "read"]
            ).text
            let secret = String(
                try #require(page.firstMatch(of: /tabindex="0">([0-9a-f]{40})</)?.1))
            let token = try #require(
                try await site.operations.tokens.requester(with: Secret(secret)).token)
            #expect(token.scope == .read && token.name == "backup")

            try await browser.submit("/user/tokens/\(token.id)/delete/")
            await #expect(throws: Refusal.because(.wrongToken)) {
                try await site.operations.tokens.requester(with: Secret(secret))
            }
            let others = try await site.browser(of: site.cast.charlie)
                .get("/user/tokens/1/delete/")
            #expect(others.status == 404)
        }
    }
}

@Suite struct `One's own password` {
    @Test func `is changed by who knows it, who stays logged in only there`() async throws {
        try await TestSite.run { site in
            try await site.operations.accounts.setPassword(
                "correct horse", of: "bob", by: .console)
            let (here, elsewhere) = (
                try await site.browser(of: site.cast.bob), try await site.browser(of: site.cast.bob)
            )
            let answer = try await here.submit(
                "/user/password/",
                [
                    "old_password": "correct horse", "password": "battery staple",
                    "again": "battery staple",
                ])

            #expect(answer.location == "/user/")
            #expect(answer.headers[values: .setCookie].contains { $0.hasPrefix("sessionid=") })
            #expect(try await elsewhere.get("/user/").status == 302)
            _ = try await site.operations.accounts.authenticate(
                username: "bob", password: "battery staple")
        }
    }

    @Test(arguments: [
        ("wrong", "battery staple", "battery staple", "It is not the password of your account."),
        ("correct horse", "battery staple", "battery", "It is not the same as above."),
        ("correct horse", "Password123", "Password123", "Many people use this password"),
        ("correct horse", "short", "short", "A password has at least 8 characters."),
        ("correct horse", "", "", "It must not be empty."),
    ])
    func `is refused beside the field, and never shown again`(
        old: String, new: String, again: String, problem: String
    ) async throws {
        try await TestSite.run { site in
            try await site.operations.accounts.setPassword(
                "correct horse", of: "bob", by: .console)
            let answer = try await site.browser(of: site.cast.bob).submit(
                "/user/password/", ["old_password": old, "password": new, "again": again])

            #expect(answer.text.contains(problem))
            #expect(!answer.text.contains("battery staple"))
        }
    }
}

@Suite struct `One's own sessions` {
    @Test func `are listed, and ended`() async throws {
        try await TestSite.run { site in
            let (here, other) = (
                try await site.browser(of: site.cast.bob), try await site.browser(of: site.cast.bob)
            )
            let text = try await here.get("/user/sessions/").text
            let path = try #require(
                text.firstMatch(of: /href="(\/user\/sessions\/[0-9a-f]+\/end\/)"/)?.1)
            #expect(text.contains("this one"))
            let alice = try await site.browser(of: site.cast.alice)
            #expect(try await alice.submit(String(path)).status == 404)
            try await here.submit(String(path))

            #expect(try await other.get("/user/").status == 302)
            #expect(try await here.get("/user/").status == 200)
        }
    }
}

@Suite struct `The first administrator` {
    @Test func `is made by the link of the log, once`() async throws {
        try await TestSite.runEmpty { site in
            let logIn = try await site.stranger.get("/accounts/login/")
            #expect(logIn.text.contains("The log of the server has a link"))
            let form = try await site.stranger.get("/accounts/first/?key=k1")
            #expect(form.text.contains("Nobody has an account here yet."))
            let weak = try await site.stranger.submit(
                "/accounts/first/",
                ["key": "k1", "username": "root", "password": "password123"])
            #expect(weak.text.contains("Many people use this password"))
            let made = try await site.stranger.submit(
                "/accounts/first/",
                ["key": "k1", "username": "root", "password": "battery staple"])

            #expect(made.location == "/")
            #expect(try await site.operations.accounts.find(username: "root").role == .superuser)
            #expect(try await site.stranger.get("/accounts/first/?key=k1").status == 403)
        }
    }

    @Test(arguments: ["", "?key=", "?key=k2"])
    func `is made by nobody else`(query: String) async throws {
        try await TestSite.runEmpty { site in
            let page = try await site.stranger.get("/accounts/first/\(query)")
            #expect(page.status == 403)
        }
    }
}
