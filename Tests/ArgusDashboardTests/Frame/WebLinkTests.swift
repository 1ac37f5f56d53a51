import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Addresses that a browser would run` {
    private static let addresses = [
        "javascript:alert(1)", "JavaScript:alert(1)", "javascript://argus.example.org/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd",
        "java\tscript:alert(1)", " javascript:alert(1)", "\u{1}javascript:alert(1)",
    ]

    @Test(arguments: addresses)
    func `are never links, wherever they are stored`(address: String) async throws {
        try await TestSite.run { site in
            let operations = site.operations
            let source = try await operations.sources.createWithToken(
                NewSourceSystem(name: "evil", type: "nav", baseURL: address), by: .console
            ).source
            let asker = try await operations.sources.actor(for: source.id, by: .console)
            var pages = ["/incidents/", "/incidents/wall/", "/sources/"]
            for details in [address, "/a", "//b.example.org/c"] {
                let new = try NewIncident.sample(
                    detailsURL: details, tags: [Tag(key: "k", value: address)])
                let made = try await operations.incidents.create(new, source: .own, by: asker)
                let id = try made.performed().incident.id
                _ = try await operations.bulk.link(
                    address, to: [id], by: site.cast.bob.requester)
                pages.append("/incidents/\(id)/")
            }
            let browser = try await site.browser(of: site.cast.alice)
            for path in pages {
                let page = try await browser.get(path)
                let links = page.text.matches(of: /(?i)(?:href|src|action)="([^"]*)"/).map { $0.1 }

                #expect(page.status == 200, "\(path)")
                #expect(
                    links.allSatisfy { link in
                        ["/", "?", "#", "http://", "https://"].contains { link.hasPrefix($0) }
                    }, "\(path) \(links)")
            }
        }
    }

    @Test(arguments: addresses)
    func `are refused in the forms of our pages`(address: String) async throws {
        try await TestSite.run { site in
            let id = try await site.create(.sample())
            let browser = try await site.browser(of: site.cast.charlie)
            let made = try await browser.submit(
                "/sources/create/", ["name": "nav2", "type": "nav", "base_url": address])
            let changed = try await browser.submit(
                "/sources/2/update/", ["name": "nav", "type": "nav", "base_url": address])
            try await browser.submit("/incidents/\(id)/ticket/", ["ticket_url": address])

            #expect(made.text.contains(BaseURL.expected))
            #expect(changed.text.contains(BaseURL.expected))
            #expect(try await site.operations.incidents.find(id).incident.ticketURL == "")
        }
    }
}
