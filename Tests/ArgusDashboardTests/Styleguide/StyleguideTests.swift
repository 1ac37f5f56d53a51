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
            #expect(!page.text.contains("<b>No answer</b>"))
            #expect(!page.text.contains("Optional("))
        }
    }

    @Test func `leaves out no template that is a page`() {
        // Those that are a part of a page, the guide itself, and the list with its wall, which are made
        // of incidents.
        let parts: Set = [
            "field", "form", "incidents", "layout", "preview", "styleguide", "tabs", "wall",
        ]
        let names = Templates.names.filter { $0 != "incident-facets" }
        let shown = Set(StyleguideSample.allCases.map(\.template))

        #expect(Set(names).subtracting(parts) == shown)
    }
}
