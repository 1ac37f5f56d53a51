import ArgusAPI
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusSQL
import ArgusTesting
import ArgusVocabulary
import HTTPTypes
import Testing

/// Where types of source systems are added with a browser, as if there were such a page.
private let newType = WebPage(
    "/types/new/", form: .newSourceType,
    show: { call, entry in
        let name = entry.field("name")
        let values: [String?] = [
            entry.key, name.value, name.problem, entry.problem, call.message,
        ]
        return Reply(type: "text/html", text: values.map { $0 ?? "-" }.joined(separator: "|"))
    }
) { call, name in
    try await call.making(leadingTo: { "/types/\($0)/" }, saying: "Added: æ; it is new.") { once in
        try await call.operations.sources.createType(name, once: once, by: call.requester)
    }
}

@Suite struct `A page with a form` {
    /// What a browser sends that shows a page.
    static let accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

    @Test func `is for those who are logged in, and leads others to where one does`() async throws {
        try await APIServer.run(pages: [newType]) { server in
            let answer = try await server.ask(.get, "/types/new/?a=b", as: .nobody)
            let byToken = try await server.ask(.get, "/types/new/", as: .bob)

            #expect(answer.status == 302)
            #expect(
                answer.headers[.location] == "/accounts/login/?next=%2Ftypes%2Fnew%2F%3Fa%3Db")
            #expect(byToken.status == 302)
        }
    }

    @Test func `does what it is asked, leads on, and says so once`() async throws {
        try await APIServer.run(pages: [newType]) { server in
            var browser = try await Browser(server)
            try await browser.logIn()
            let answer = try await browser.submit("/types/new/", "name=icinga")

            #expect(answer.status == 302)
            #expect(answer.headers[.location] == "/types/icinga/")
            #expect(try await browser.get("v2/incidents/source-types/icinga/").status == 200)
            let said = try await browser.get("/types/new/").text
            #expect(said.hasSuffix("|Added: æ; it is new."))
        }
    }

    @Test func `shows again what was typed, with what is wrong beside it`() async throws {
        try await APIServer.run(pages: [newType]) { server in
            var browser = try await Browser(server)
            try await browser.logIn()
            let empty = try await browser.get("/types/new/").text.split(separator: "|")
            let wrong = try await browser.submit("/types/new/", "name=NAV2&idempotency_key=k")

            #expect(empty.dropFirst() == ["-", "-", "-"])
            #expect(wrong.status == 200)
            #expect(wrong.text == "k|NAV2|NAV2 is not in lower case.|-|-")
            #expect(try await browser.get("v2/incidents/source-types/NAV2/").status == 404)
        }
    }

    @Test func `does once what is sent twice, and leads to the same place`() async throws {
        try await APIServer.run(pages: [newType]) { server in
            var browser = try await Browser(server)
            try await browser.logIn()
            let form = "name=icinga&idempotency_key=k"
            let answers = [
                try await browser.submit("/types/new/", form),
                try await browser.submit("/types/new/", form),
            ]

            #expect(answers.map { $0.headers[.location] } == ["/types/icinga/", "/types/icinga/"])
        }
    }

    @Test func `takes nothing that another site sends, or that a viewer does`() async throws {
        try await APIServer.run(pages: [newType]) { server in
            var browser = try await Browser(server)
            try await browser.logIn()
            let type = "application/x-www-form-urlencoded"
            let other = try await server.ask(
                .post, "/types/new/", "name=icinga", as: .nobody, type: type,
                headers: browser.fields)
            _ = try await server.database.operations.accounts.grant(
                UserChange(role: .viewer), to: "bob", by: .console)
            let viewer = try await browser.submit("/types/new/", "name=icinga")

            for answer in [other, viewer] {
                #expect(answer.status == 403)
                #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
            }
            #expect(try await browser.get("v2/incidents/source-types/icinga/").status == 404)
        }
    }
}

@Suite struct `A refusal in a browser` {
    private static let fields: HTTPFields = [.accept: `A page with a form`.accept]

    @Test(arguments: [
        "/nothing", "/incidents/1/nothing/", "/accounts//login/", "/static/x.css",
    ])
    func `is a page where there is nothing`(path: String) async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(.get, path, as: .nobody, headers: Self.fields)

            #expect(answer.status == 404)
            #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
            #expect(answer.text.contains("<h1>There is nothing here</h1>"))
            #expect(answer.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
        }
    }

    @Test(arguments: ["v2/nothing/", "nothing", "v2//incidents/"])
    func `is JSON in the API`(path: String) async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(.get, path, headers: Self.fields)

            #expect(answer.status == 404)
            #expect(answer.text == #"{"detail":"Not found."}"#)
        }
    }

    @Test(arguments: ["*/*", "application/json", "text/plain", "application/json, text/html"])
    func `is JSON for programs everywhere`(accept: String) async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(
                .get, "/nothing", as: .nobody, headers: [.accept: accept])

            #expect(answer.text == #"{"detail":"Not found."}"#)
        }
    }

    @Test func `is a page that says which methods there are`() async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(
                .delete, "/accounts/login/", as: .nobody, headers: Self.fields)

            #expect(answer.status == 405)
            #expect(answer.headers[.allow] == "GET, POST, HEAD")
            #expect(answer.text.contains("<h1>This cannot be done here</h1>"))
        }
    }

    @Test(
        arguments: [
            (.unavailable("The disk is full."), 503, "The server cannot do this just now"),
            (.other(code: 1, message: "no such table: secret"), 500, "Internal error."),
        ] as [(SQLError, Int, String)])
    func `is a page when the server fails, without its reasons`(
        error: SQLError, status: Int, text: String
    ) async throws {
        try await APIServer.run(failing: error) { server in
            var browser = try await Browser(server)
            let answer = try await browser.logIn()

            #expect(answer.status == status)
            #expect(answer.text.contains(#"<p dir="auto">\#(text)"#))
            #expect(answer.headers[.retryAfter] == (status == 503 ? "5" : nil))
        }
    }

    @Test func `of a password is told beside the form, and so is patience`() async throws {
        try await APIServer.run(loginFailures: 1) { server in
            var browser = try await Browser(server)
            try await browser.logIn(password: "wrong")
            let answer = try await browser.logIn(password: "wrong")
            let blank = try await browser.submit("/accounts/login/", "username=bob&password=")

            #expect(answer.status == 429)
            #expect(answer.headers[.retryAfter] != nil)
            #expect(answer.text.contains("Too many failed attempts"))
            #expect(blank.status == 200)
            #expect(blank.text.contains(#"role="alert">It must not be empty."#))
        }
    }
}

@Suite struct `A page that is led to` {
    @Test func `says once what was done`() async throws {
        try await APIServer.run { server in
            var browser = try await Browser(server)
            try await browser.logIn()
            _ = try await browser.submit("/accounts/logout/", "")
            let page = try await browser.get("/accounts/login/")

            let message = #"<p class="message" role="status" dir="auto">You have logged out.</p>"#
            #expect(page.text.contains(message))
            let cookie = page.headers[values: .setCookie].first { $0.hasPrefix("message=;") }
            #expect(cookie?.contains("Max-Age=0") == true)
            let later = try await server.ask(.get, "/accounts/login/", as: .nobody)
            #expect(!later.text.contains("logged out"))
        }
    }
}

@Suite struct `The parts of a path` {
    @Test func `are described by their own names`() {
        for operation in APIRoutes.endpoints.flatMap(\.operations) {
            let written = operation.path.split(separator: "/").filter { $0.hasPrefix(":") }
            let described = operation.parameters.filter { $0.place == .path }.map { ":\($0.name)" }
            #expect(described == written.map(String.init), "\(operation.path)")
        }
    }
}
