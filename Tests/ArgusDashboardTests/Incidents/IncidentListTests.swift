import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import HTTPTypes
import Testing

@testable import ArgusDashboard

extension Page {
    /// The primary keys of the rows, from the top.
    var rows: [Int] {
        text.matches(of: /<tr class="[^"]*" data-pk="(\d+)"/).compactMap { Int($0.1) }
    }
}

@Suite struct `The list of incidents` {
    /// Bob's browser, and what it is shown of these.
    private static func show(
        _ path: String = "/incidents/", _ new: [NewIncident],
        _ body: @escaping @Sendable (Page) throws -> Void
    ) async throws {
        try await TestSite.run { site in
            for new in new { _ = try await site.create(new) }
            try body(try await site.browser(of: site.cast.bob).get(path))
        }
    }

    @Test func `leads who has not logged in to where one does, and back to the same`() async throws
    {
        try await TestSite.run { site in
            let page = try await site.stranger.get("/incidents/?q=host%3Da&sort=-start")

            #expect(
                page.location
                    == "/accounts/login/?next=%2Fincidents%2F%3Fq%3Dhost%253Da%26sort%3D-start")
        }
    }

    @Test func `shows what is open, the worst first`() async throws {
        let new = try [
            NewIncident.sample(level: .low), .sample(level: .critical),
            .sample(endTime: .ended(.sample), level: .critical), .sample(level: .high),
        ]
        try await Self.show("/incidents/", new) { page in
            #expect(page.status == 200)
            #expect(page.rows == [2, 4, 1])
        }
    }

    @Test func `has for each row what a script needs, and a time in two forms`() async throws {
        try await Self.show("/incidents/", [.sample(level: .high, tags: ["host=a"])]) { page in
            let row =
                #"<tr class="c2" data-pk="1" data-start="1750000000">"#
            #expect(page.text.contains(row))
            #expect(page.text.contains(#"<td class="k-age">now</td>"#))
            #expect(
                page.text.contains(
                    #"<td class="k-start" title="2025-06-15 15:06:40">15:06</td>"#))
            #expect(page.text.contains(#"<span class="lv"><i></i>High</span>"#))
            #expect(page.text.contains(#"href="?q=open+host=a"><i>host</i>a</a>"#))
        }
    }

    @Test(arguments: [
        ("open=true&tags=host%3Da&level__lte=2", [1]), ("open=1", [1, 3]), ("open=3", [2]),
        ("tags=host%3Da&tags=host%3Db", [1, 3]), ("maxlevel=2", [1, 2]),
        ("sourceSystemIds=2&open=true", [1, 3]), ("sourceSystemIds=3", []),
        ("search=quick+fox", [2]), ("q=fox", [2]), ("q=", [1, 2, 3]), ("q=3", [3]),
        ("q=4711", [2]), ("event_types=END", []), ("timeframe=1", [1, 2, 3]),
        ("acked=3&open=1", [1, 3]), ("sort=start_time&sort_order=desc&q=", [3, 2, 1]),
        ("q=&sort=level&page_size=1", [1]),
    ])
    func `understands what the existing server's list and the API ask`(
        query: String, expected: [Int]
    ) async throws {
        let new = try [
            NewIncident.sample(startTime: .sample(-3), level: .critical, tags: ["host=a"]),
            .sample(
                startTime: .sample(-2), endTime: .ended(.sample), description: "A quick fox",
                level: .high, ticketURL: "https://t.example.org/4711"),
            .sample(startTime: .sample(-1), level: .low, tags: ["host=b"]),
        ]
        try await Self.show("/incidents/?\(query)", new) { page in
            #expect(page.status == 200)
            #expect(page.rows.sorted() == expected.sorted(), "\(query)")
        }
    }

    @Test(arguments: [
        ("q=host%3D", "Search: "), ("q=open&sort=colour", "sort: “colour” is none of"),
        ("q=open&columns=level,x", "columns: There is no column “x”"),
        ("q=open&at=later", "at: “later” is no moment"), ("q=open&after=x", "after: No page"),
        ("q=open&after=1,2", "after: No page"), ("q=open&page_size=0", "page_size: A page has"),
        ("q=open&filter=99", "filter: There is no filter 99"),
        ("open=true&id__in=x", "id__in: "), ("q=open&group=x", "group: A list is grouped"),
        ("q=open&at=2999-01-01", "at: “2999-01-01” is no moment"),
    ])
    func `names what is wrong in its address, and shows the rest`(
        query: String, problem: String
    ) async throws {
        try await Self.show("/incidents/?\(query)", [.sample()]) { page in
            #expect(page.status == 200)
            #expect(page.text.contains(problem), "\(query)")
            #expect(page.text.contains(#"class="counts""#))
        }
    }

    @Test func `shows the chosen columns, tags and metadata among them`() async throws {
        let new = try NewIncident.sample(
            metadata: #"{"room":{"floor":[4,5]}}"#, tags: ["host=a", "host=b"])
        try await Self.show(
            "/incidents/?q=open&columns=id,tag:host,metadata:room.floor.1,end,type", [new]
        ) { page in
            for text in [
                #"<td class="k-own">a, b</td>"#,
                #"<td class="k-own">5</td>"#,
                #"<td class="k-end quiet">open</td>"#,
            ] {
                #expect(page.text.contains(text), "\(text)")
            }
            #expect(!page.text.contains(#"class="k-desc""#))
        }
    }

    @Test func `counts what it shows, and narrows it at a click`() async throws {
        let new = try [
            NewIncident.sample(level: .critical), .sample(level: .low),
            .sample(startTime: .sample(-120), endTime: .ended(.sample(-60)), level: .low),
        ]
        try await Self.show("/incidents/", new) { page in
            let critical =
                #"<a class="level c1" href="?q=open+level=1"><i class="shape"></i><b>1</b>"#
            #expect(page.text.contains(critical))
            #expect(page.text.contains("<b>2</b>unacknowledged</a>"))
            #expect(
                page.text.contains(
                    #"href="?q=closed+end%3E=-1h"><b>1</b>closed in the last hour</a>"#
                ))
        }
    }

    @Test func `pages by links to what comes before and behind`() async throws {
        try await TestSite.run { site in
            for index in 0..<5 {
                _ = try await site.create(.sample(startTime: .sample(Double(index))))
            }
            let browser = try await site.browser(of: site.cast.bob)
            let first = try await browser.get("/incidents/?q=&page_size=2")
            let next = try #require(first.text.firstMatch(of: /rel="next" href="([^"]+)"/)?.1)
            let second = try await browser.get("/incidents/" + next.replacing("&amp;", with: "&"))
            let back = try #require(second.text.firstMatch(of: /rel="prev" href="([^"]+)"/)?.1)
            let again = try await browser.get("/incidents/" + back.replacing("&amp;", with: "&"))

            #expect(first.rows == [5, 4])
            #expect(second.rows == [3, 2])
            #expect(again.rows == [5, 4])
        }
    }

    @Test func `groups by a tag, with counts and the worst level`() async throws {
        let new = try [
            NewIncident.sample(level: .low, tags: ["site=a"]),
            .sample(level: .critical, tags: ["site=b"]), .sample(level: .low, tags: ["site=a"]),
            .sample(level: .high),
        ]
        try await Self.show("/incidents/?q=open&group=tag:site", new) { page in
            let groups = page.text.matches(of: /<b dir="auto">([^<]*)<\/b> <span class="num">(\d)/)
            #expect(groups.map { String($0.1) } == ["b", "a", "others on this page"])
            #expect(groups.map { String($0.2) } == ["1", "2", "1"])
            #expect(page.rows.count == 4)
        }
    }

    @Test func `marks what is in planned maintenance, and finds it`() async throws {
        try await TestSite.run { site in
            _ = try await site.create(.sample(tags: ["host=a"]))
            _ = try await site.create(.sample(tags: ["host=b"]))
            var blob = FilterBlob()
            blob.tags = ["host=a"]
            let (alice, operations) = (site.cast.alice.requester, site.operations)
            let filter = try await operations.filters.create(
                NewFilter(name: "a", blob: blob), by: alice
            ).performed()
            _ = try await operations.plannedMaintenance.create(
                startTime: nil, endTime: .sample(3600), description: "", filters: [filter.id],
                by: alice)
            let browser = try await site.browser(of: site.cast.bob)
            let page = try await browser.get("/incidents/")
            let maintained = try await browser.get("/incidents/?q=open&maintenance=true")

            #expect(page.text.contains("⚒ maintenance until 16:06"))
            #expect(page.text.contains("<b>1</b>in maintenance"))
            #expect(maintained.rows == [1])
        }
    }

    @Test func `shows how it was, by what the logs say`() async throws {
        try await TestSite.run { site in
            let id = try await site.create(.sample(level: .high))
            site.database.clock.advance(by: .seconds(600))
            _ = try await site.operations.bulk.act(
                .close(""), on: .these([id]), by: site.cast.bob.requester)
            let browser = try await site.browser(of: site.cast.bob)
            let then = try await browser.get("/incidents/?q=open&at=15:10")

            #expect(try await browser.get("/incidents/?q=open").rows == [])
            #expect(then.rows == [1])
            #expect(then.text.contains("This is how it was at 2025-06-15 15:10:00"))
        }
    }

    @Test func `gives its rows and its facets alone, for a script`() async throws {
        try await TestSite.run { site in
            for level in [Level.high, .low] {
                _ = try await site.create(.sample(level: level, tags: ["host=a"]))
            }
            let browser = try await site.browser(of: site.cast.bob)
            let whole = try await browser.get("/incidents/?q=open")
            let rows = try await browser.get("/incidents/rows/?q=open&pk=2,99")
            let facets = try await browser.get("/incidents/facets/?q=open")

            #expect(rows.rows == [2])
            #expect(whole.text.contains(rows.text.trimmingBlanks()))
            #expect(facets.text.contains(#"<span>a</span><span class="num">2</span>"#))
            #expect(!whole.text.contains(#"<section class="facet">"#))
            #expect(
                whole.text.contains(
                    #"<noscript><a href="?q=open&amp;facets=*">Count the most frequent values"#))
            let counted = try await browser.get("/incidents/?q=open&facets=*")
            #expect(counted.text.contains(facets.text.trimmingBlanks().prefix(60)))
            #expect(!facets.text.contains("<html"))
        }
    }
}

@Suite struct `What the list remembers of somebody` {
    @Test func `is what was last looked for, which an empty address leads to`() async throws {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.bob)
            _ = try await browser.get("/incidents/?q=host%3Da&sort=-start&at=12:00")
            let again = try await browser.get("/incidents/")
            let other = try await site.browser(of: site.cast.alice).get("/incidents/")

            #expect(again.location == "/incidents/?q=host=a&sort=-start")
            #expect(other.status == 200)
        }
    }

    @Test func `is when the last visit ended, since which it tells the news`() async throws {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.bob)
            let first = try await browser.get("/incidents/?q=open")
            site.database.clock.advance(by: .seconds(3600))
            _ = try await site.create(.sample(startTime: .sample(3600)))
            let second = try await browser.get("/incidents/?q=open")

            #expect(!first.text.contains("Since you last looked"))
            #expect(second.text.contains("Since you last looked, 15:06: <a"))
            #expect(
                second.text.contains("since=2025-06-15T15:06:40Z&amp;change=new\">1 new</a>"))
        }
    }

    @Test func `may be looked at by a viewer, too`() async throws {
        try await TestSite.run { site in
            let browser = try await site.newcomer("victor", .viewer)

            #expect(try await browser.get("/incidents/?q=open").status == 200)
            #expect(try await browser.get("/incidents/").location == "/incidents/?q=open")
        }
    }
}

@Suite struct `A hostile text in the list` {
    private static let texts = [
        "<script>alert(1)</script>", #""><img src=x onerror=alert(1)>"#, "\u{202e}gnp.exe",
        String(repeating: "x", count: 10_000), "a\u{0301}\u{0301}\u{0301}👩‍👩‍👧‍👦 {{page}} {{{page}}}",
        "\u{1}\u{7f}\u{85}", "javascript:alert(1)",
    ]

    @Test func `is shown as text, and shortened`() async throws {
        try await TestSite.run { site in
            for text in Self.texts {
                _ = try await site.create(
                    .sample(description: text, tags: [Tag(key: "host", value: text)]))
            }
            let browser = try await site.browser(of: site.cast.bob)
            for query in ["q=open", "q=open&group=tag:host", "q=open&columns=tag:host,description"]
            {
                let page = try await browser.get("/incidents/?\(query)")

                #expect(page.rows.count == Self.texts.count)
                #expect(!page.text.contains("<script>"))
                #expect(!page.text.contains("<img"))
                #expect(page.text.utf8.count < 200_000)
                #expect(!page.text.contains(String(repeating: "x", count: 400)))
            }
        }
    }

    @Test func `leaves no attribute, whatever marks stand on its quotes`() async throws {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.bob)
            let text = "\"\u{301} autofocus x=\"\u{301}"
            let page = try await browser.get("/incidents/?q=\(text.percentEncoded)")

            #expect(page.text.contains("&quot;\u{301} autofocus"))
            #expect(
                !page.text.unicodeScalars.map(String.init).joined(separator: "|").contains(
                    "\"|\u{301}"))
        }
    }

    @Test func `is no link where it is a ticket's address`() async throws {
        try await TestSite.run { site in
            let id = try await site.create(.sample())
            _ = try await site.operations.bulk.link(
                "javascript:alert(1)", to: [id], by: site.cast.bob.requester)
            let page = try await site.browser(of: site.cast.bob).get("/incidents/?q=open")

            #expect(!page.text.contains(#"href="javascript"#))
        }
    }

    @Test(arguments: texts)
    func `is searched for as it is, or told to be wrong`(text: String) async throws {
        try await TestSite.run { site in
            let browser = try await site.browser(of: site.cast.bob)
            for name in [
                "q", "tags", "search", "columns", "at", "group", "sort", "facets", "after",
            ] {
                let page = try await browser.get("/incidents/?\(name)=\(text.percentEncoded)")

                #expect(page.status == 200, "\(name)")
                #expect(!page.text.contains("<script>"))
                #expect(!page.text.contains("<img"))
            }
        }
    }
}

@Suite struct `A page of a hundred rows` {
    @Test func `is light: under 100 KB and 3,500 elements`() async throws {
        try await TestSite.run { site in
            for index in 0..<100 {
                _ = try await site.create(
                    .sample(
                        description: "core-gw\(index).oslo: no answer to ping for 3 probes",
                        ticketURL: "https://tickets.example.org/browse/NOC-\(4000 + index)",
                        tags: [
                            Tag(key: "host", value: "core-gw\(index).oslo"), "location=Oslo",
                            "customer=himunk", "problem=boxDown", "service=smtp",
                        ]))
            }
            _ = try await site.operations.bulk.act(
                .acknowledge("On it", until: nil), on: .all(IncidentListing(.open(true))),
                by: site.cast.bob.requester)
            let page = try await site.browser(of: site.cast.bob).get("/incidents/?q=open")

            #expect(page.rows.count == 100)
            #expect(page.text.utf8.count < 100_000)
            #expect(page.text.matches(of: /<[a-z]/).count <= 3500)
        }
    }
}
