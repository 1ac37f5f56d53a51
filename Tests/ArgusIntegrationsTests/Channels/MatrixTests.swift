import ArgusCore
import ArgusIntegrations
import ArgusVocabulary
import Testing

private let settings = ["room": "!a b/c:example.org", "token": "syt_1"]

@Suite struct `A message by Matrix` {
    @Test func `is put into the room under the key of the delivery`() async throws {
        let (head, body, _) = try await asked(
            .sample(description: "<b>Box</b> is down"), .matrix, path: "/", settings,
            by: { MatrixChannel($0) })

        #expect(
            head.hasPrefix(
                "PUT /_matrix/client/v3/rooms/%21a%20b%2Fc%3Aexample.org/send/m.room.message/3-2-0 "
            ))
        #expect(head.contains("Authorization: Bearer syt_1\r\n"))
        #expect(body["msgtype"] == "m.text")
        #expect(body["m.mentions"]?.text == "{}")
        let html = try #require(body["formatted_body"]?.string)
        #expect(html.contains("&lt;b&gt;Box&lt;/b&gt; is down</a>"))
        #expect(html.contains(#"<a href="https://argus.example.org/incidents/7/">"#))
    }

    @Test func `waits as long as it is told to`() async throws {
        let json = #"{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":2500}"#
        let outcome = try await outcome(answering: "429 Slow", json, .matrix, settings) { http, _ in
            MatrixChannel(http)
        }
        guard case .retry(.rateLimited, _, let pause) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(pause == .milliseconds(2500))
    }
}
