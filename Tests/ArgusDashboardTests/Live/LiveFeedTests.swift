import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@testable import ArgusDashboard

@Suite struct `Following a list` {
    @Test func `everybody who looks at it is told which of its incidents changed`() async throws {
        try await TestSite.run { site in
            let feed = LiveFeed(site.operations)
            var one = try await feed.follow(.open).makeAsyncIterator()
            var other = try await feed.follow(.open).makeAsyncIterator()

            let id = try await site.create(.sample())

            let (first, second) = (await one.nextThatTells(), await other.nextThatTells())
            #expect(first?.rows.map(\.incident.id) == [id])
            #expect(first === second)
        }
    }

    @Test func `what changed and is not in the list is told as no more than its key`() async throws
    {
        try await TestSite.run { site in
            let feed = LiveFeed(site.operations)
            var news = try await feed.follow(.closed).makeAsyncIterator()

            let id = try await site.create(.sample())

            let told = await news.nextThatTells()
            #expect(told?.rows.isEmpty == true)
            #expect(told?.others == [id])
        }
    }

    @Test func `who comes back is told what was missed`() async throws {
        try await TestSite.run { site in
            let feed = LiveFeed(site.operations)
            let seen = try await feed.last()
            let id = try await site.create(.sample())

            let missed = try await feed.news(of: .open, since: seen)

            #expect(missed?.rows.map(\.incident.id) == [id])
            #expect(missed?.last == (try await feed.last()))
        }
    }

    @Test func `who has seen what never was begins anew`() async throws {
        try await TestSite.run { site in
            let feed = LiveFeed(site.operations)

            let missed = try await feed.news(of: .open, since: 999)

            #expect(missed == nil)
        }
    }

    @Test func `ends with the server`() async throws {
        try await TestSite.run { site in
            let feed = LiveFeed(site.operations)
            var news = try await feed.follow(.open).makeAsyncIterator()

            site.operations.changes.end()

            #expect(await news.next() == nil)
        }
    }
}

@Suite struct `What the search box can complete` {
    @Test func `are words, keys with their signs, and the values that incidents have`() async throws
    {
        try await TestSite.run { site in
            _ = try await site.create(.sample(tags: [Tag(key: "host", value: "a b")]))
            let browser = try await site.browser(of: site.cast.bob)

            let words = try JSONValue(parsing: try await browser.get("/incidents/words/").text)

            #expect(words["values"]?["host"] == ["a b"])
            #expect(words["values"]?["source"] == ["nav"])
            #expect(words["words"]?.array?.contains(["open", "word"]) == true)
        }
    }
}

@Suite struct `The wall` {
    @Test func `shows the list by the same query, and nothing to act with`() async throws {
        try await TestSite.run { site in
            let id = try await site.create(.sample(level: .critical))
            let browser = try await site.browser(of: site.cast.bob)

            let page = try await browser.get("/incidents/wall/?q=open%20level%3C%3D1&sound=2")

            #expect(page.text.contains("data-pk=\"\(id)\""))
            #expect(!page.text.contains("type=\"checkbox\""))
            #expect(page.text.contains("as=wall"))
        }
    }
}

extension IncidentListing {
    fileprivate static let open = IncidentListing(.open(true))
    fileprivate static let closed = IncidentListing(.open(false))
}
