import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import HTTPTypes
import Testing

@Suite struct `The pages of sources` {
    @Test(arguments: [
        "/sources/", "/sources/types/", "/sources/create/", "/sources/2/update/",
        "/sources/2/token/", "/sources/2/delete/", "/sources/types/create/",
        "/sources/types/nav/delete/",
    ])
    func `are for the staff`(path: String) async throws {
        try await TestSite.run { site in
            for (role, browser) in try await site.everybody() {
                #expect(
                    try await browser.get(path).status == (role >= .staff ? 200 : 403), "\(role)")
            }
        }
    }

    @Test func `add a source and give it a token, which is shown once`() async throws {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.charlie)
            let made = try await browser.submit(
                "/sources/create/",
                ["name": "nav2", "type": "nav", "base_url": "https://nav2.example.org/"])
            #expect(made.location == "/sources/4/token/")
            #expect(try await browser.get("/sources/").text.contains(">missing</span>"))

            let page = try await browser.submit("/sources/4/token/").text
            let secret = try #require(page.firstMatch(of: /tabindex="0">([0-9a-f]{40})</)?.1)
            let asker = try await site.operations.tokens.requester(with: Secret(String(secret)))
            #expect(asker.source == 4)
            let list = try await browser.get("/sources/").text
            #expect(!list.contains(secret))
        }
    }

    @Test func `take the old tokens back where that is wanted`() async throws {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.charlie)
            let old = site.cast.nav.secret
            try await browser.submit("/sources/2/token/")
            _ = try await site.operations.tokens.requester(with: old)
            try await browser.submit("/sources/2/token/", ["revoke": "on"])
            await #expect(throws: Refusal.because(.wrongToken)) {
                try await site.operations.tokens.requester(with: old)
            }
        }
    }

    @Test func `say who is late with a heartbeat`() async throws {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.charlie)
            let answer = try await browser.submit(
                "/sources/2/update/",
                ["name": "nav", "type": "nav", "base_url": "", "heartbeat_frequency": "60"])

            #expect(answer.location == "/sources/")
            #expect(try await browser.get("/sources/").text.contains("never, late"))
        }
    }

    @Test func `refuse beside the field, and keep what was typed`() async throws {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.charlie)
            let taken = try await browser.submit(
                "/sources/create/", ["name": "nav", "type": "nav", "heartbeat_frequency": "5"])
            let upper = try await browser.submit("/sources/types/create/", ["name": "NAV2"])

            #expect(taken.text.contains("It must be at least 60 seconds."))
            #expect(taken.text.contains(#"name="heartbeat_frequency" type="text" value="5""#))
            #expect(upper.text.contains("NAV2 is not in lower case."))
        }
    }

    @Test func `count the incidents of each source, and lead to them`() async throws {
        try await TestSite.run { site in
            for level in [Level.critical, .low] { _ = try await site.create(.sample(level: level)) }
            _ = try await site.create(
                .sample(startTime: .sample(-60), endTime: .ended(.sample(-5))))
            let browser = try await site.browser(of: site.cast.charlie)
            let text = try await browser.get("/sources/").text

            for (path, count) in [
                ("open=true&amp;source__id__in=2", 2), ("source__id__in=2", 3),
                ("source__id__in=3", 0),
            ] {
                let cell = #"href="/incidents/?\#(path)" dir="auto">\#(count)</a>"#
                #expect(text.contains(cell), "\(path)")
            }
            #expect(try await browser.get("/incidents/?source__id__in=2").rows.count == 3)
            #expect(!text.contains("/sources/2/delete/") && text.contains("/sources/3/delete/"))
        }
    }

    @Test func `delete a type that no source has, and no other`() async throws {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.charlie)
            try await browser.submit("/sources/types/create/", ["name": "a b/ü"])
            let list = try await browser.get("/sources/types/").text
            let path = "/sources/types/a%20b%2F%C3%BC/delete/"
            let used = try await browser.submit("/sources/types/nav/delete/")
            let idle = try await browser.submit(path)

            #expect(list.contains(path) && !list.contains("/sources/types/nav/delete/"))
            #expect(used.text.contains("This type has source systems, so it cannot be deleted."))
            #expect(idle.location == "/sources/types/")
            #expect(try await site.operations.sources.types() == ["argus", "nav", "zabbix"])
            #expect(try await browser.get(path).status == 404)
        }
    }

    @Test func `delete a source without incidents, and no other`() async throws {
        try await TestSite.run { site in
            _ = try await site.create(.sample())
            let browser = try await site.browser(of: site.cast.charlie)
            let used = try await browser.submit("/sources/2/delete/")
            let idle = try await browser.submit("/sources/3/delete/")

            #expect(used.status != 302)
            #expect(idle.location == "/sources/")
            #expect(try await site.operations.sources.list().map(\.name) == ["argus", "nav"])
        }
    }
}
