import ArgusHTTP
import ArgusTesting
import HTTPTypes
import Testing

@testable import ArgusDashboard

@Suite struct `The style guide` {
    private static let settings = SiteSettings(
        appearance: SiteAppearance(showsStyleguide: true))

    @Test func `is there where a setting allows it, and nowhere else`() async throws {
        try await TestSite.run { site in
            for path in ["/styleguide/", "/styleguide/incident/"] {
                let page = try await site.stranger.get(path)
                #expect(page.status == 404)
            }
        }
        try await TestSite.run(Self.settings) { site in
            let page = try await site.stranger.get("/styleguide/").text
            #expect(page.contains(#"data-theme="light""#) && page.contains(#"data-theme="dark""#))
        }
    }

    @Test(arguments: StyleguideSample.allCases)
    func `shows each page with its sample`(sample: StyleguideSample) async throws {
        try await TestSite.run(Self.settings) { site in
            let browser = try await site.browser(of: site.cast.alice)
            let page = try await browser.get("/styleguide/\(sample.rawValue)/")

            #expect(page.status == 200)
            for text in ["<b>No answer</b>", "<img", "Optional(", #"href="javascript:"#] {
                #expect(!page.text.contains(text), "\(text)")
            }
        }
    }

    @Test(arguments: StyleguideSample.allCases)
    func `shows a page light or dark, whatever its reader likes`(
        sample: StyleguideSample
    ) async throws {
        try await TestSite.run(Self.settings) { site in
            for theme in ["light", "dark"] {
                let path = "/styleguide/\(sample.rawValue)/?theme=\(theme)"
                let page = try await site.stranger.get(path)

                #expect(page.status == 200)
                #expect(page.text.contains(#"<html lang="en" data-theme="\#(theme)""#))
            }
        }
    }

    @Test(arguments: [
        ("incidents", [#"class="undo""#, #"class="news""#, "⚒ maintenance until", "12 new"]),
        (
            "refused",
            [#"value="javascript:alert(1)""#, #"value="88301" aria-label="Tick 88301" checked"#]
        ),
        ("groups", ["<details class=\"group\"", ">all of them</a>"]),
        ("past", ["This is how it was at", "<th class=\"k-own\">peer</th>"]),
        ("mistakes", ["Search: At character 6", "columns: There is no column"]),
        ("wall", [#"<body class="wall">"#]),
    ])
    func `shows all that a list can have, and nothing live`(
        sample: String, texts: [String]
    ) async throws {
        try await TestSite.run(Self.settings) { site in
            let page = try await site.stranger.get("/styleguide/\(sample)/").text

            for text in texts { #expect(page.contains(text), "\(text)") }
            #expect(!page.contains("data-live") && !page.contains("data-facets"))
        }
    }

    @Test func `leaves out no template that is a page`() {
        // Those that are a part of a page, and the guide itself.
        let parts: Set = [
            "field", "form", "incident-facets", "layout", "message-preview", "preview",
            "styleguide", "tabs",
        ]
        let shown = Set(StyleguideSample.allCases.map(\.template))

        #expect(Set(Templates.names).subtracting(parts) == shown)
    }
}
