import ArgusCore
import ArgusIntegrations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A webhook` {
    @Test func `is signed with each secret, over the time and the body`() async throws {
        let (head, body, text) = try await asked(
            .sample(), .webhook, ["secret": "0123456789abcdef fedcba9876543210"],
            by: WebhookChannel.init)

        let seconds = Timestamp.sample.microseconds / 1_000_000
        let each = ["0123456789abcdef", "fedcba9876543210"].map {
            WebhookSignature.header(of: text, at: seconds, by: [$0])
        }
        #expect(head.contains("X-Argus-Timestamp: \(seconds)\r\n"))
        #expect(head.contains("X-Argus-Signature: \(each[0]),\(each[1])\r\n"))
        #expect(body["delivery"] == "3-2-0")
        #expect(body["level"] == "critical")
        #expect(body["incident"]?["pk"] == 7)
        #expect(body["incident"]?["tags"]?.array?.first?["tag"] == "host=box.example.org")
        #expect(body["event"]?["type"]?["value"] == "STA")
        #expect(body["urls"]?["argus"] == "https://argus.example.org/incidents/7/")
    }

    /// Computed by `printf '1700000000.{}' | openssl dgst -sha256 -hmac 0123456789abcdef`.
    @Test func `has the signature that others compute`() {
        #expect(
            WebhookSignature.header(of: "{}", at: 1_700_000_000, by: ["0123456789abcdef"])
                == "v1=e4f8e2ecae2295b2ddb2f0b5584c8275e226c0ebe9b3b819e70156bb67122e3e")
    }
}

@Suite struct `A message to a chat` {
    @Test func `of Slack mentions nobody and links nowhere else`() async throws {
        let (_, body, _) = try await asked(
            .sample(description: "<!channel> & <https://evil.example|x>"), .slack,
            by: { SlackChannel($0) })

        let attachment = body["attachments"]?.array?.first
        #expect(
            attachment?["title"]
                == "[critical] box.example.org: &lt;!channel&gt; &amp; &lt;https://evil.example|x&gt;"
        )
        #expect(attachment?["title_link"] == "https://argus.example.org/incidents/7/")
    }

    @Test func `of Mattermost mentions nobody and has no Markdown`() async throws {
        let (_, body, _) = try await asked(
            .sample(description: "@all [x](y)"), .mattermost, by: { MattermostChannel($0) })

        #expect(
            body["attachments"]?.array?.first?["title"]
                == "\\[critical\\] box.example.org: @\u{200b}all \\[x\\]\\(y\\)")
    }

    @Test func `of Teams is a card with a button`() async throws {
        let (_, body, text) = try await asked(
            .sample(description: String(repeating: "ø", count: 30_000)), .teams,
            by: { TeamsChannel($0) })

        let card = body["attachments"]?.array?.first?["content"]
        let headline = try #require(card?["body"]?.array?.first?["text"]?.string)
        #expect(headline.hasPrefix("[critical] box.example.org: øøø"))
        #expect(headline.hasSuffix("ø…"))
        #expect(
            card?["actions"]?.array?.first?["url"] == "https://argus.example.org/incidents/7/")
        #expect(text.utf8.count < 28_000)
    }

    @Test func `of ntfy goes to the topic with the level as its priority`() async throws {
        let long = String(repeating: "😀", count: 3000)
        let (head, body, text) = try await asked(
            .sample(description: long, type: .end), .ntfy, path: "/sub/my-topic",
            ["token": "tk_1"], by: { NtfyChannel($0) })

        #expect(head.hasPrefix("POST /sub/ HTTP/1.1"))
        #expect(head.contains("Authorization: Bearer tk_1"))
        #expect(body["topic"] == "my-topic")
        #expect(body["priority"] == 5)
        #expect(body["click"] == "https://argus.example.org/incidents/7/")
        let title = try #require(body["title"]?.string)
        #expect(title.hasPrefix("[critical] box.example.org: Incident end: 😀"))
        #expect(title.utf8.count <= 250)
        #expect(try #require(body["message"]?.string).utf8.count <= 3500)
        #expect(text.utf8.count < 4096)
    }

    @Test func `of Gotify shows its token in a header`() async throws {
        let (head, body, _) = try await asked(
            .sample(level: .low), .gotify, path: "/", ["token": "A.b"], by: { GotifyChannel($0) })

        #expect(head.hasPrefix("POST /message HTTP/1.1"))
        #expect(head.contains("X-Gotify-Key: A.b"))
        #expect(body["priority"] == 3)
        #expect(body["title"] == "[low] box.example.org: Box is down")
        #expect(
            body["extras"]?["client::notification"]?["click"]?["url"]
                == "https://argus.example.org/incidents/7/")
    }

    @Test func `of ntfy is refused without a topic`() async {
        let channel = NtfyChannel(OutgoingHTTP(here: .here))
        let outcome = await channel.send(.sample(), to: .sample(.ntfy, port: 1, path: "/"))
        #expect(outcome.reason == .address)
    }
}
