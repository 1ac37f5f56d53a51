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
                try await site.operations.preferences.find(
                    "argus_htmx", by: site.cast.bob.requester) == nil)
        }
    }
}
