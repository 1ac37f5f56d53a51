import ArgusHTTP
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@testable import ArgusDashboard

@Suite struct `The page of preferences` {
    @Test func `keeps what is chosen, and all else that was kept`() async throws {
        try await TestSite.run { site in
            let bob = site.cast.bob.requester
            try await site.operations.preferences.change("argus_htmx", by: bob) { _ in
                #"{"incident_filter":{"open":true}}"#
            }
            let browser = try await site.browser(of: site.cast.bob)
            let answer = try await browser.submit(
                "/user/",
                [
                    "theme": "dark", "time_zone": "Europe/Oslo", "datetime_format_name": "ISO",
                    "incidents_table_layout": "standard", "page_size": "50",
                    "start_page": "/incidents/?open=true",
                ])

            #expect(answer.location == "/user/")
            let json = try await site.operations.preferences.find("argus_htmx", by: bob)
            let liked = DashboardPreferences(json: json)
            #expect(liked.theme == .dark && liked.zone?.name == "Europe/Oslo" && !liked.usesKeys)
            #expect(json?.contains(#""incident_filter":{"open":true}"#) == true)
            #expect(try await browser.get("/user/").text.contains(#"data-density="standard""#))
        }
    }

    @Test(arguments: [
        ("theme", "pink", "none of the choices"), ("time_zone", "Nowhere", "no such time zone"),
        ("time_zone", "../../etc/passwd", "no such time zone"),
        ("page_size", "7", "none of the choices"),
        ("columns", "level, nonsense", "There is no column “nonsense”"),
        ("columns", "tag:a b", "There is no column “tag:a b”"),
        ("columns", (0...20).map { "tag:k\($0)" }.joined(separator: ","), "at most 20 columns"),
        ("start_page", "https://evil.example.org/", "no path of this site"),
    ])
    func `refuses beside the field, and keeps nothing`(
        name: String, value: String, problem: String
    ) async throws {
        try await TestSite.run { site in
            let answer = try await site.browser(of: site.cast.bob).submit(
                "/user/", [name: value])

            #expect(answer.text.contains(problem))
            #expect(
                answer.text.contains(#" value="\#(value)""#) || name == "theme"
                    || name == "page_size")
            #expect(
                try await site.operations.preferences.find(
                    "argus_htmx", by: site.cast.bob.requester) == nil)
        }
    }
}

@Suite struct `Columns that somebody likes` {
    private static let liked = "level,tag:host,metadata:room.floor"

    /// Bob's browser, once he has said which columns he likes, and how many rows.
    private static func run(
        _ body: @escaping @Sendable (TestSite, TestBrowser) async throws -> Void
    ) async throws {
        try await TestSite.run { site in
            _ = try await site.create(
                .sample(metadata: #"{"room":{"floor":4}}"#, tags: ["host=box"]))
            let browser = try await site.browser(of: site.cast.bob)
            try await browser.submit(
                "/user/",
                ["columns": " level, tag:host ,level,metadata:room.floor", "page_size": "20"])
            try await body(site, browser)
        }
    }

    @Test(arguments: [("", ""), ("?open=true&tags=host%3Dbox", "open=true&tags=host%3Dbox&")])
    func `are put into an address of the list that says none`(
        query: String, kept: String
    ) async throws {
        try await Self.run { _, browser in
            let led = try await browser.get("/incidents/\(query)").location ?? ""
            let page = try await browser.get(led).text

            #expect(led == "/incidents/?\(kept)columns=\(Self.liked)&page_size=20")
            #expect(page.contains(#"<td class="k-own">box</td><td class="k-own">4</td>"#))
            #expect(!page.contains(#"<td class="k-desc">"#))
        }
    }

    @Test func `give way to those that an address names, and to the usual ones`() async throws {
        try await Self.run { _, browser in
            let usual = ListColumn.usual.map(\.name).joined(separator: ",")
            let other = try await browser.get("/incidents/?q=open&columns=id&page_size=100")
            let page = try await browser.get("/incidents/?q=open&columns=\(usual)&page_size=20")

            #expect(other.status == 200 && other.text.contains(#"<td class="k-id num">1</td>"#))
            #expect(other.text.contains("columns=id&amp;page_size=100"))
            #expect(page.text.contains("columns=\(usual)&amp;page_size=20"))
        }
    }

    @Test func `take the place of those that were last looked at`() async throws {
        try await Self.run { _, browser in
            _ = try await browser.get("/incidents/?q=host%3Dbox&columns=id&page_size=50")
            let before = try await browser.get("/incidents/").location
            try await browser.submit("/user/", ["columns": "age,id", "page_size": "20"])
            let after = try await browser.get("/incidents/").location

            #expect(before == "/incidents/?q=host=box&columns=id&page_size=50")
            #expect(after == "/incidents/?q=host=box&page_size=50&columns=age,id")
        }
    }

    @Test(arguments: [
        (#"{"columns":["id","nope","tag:host",7,"id"]}"#, ["id", "tag:host"]),
        (#"{"columns":"id"}"#, nil), (#"{"columns":[]}"#, nil), (#"{"columns":null}"#, nil),
    ])
    func `are read from what is kept as far as they are understood`(
        json: String, names: [String]?
    ) {
        let columns = DashboardPreferences(json: json).columns

        #expect(columns.map(\.name) == names ?? ListColumn.usual.map(\.name))
    }
}
