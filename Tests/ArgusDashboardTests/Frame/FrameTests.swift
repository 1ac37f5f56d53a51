import ArgusHTTP
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import HTTPTypes
import Testing

@Suite struct `The frame of a page` {
    @Test func `says where one is, who one is, and how to leave`() async throws {
        try await TestSite.run { site in
            let page = try await site.browser(of: site.cast.bob).get("/incidents/")

            #expect(page.text.contains(#"<a href="/incidents/" aria-current="page">Incidents</a>"#))
            #expect(page.text.contains(#"<b>bob</b><br><span class="quiet">operator</span>"#))
            #expect(page.text.contains(#"action="/accounts/logout/""#))
        }
    }

    @Test func `shows strangers no rooms`() async throws {
        try await TestSite.run { site in
            let page = try await site.stranger.get("/accounts/login/")

            #expect(!page.text.contains("<nav"))
            #expect(!page.text.contains("/accounts/logout/"))
        }
    }

    @Test func `shows which installation it is`() async throws {
        let appearance = SiteAppearance(
            name: "Argus <test>", color: .amber, banner: "Not for alarms & such",
            links: [.init(label: "Wiki", url: "https://wiki.example.org/?a=1&b=2")])
        try await TestSite.run(SiteSettings(appearance: appearance)) { site in
            let page = try await site.browser(of: site.cast.bob).get("/incidents/").text

            #expect(page.contains(#"data-site="amber""#))
            #expect(page.contains("Incidents · Argus &lt;test&gt;</title>"))
            #expect(page.contains("Not for alarms &amp; such</p>"))
            #expect(page.contains(#"href="https://wiki.example.org/?a=1&amp;b=2""#))
        }
    }

    @Test func `is light or dark as its reader likes it`() async throws {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.bob)
            let before = try await browser.get("/incidents/?q=open").text
            try await site.operations.preferences.change(
                "argus_htmx", by: site.cast.bob.requester
            ) { _ in #"{"theme":"dark","time_zone":"Europe/Oslo"}"# }
            let after = try await browser.get("/incidents/?q=open").text

            #expect(before.contains(#"data-theme="system""#))
            #expect(after.contains(#"data-theme="dark""#))
            #expect(after.contains("times in Europe/Oslo"))
        }
    }

    @Test func `lets nothing in from elsewhere, and nothing written into the page`() async throws {
        try await TestSite.run { site in
            let page = try await site.browser(of: site.cast.bob).get("/incidents/")
            let policy = page.headers[.contentSecurityPolicy] ?? ""

            #expect(policy.contains("default-src 'none'; script-src 'self'; style-src 'self'"))
            #expect(!policy.contains("unsafe"))
            #expect(!page.text.contains("style=") && !page.text.contains("<script>"))
        }
    }

    @Test func `leads from the root to the page that one likes to start with`() async throws {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.bob)
            let usual = try await browser.get("/")
            try await site.operations.preferences.change(
                "argus_htmx", by: site.cast.bob.requester
            ) { _ in #"{"start_page":"/incidents/?open=true"}"# }
            let chosen = try await browser.get("/")

            #expect(usual.location == "/incidents/")
            #expect(chosen.location == "/incidents/?open=true")
            #expect(try await site.stranger.get("/").location == "/accounts/login/?next=%2F")
        }
    }
}

@Suite struct `A page that refuses` {
    @Test(arguments: [
        ("/nothing/", 404, "There is nothing here"),
        ("/accounts/logout/", 405, "This cannot be done here"),
    ])
    func `says what to do`(path: String, status: Int, title: String) async throws {
        try await TestSite.run { site in
            let page = try await site.browser(of: site.cast.bob).get(path)

            #expect(page.status == status)
            #expect(page.text.contains("<h1>\(title)</h1>"))
            #expect(page.text.contains(#"href="/">To the start page"#))
            #expect(page.text.contains(#"<a href="/incidents/">Incidents</a>"#))
        }
    }

    @Test func `keeps the menu for who may not see it, as that person likes pages`() async throws {
        try await TestSite.run { site in
            try await site.operations.preferences.change(
                "argus_htmx", by: site.cast.bob.requester
            ) { _ in #"{"theme":"dark"}"# }
            let page = try await site.browser(of: site.cast.bob).get("/users/")

            #expect(page.status == 403)
            #expect(page.text.contains("<b>bob</b>") && page.text.contains(#"data-theme="dark""#))
            #expect(page.text.contains(#"action="/accounts/logout/""#))
        }
    }

    @Test func `keeps the menu where the server fails, and tells no reason`() async throws {
        let failing = WebPage("/failing/", access: .own) { _ in throw Failure(text: "the secret") }
        try await TestSite.run(pages: [failing]) { site in
            let page = try await site.browser(of: site.cast.bob).get("/failing/")

            #expect(page.status == 500)
            #expect(page.text.contains("<b>bob</b>") && page.text.contains("Something went wrong"))
            #expect(!page.text.contains("secret"))
        }
    }

    private struct Failure: Error {
        let text: String
    }

    @Test func `shows a stranger no rooms`() async throws {
        try await TestSite.run { site in
            let page = try await site.stranger.get("/nothing/")

            #expect(page.status == 404)
            #expect(!page.text.contains("<nav") && !page.text.contains("/accounts/logout/"))
        }
    }
}
