import ArgusClient
import ArgusVocabulary
import Testing

@Suite struct `All incidents of a list` {
    static let path = "GET /api/v2/incidents/"
    static let threePages = [
        Reply(
            body: page(
                [.sample(id: 5), .sample(id: 4)],
                next: "http://localhost/api/v2/incidents/?cursor=b&open=true"
            )
        ),
        Reply(
            body: page(
                [.sample(id: 3)],
                next: "https://elsewhere.example.org/x/?cursor=c%3D&open=true#top"
            )
        ),
        Reply(body: page([.sample(id: 2)])),
    ]

    @Test func `come from page after page`() async throws {
        try await withServer([Self.path: Self.threePages]) { harness in
            var ids: [Incident.ID] = []
            for try await incident in harness.argus.incidents(IncidentQuery(open: true)) {
                ids.append(incident.id)
            }

            #expect(ids == [5, 4, 3, 2])
        }
    }

    @Test func `are asked for with nothing but the query of the link`() async throws {
        try await withServer([Self.path: Self.threePages]) { harness in
            for try await _ in harness.argus.incidents(IncidentQuery(open: true)) {}

            let asked = harness.server.requests
            #expect(
                asked.map(\.query) == ["open=true", "cursor=b&open=true", "cursor=c%3D&open=true"]
            )
            #expect(asked.allSatisfy { $0.path == "/api/v2/incidents/" })
        }
    }

    @Test func `can be read a page at a time`() async throws {
        try await withServer([Self.path: Self.threePages]) { harness in
            var sizes: [Int] = []
            for try await page in harness.argus.incidents().pages { sizes.append(page.count) }

            #expect(sizes == [2, 1, 1])
        }
    }

    @Test func `are fetched no further than they are read`() async throws {
        try await withServer([Self.path: Self.threePages]) { harness in
            for try await incident in harness.argus.incidents() where incident.id == 4 { break }

            #expect(harness.server.requests.count == 1)
        }
    }

    @Test func `include what follows an empty page`() async throws {
        let pages = [
            Reply(body: page([], next: "/?cursor=b")), Reply(body: page([.sample(id: 1)])),
        ]
        try await withServer([Self.path: pages]) { harness in
            var count = 0
            for try await _ in harness.argus.incidents() { count += 1 }

            #expect(count == 1)
        }
    }

    @Test func `end with an error when a page follows itself`() async throws {
        let circle = Reply(body: page([.sample()], next: "/?cursor=b"))
        try await withServer([Self.path: [circle]]) { harness in
            let error = await failure { () async throws(ArgusError) in
                for try await _ in harness.argus.incidents() {}
            }

            #expect(harness.server.requests.count == 2)
            #expect(error?.problem == .unexpectedAnswer("the next page is the same page again"))
        }
    }

    @Test func `go on after one of a level that a newer server has`() async throws {
        var novel = Incident.sample(id: 5)
        novel.level = .unknown(7)
        try await withServer([Self.path: [Reply(body: page([novel, .sample(id: 4)]))]]) { harness in
            var levels: [Incident.Level] = []
            for try await incident in harness.argus.incidents() { levels.append(incident.level) }

            #expect(levels == [.unknown(7), .moderate])
        }
    }

    @Test func `of one's own are another list`() async throws {
        try await withServer(["GET /api/v2/incidents/mine/": [Reply(body: page([]))]]) { harness in
            for try await _ in harness.argus.mine(IncidentQuery(open: false)) {}

            #expect(harness.server.request.query == "open=false")
        }
    }
}
