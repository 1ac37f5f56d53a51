import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import HTTPTypes
import Testing

@testable import ArgusDashboard

@Suite struct `Acting from the list` {
    private static let back = "/incidents/?q=host%3Da"

    /// Two incidents, and bob's browser.
    private static func run(
        _ body: @escaping @Sendable (TestSite, TestBrowser) async throws -> Void
    ) async throws {
        try await TestSite.run { site in
            for _ in 0..<2 { _ = try await site.create(.sample(tags: ["host=a"])) }
            try await body(site, try await site.browser(of: site.cast.bob))
        }
    }

    @Test func `does it to the ticked rows, and leads back to the same list`() async throws {
        try await Self.run { site, browser in
            let page = try await browser.submit(
                "/incidents/actions/",
                [
                    "action": "acknowledge", "incident": "1", "incident": "2", "text": "On it",
                    "back": Self.back, "idempotency_key": "k",
                ])

            #expect(page.status == 302)
            #expect(page.location == Self.back)
            #expect(page.message == "Acknowledged 2 incidents.")
            #expect(try await site.incident(2).ackedUntil == .infinity)
        }
    }

    @Test(arguments: [
        ("snooze-1h", Timestamp.sample(3600)), ("snooze-4h", .sample(14_400)),
        ("snooze-morning", .sample(17 * 3600 - 400)), ("snooze", .sample(3200)),
    ])
    func `snoozes by an acknowledgement that ends`(
        action: String, until: Timestamp
    ) async throws {
        try await Self.run { site, browser in
            try await browser.submit(
                "/incidents/actions/",
                [
                    "action": action, "incident": "1", "back": Self.back,
                    "until_time": action == "snooze" ? "2025-06-15 16:00" : "",
                ])

            #expect(try await site.incident(1).ackedUntil == until)
        }
    }

    @Test func `reaches all that match, and only these`() async throws {
        try await Self.run { site, browser in
            let other = try await site.create(.sample(tags: ["host=b"]))
            let page = try await browser.submit(
                "/incidents/actions/",
                [
                    "action": "close", "all": "true", "search": "q=host%3Da&sort=-start",
                    "back": Self.back,
                ])

            #expect(page.message == "Closed 2 incidents.")
            #expect(try await site.incident(other).endTime == .open)
        }
    }

    @Test func `is done once, however often it is sent`() async throws {
        try await Self.run { site, browser in
            for _ in 0..<2 {
                let page = try await browser.submit(
                    "/incidents/actions/",
                    [
                        "action": "comment", "incident": "1", "text": "x", "back": Self.back,
                        "idempotency_key": "k",
                    ])
                #expect(page.message == "Commented on 1 incident.")
            }

            #expect(try await site.operations.log.events(of: 1).count == 2)
        }
    }

    @Test func `is undone by a button that goes by itself`() async throws {
        try await Self.run { site, browser in
            let done = try await browser.submit(
                "/incidents/actions/",
                [
                    "action": "close", "incident": "1", "back": Self.back,
                    "idempotency_key": "k",
                ])
            let cookie = done.headers[values: .setCookie].first { $0.hasPrefix("undo=") }
            let undone = try await browser.submit(
                "/incidents/actions/undo/", ["key": "k", "back": Self.back])

            #expect(cookie?.hasPrefix("undo=k;") == true)
            #expect(
                cookie?.split(separator: "; ").contains("Max-Age=10") == true, "\(cookie ?? "")")
            #expect(undone.location == Self.back)
            #expect(undone.message == "Undone for 1.")
            #expect(try await site.incident(1).endTime == .open)
        }
    }

    @Test(arguments: [
        ["action": "comment", "incident": "1"], ["action": "close"],
        ["action": "dance", "incident": "1"],
        ["action": "ticket", "incident": "1", "ticket_url": "javascript:x"],
        ["action": "snooze", "incident": "1"], ["action": "close", "incident": "x"],
        ["action": "snooze", "incident": "1", "until_time": "2001-01-01"],
        ["action": "close", "all": "true", "search": "q=host%3D"],
    ])
    func `says what is wrong, and does nothing`(fields: [String: String]) async throws {
        try await Self.run { site, browser in
            let page = try await browser.submit(
                "/incidents/actions/",
                [
                    "action": fields["action"] ?? "", "incident": fields["incident"] ?? "",
                    "ticket_url": fields["ticket_url"] ?? "", "all": fields["all"] ?? "",
                    "until_time": fields["until_time"] ?? "", "search": fields["search"] ?? "",
                    "back": "//evil.example.org/",
                ])

            #expect(page.status == 200)
            #expect(
                page.text.contains(
                    #"<p class="message" role="status" dir="auto">Nothing was done. "#))
            #expect(page.rows.sorted() == [1, 2])
            #expect(try await site.operations.log.events(of: 1).count == 1)
        }
    }

    @Test func `shows the same list again where it refuses, with what was typed and ticked`()
        async throws
    {
        try await Self.run { site, browser in
            _ = try await site.create(.sample(tags: ["host=b"]))
            let page = try await browser.submit(
                "/incidents/actions/",
                [
                    "action": "ticket", "incident": "1", "text": "A \"quoted\" <text>",
                    "ticket_url": "tickets/7", "until_time": "soon", "back": Self.back,
                ]
            ).text

            for text in [
                #"name="text" value="A &quot;quoted&quot; &lt;text&gt;""#,
                #"name="ticket_url" value="tickets/7""#, #"name="until_time" value="soon""#,
                #"<details class="menu wide" open><summary class="btn">Ticket"#,
                #"aria-label="Tick 1" checked>"#, #"aria-label="Tick 2">"#,
                #"name="back" value="/incidents/?q=host=a""#,
                #"href="/incidents/?q=host=a+level=1""#,
            ] {
                #expect(page.contains(text), "\(text)")
            }
            #expect(!page.contains("Tick 3"))
        }
    }

    @Test func `is not for viewers, who see no button`() async throws {
        try await Self.run { site, _ in
            let viewer = try await site.newcomer("victor", .viewer)
            let page = try await viewer.get("/incidents/?q=open")
            #expect(!page.text.contains("<button class=\"btn\" name=\"action\""))
            #expect(!page.text.contains("type=\"checkbox\""))
            for path in [
                "actions/", "actions/undo/", "filters/", "filters/1/", "filters/1/delete/",
            ] {
                let answer = try await viewer.submit("/incidents/\(path)", ["action": "close"])
                #expect(answer.status == 403, "\(path)")
            }
        }
    }
}

@Suite struct `A filter stored from the list` {
    @Test func `is chosen, changed and deleted there`() async throws {
        try await TestSite.run { site in
            _ = try await site.create(.sample(tags: ["host=a"]))
            _ = try await site.create(.sample(tags: ["host=b"]))
            let browser = try await site.browser(of: site.cast.bob)
            let saved = try await browser.submit(
                "/incidents/filters/", ["name": "mine", "q": "open host=a", "back": "/incidents/"])
            let chosen = try await browser.get("/incidents/?filter=1")
            let changed = try await browser.submit(
                "/incidents/filters/1/", ["q": "host=b", "back": "/incidents/"])
            let after = try await browser.get("/incidents/?filter=1")
            let deleted = try await browser.submit(
                "/incidents/filters/1/delete/", ["back": "/incidents/"])

            #expect(saved.location == "/incidents/?filter=1")
            #expect(chosen.rows == [1])
            #expect(changed.message == "“mine” was saved.")
            #expect(after.rows == [2])
            #expect(deleted.location == "/incidents/?q=open")
        }
    }

    @Test func `is for its owner, unless it is public`() async throws {
        try await TestSite.run { site in
            let (bob, alice) = (
                try await site.browser(of: site.cast.bob),
                try await site.browser(of: site.cast.alice)
            )
            for (name, isPublic) in [("secret", ""), ("shared", "true")] {
                try await bob.submit(
                    "/incidents/filters/", ["name": name, "q": "open", "public": isPublic])
            }
            let page = try await alice.get("/incidents/?q=open")
            let refused = try await alice.submit("/incidents/filters/2/delete/")

            #expect(page.text.contains(">shared (bob)</a>"))
            #expect(!page.text.contains("secret"))
            #expect(refused.message?.hasPrefix("Nothing was done. ") == true)
        }
    }

    @Test func `is refused where it cannot be read, or has no name`() async throws {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.bob)
            let wrong = try await browser.submit(
                "/incidents/filters/", ["name": "x", "q": "host="])
            let nameless = try await browser.submit("/incidents/filters/", ["q": "open"])

            #expect(wrong.message?.contains("At character") == true, "\(wrong.message ?? "")")
            #expect(nameless.message?.contains("1 to 40 characters") == true)
        }
    }
}
