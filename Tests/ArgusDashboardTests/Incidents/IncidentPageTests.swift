import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import HTTPTypes
import Testing

@testable import ArgusDashboard

@Suite struct `The page of an incident` {
    @Test func `tells everything that is known`() async throws {
        try await TestSite.run { site in
            let id = try await site.create(
                .sample(
                    sourceIncidentID: "4711", detailsURL: "/alerts/4711/",
                    description: "Box is down", level: .high,
                    ticketURL: "https://tickets.example.org/1",
                    metadata: #"{"room":{"floor":4,"racks":["a","b"]},"up":false}"#,
                    tags: ["host=box", "url=https://box.example.org/"]))
            let page = try await site.browser(of: site.cast.bob).get("/incidents/\(id)/").text

            for text in [
                "<h1 dir=\"auto\">Box is down</h1>", "<bdi>nav</bdi> · <bdi>nav</bdi>", "4711",
                #"href="https://nav.example.org/alerts/4711/""#,
                #"href="https://tickets.example.org/1""#, "<i>host</i>box",
                #"href="/incidents/?tags=host%3Dbox""#, #"href="https://box.example.org/""#,
                ">floor</dt>", ">2.</dt>", ">false</dd>", "opened it", "High · from",
            ] {
                #expect(page.contains(text), "\(text)")
            }
        }
    }

    @Test func `tells what happened, the newest first`() async throws {
        try await TestSite.run { site in
            let id = try await site.create(.sample(level: .high))
            let bob = site.cast.bob.requester
            _ = try await site.operations.log.acknowledge(
                id,
                with: NewAcknowledgement(
                    timestamp: .sample, description: "On it", expiration: .infinity), by: bob)
            _ = try await site.operations.incidents.change(
                id, Self.critical(), by: site.cast.nav.requester)
            let text = try await site.browser(of: site.cast.bob).get("/incidents/\(id)/").text

            #expect(text.contains("changed level"))
            #expect(text.contains("High → Critical"))
            #expect(text.contains("On it"))
            let changed = try #require(text.firstRange(of: "changed level"))
            let opened = try #require(text.firstRange(of: "opened it"))
            #expect(changed.lowerBound < opened.lowerBound)
        }
    }

    private static func critical() -> IncidentChange {
        var change = IncidentChange()
        change.level = .critical
        return change
    }

    @Test func `shows a viewer no button, and does nothing that one sends`() async throws {
        try await TestSite.run { site in
            let id = try await site.create(.sample())
            for (role, browser) in try await site.everybody() {
                let page = try await browser.get("/incidents/\(id)/")
                #expect(page.status == 200)
                let hasButtons = page.text.contains("/incidents/\(id)/closure/")
                #expect(hasButtons == (role > .viewer), "\(role)")
            }
            let viewer = try await site.newcomer("vera", .viewer)
            for action in ["acknowledgement", "closure", "comments", "facts", "ticket", "snooze"] {
                let answer = try await viewer.submit(
                    "/incidents/\(id)/\(action)/", ["description": "x"])
                #expect(answer.status == 403, "\(action)")
            }
            #expect(try await site.operations.log.events(of: id).count == 1)
        }
    }

    @Test func `is for those who are logged in, and comes back there`() async throws {
        try await TestSite.run { site in
            let id = try await site.create(.sample())
            let page = try await site.stranger.get("/incidents/\(id)/")

            #expect(page.location == "/accounts/login/?next=%2Fincidents%2F\(id)%2F")
        }
    }

    @Test func `is none where there is no incident`() async throws {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.bob)
            #expect(try await browser.get("/incidents/99/").status == 404)
            #expect(try await browser.get("/incidents/x/").status == 404)
        }
    }

    @Test func `names others with the same tags, and of the same host`() async throws {
        try await TestSite.run { site in
            let start = site.operations.clock() - .seconds(3600)
            let first = try await site.create(
                .sample(startTime: start, description: "First", tags: ["host=box"]))
            let second = try await site.create(
                .sample(startTime: start, description: "Second", tags: ["host=box"]))
            let text = try await site.browser(of: site.cast.bob).get("/incidents/\(second)/").text

            #expect(text.contains("With the same tags"))
            #expect(text.contains(#"href="/incidents/\#(first)/" dir="auto">First</a>"#))
            #expect(text.contains("2 incidents · open for 2 h"))
        }
    }

    @Test func `says which planned maintenance covers it`() async throws {
        try await TestSite.run { site in
            let id = try await site.create(.sample(tags: ["host=box"]))
            let charlie = site.cast.charlie.requester
            var blob = FilterBlob()
            blob.tags = ["host=box"]
            let made = try await site.operations.filters.create(
                NewFilter(name: "box", blob: blob), by: charlie)
            guard case .performed(let filter) = made else { return }
            _ = try await site.operations.plannedMaintenance.create(
                startTime: nil, endTime: .infinity, description: "", filters: [filter.id],
                by: charlie)
            let text = try await site.browser(of: site.cast.bob).get("/incidents/\(id)/").text

            #expect(text.contains("⚒ maintenance</span>"))
        }
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{token}}",
        "\u{202e}desrever", String(repeating: "x", count: 10_000), "a\u{1}b\u{1b}[31m",
        "👩‍👩‍👧 e\u{301}",
    ])
    func `shows any text as text`(text: String) async throws {
        try await TestSite.run { site in
            let tag = Tag(key: "k", value: String(text.prefix(200)))
            let id = try await site.create(
                .sample(
                    detailsURL: "javascript:alert(1)", description: text,
                    metadata: JSONText(["m": .string(text)]), tags: [tag]))
            let page = try await site.browser(of: site.cast.bob).get("/incidents/\(id)/")

            #expect(page.status == 200)
            #expect(!page.text.contains("<script>") && !page.text.contains("<img"))
            #expect(!page.text.contains(#"href="javascript:"#))
            #expect(!page.text.contains("<title>\u{202e}"))
        }
    }
}

@Suite struct `The log on the page of an incident` {
    /// An incident with so many comments; the first of them is the text `comment 1`.
    private static func run(
        comments: Int, _ body: @escaping @Sendable (TestBrowser, String) async throws -> Void
    ) async throws {
        try await TestSite.run { site in
            let id = try await site.create(.sample(level: .high))
            let until = site.operations.clock() + .seconds(60)
            _ = try await site.operations.log.acknowledge(
                id,
                with: NewAcknowledgement(
                    timestamp: .sample(-1), description: "On it", expiration: until),
                by: site.cast.bob.requester)
            for number in 0..<comments {
                let event = PostedEvent(
                    type: .other, timestamp: .sample(Double(number)),
                    description: "comment \(number + 1).", acknowledgementsURL: "")
                _ = try await site.operations.incidents.post(
                    event, to: id, by: site.cast.nav.requester, once: nil)
            }
            try await body(try await site.browser(of: site.cast.bob), "/incidents/\(id)/")
        }
    }

    @Test func `shows the newest entries first, and leads to the others and back`() async throws {
        try await Self.run(comments: 210) { browser, path in
            let newest = try await browser.get(path).text
            let older = try #require(newest.firstMatch(of: /rel="next" href="([^"]*)"/)?.1)
            let rest = try await browser.get("\(path)\(older)").text
            let newer = try #require(rest.firstMatch(of: /rel="prev" href="([^"]*)"/)?.1)
            let again = try await browser.get("\(path)\(newer)").text

            #expect(newest.contains("comment 210.") && newest.contains("comment 11."))
            #expect(!newest.contains("comment 10.") && !newest.contains(#"rel="prev""#))
            #expect(rest.contains("comment 10.") && rest.contains("On it"))
            #expect(!rest.contains("comment 11.") && !rest.contains(#"rel="next""#))
            #expect(again.contains("comment 210.") && !again.contains("comment 10."))
        }
    }

    @Test func `tells who acknowledges it, however long ago that was`() async throws {
        try await Self.run(comments: 210) { browser, path in
            let text = try await browser.get(path).text

            #expect(!text.contains("On it"))
            #expect(text.contains("Acknowledged by bob until 15:07"))
        }
    }

    @Test func `takes nothing on an older part for news that stands on the first`() async throws {
        try await Self.run(comments: 210) { browser, path in
            let older = try #require(
                try await browser.get(path).text.firstMatch(of: /rel="next" href="([^"]*)"/)?.1)
            let seen = try await browser.hidden(
                "seen", of: "\(path)comments/", on: "\(path)\(older)")
            let answer = try await browser.submit(
                "\(path)comments/", ["description": "Hm", "seen": seen])

            #expect(answer.message == "Your comment was added.")
        }
    }

    @Test(arguments: ["?log=x", "?log=1_", "?log=all"])
    func `says that no part of it begins there`(query: String) async throws {
        try await Self.run(comments: 0) { browser, path in
            let page = try await browser.get("\(path)\(query)")

            #expect(page.status == 404)
            #expect(page.text.contains("No part of the log begins there."))
        }
    }
}

@Suite struct `What is done on the page of an incident` {
    @Test func `is acknowledged, for good or for some time`() async throws {
        try await TestSite.run { site in
            let id = try await site.create(.sample())
            let browser = try await site.browser(of: site.cast.bob)
            let hour = try await browser.submit(
                "/incidents/\(id)/snooze/", ["description": "later", "until": "1h"])
            let snoozed = try await site.incident(id).ackedUntil
            let good = try await browser.submit("/incidents/\(id)/acknowledgement/")

            #expect(hour.location == "/incidents/\(id)/")
            #expect(hour.message == "It is acknowledged until 2025-06-15 16:06:40.")
            #expect(snoozed == site.operations.clock() + .seconds(3600))
            #expect(good.status == 302)
            #expect(try await site.incident(id).ackedUntil == .infinity)
        }
    }

    @Test func `takes a time as the reader's clock shows it`() async throws {
        try await TestSite.run { site in
            try await site.operations.preferences.change(
                "argus_htmx", by: site.cast.bob.requester
            ) { _ in #"{"time_zone":"Europe/Oslo"}"# }
            let id = try await site.create(.sample())
            let browser = try await site.browser(of: site.cast.bob)
            try await browser.submit(
                "/incidents/\(id)/snooze/", ["until_time": "2025-06-16T08:00"])

            let expected = try Timestamp("2025-06-16T06:00:00Z", in: .utc)
            #expect(try await site.incident(id).ackedUntil == expected)
        }
    }

    @Test(
        arguments: [
            ("snooze", ["description": "later", "until_time": "soon"], "It is no date and time"),
            (
                "snooze", ["description": "later", "until_time": "2020-01-01"],
                "expires in the future"
            ),
            ("acknowledgement", ["description": "later", "until": "5h"], "none of those"),
            ("comments", ["description": " "], "It must not be empty."),
            ("facts", ["description": "later", "tags": "a=1\nnonsense"], "“nonsense”: A tag is"),
            ("ticket", ["ticket_url": "javascript:alert(1)"], "no address of the web"),
            ("facts", ["description": "later", "was": "x"], "Somebody changed the incident"),
        ] as [(String, KeyValuePairs<String, String>, String)])
    func `is refused beside the field, and keeps what was typed`(
        action: String, fields: KeyValuePairs<String, String>, problem: String
    ) async throws {
        try await TestSite.run { site in
            let id = try await site.create(.sample())
            let browser = try await site.browser(of: site.cast.bob)
            let answer = try await browser.submit("/incidents/\(id)/\(action)/", fields)

            #expect(answer.status == 200)
            #expect(answer.text.contains(problem))
            #expect(
                answer.text.contains(#"id="\#(action)" open"#) || action == "comments"
                    || action == "facts")
            for (name, value) in fields where name == "description" && value != " " {
                #expect(answer.text.contains(value))
            }
            #expect(try await site.operations.log.events(of: id).count == 1)
        }
    }

    @Test func `closes, comments and reopens`() async throws {
        try await TestSite.run { site in
            let id = try await site.create(.sample())
            let browser = try await site.browser(of: site.cast.bob)
            for (action, text) in [("closure", "Done"), ("comments", "Hm"), ("reopening", "No")] {
                let answer = try await browser.submit(
                    "/incidents/\(id)/\(action)/", ["description": text])
                #expect(answer.status == 302, "\(action)")
            }

            let events = try await site.operations.log.events(of: id)
            #expect(
                events.map(\.type).sorted { $0.rawValue < $1.rawValue }
                    == [.close, .other, .reopen, .start])
            #expect(try await site.incident(id).endTime == .open)
        }
    }

    @Test func `changes level, tags, description and ticket`() async throws {
        try await TestSite.run { site in
            let id = try await site.create(.sample(tags: ["a=1"]))
            let browser = try await site.browser(of: site.cast.bob)
            let path = "/incidents/\(id)/"
            let was = try await browser.hidden("was", of: "\(path)facts/", on: path)
            let answer = try await browser.submit(
                "\(path)facts/",
                [
                    "description": "Else", "level": "1", "tags": "a=2\r\n\r\n b=3 ",
                    "ticket_url": "https://t.example.org/1", "was": was,
                ])

            #expect(answer.location == path)
            let incident = try await site.incident(id)
            #expect(incident.tags.map(\.tag) == ["a=2", "b=3"])
            #expect(incident.level == .critical)
            #expect(incident.description == "Else")
            #expect(incident.ticketURL == "https://t.example.org/1")
        }
    }

    @Test func `tells the later of two what the other one did`() async throws {
        try await TestSite.run { site in
            let id = try await site.create(.sample())
            let path = "/incidents/\(id)/"
            let bob = try await site.browser(of: site.cast.bob)
            let alice = try await site.browser(of: site.cast.alice)
            let seen = try await bob.hidden("seen", of: "\(path)closure/", on: path)
            try await alice.submit("\(path)closure/", ["description": "Mended", "seen": seen])
            let late = try await bob.submit(
                "\(path)closure/", ["description": "Gone", "seen": seen])
            let comment = try await bob.submit(
                "\(path)comments/", ["description": "Thanks", "seen": seen])

            #expect(late.status == 200)
            #expect(late.text.contains("The incident is closed already."))
            #expect(late.text.contains(#"class="news-to-you""#))
            #expect(comment.message?.contains("Meanwhile something came from alice") == true)
        }
    }

    @Test func `is done once, however often it is sent`() async throws {
        try await TestSite.run { site in
            let id = try await site.create(.sample())
            let browser = try await site.browser(of: site.cast.bob)
            for _ in 1...2 {
                let answer = try await browser.submit(
                    "/incidents/\(id)/comments/", ["description": "Once", "idempotency_key": "k"])
                #expect(answer.status == 302)
            }

            #expect(try await site.operations.log.events(of: id).count == 2)
        }
    }
}
