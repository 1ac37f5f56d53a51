import ArgusAPI
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

@Suite struct `The page for people` {
    @Test(arguments: [("docs/", "2"), ("v1/docs/", "1"), ("v2/docs/", "2"), ("v3/docs/", "3")])
    func `shows a version to everybody`(path: String, number: String) async throws {
        try await APIServer.run { server in
            let page = try await server.get(path, as: .nobody)

            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            let title = page.text.firstMatch(of: /<title>(.*)<\/title>/).map { String($0.1) }
            #expect(title == "Argus API, version \(number)")
        }
    }

    @Test(arguments: APIVersion.allCases)
    func `has every operation, and leads to nothing that is not there`(
        version: APIVersion
    ) async throws {
        try await APIServer.run { server in
            let page = try await server.get("\(version)/docs/", as: .nobody).text
            let places = page.matches(of: /id="([^"]+)"/).map { String($0.1) }
            let links = page.matches(of: /href="#([^"]+)"/).map { String($0.1) }

            #expect(Set(links).subtracting(places) == [])
            #expect(places.count == Set(places).count)
            #expect(
                Set(APIDocument.of(version).operations.map(\.id)).subtracting(places) == [])
        }
    }

    @Test func `shows what is sent, what comes back, and what to type`() async throws {
        try await APIServer.run(publicURL: "https://argus.example.org") { server in
            let page = try await server.get("v2/docs/", as: .nobody).text

            for piece in [
                #"<code>/api/v2/incidents/{pk}/acks/</code>"#,
                #"<code>start_time</code><td>time"#,
                #"<code>type.name</code><td>text"#,
                #"<code>hide_closed_acked</code><td>true or false"#,
                "curl -X PUT", "-H &quot;Authorization: Token $TOKEN&quot;",
                "&#39;https://argus.example.org/api/v2/incidents/1/ticket_url/&#39;",
            ] {
                let isThere = page.contains(piece)
                #expect(isThere, "\(piece)")
            }
        }
    }

    @Test func `needs nothing from elsewhere, and no script`() async throws {
        try await APIServer.run { server in
            let page = try await server.get("docs/", as: .nobody)
            let policy = page.headers[.contentSecurityPolicy] ?? ""

            #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
            #expect(!policy.contains("unsafe"))
            let tags = page.text.matches(of: /<[^>]*>/).map { String($0.0) }
            for piece in ["<script", "<link", "src=", " style="] {
                #expect(!tags.contains { $0.contains(piece) }, "\(piece)")
            }
        }
    }

    @Test func `is where the page of the existing server was`() async throws {
        try await APIServer.run { server in
            let answer = try await server.get("schema/swagger-ui/", as: .nobody)

            #expect(answer.status == 302)
            #expect(answer.headers[.location] == "/api/docs/")
        }
    }

    @Test func `is no JSON`() async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(
                .get, "docs/", as: .nobody, headers: [.accept: "application/json"])

            #expect(answer.status == 406)
        }
    }
}
