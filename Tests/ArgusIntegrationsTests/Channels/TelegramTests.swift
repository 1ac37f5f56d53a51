import ArgusCore
import ArgusIntegrations
import ArgusVocabulary
import Testing

private let settings = ["chat": "-1001", "token": "123:abc"]

@Suite struct `A message by Telegram` {
    @Test func `goes to the chat, and mentions nobody`() async throws {
        let (head, body, _) = try await asked(
            .sample(description: "@everybody is down", level: .low), .telegram, settings
        ) { TelegramChannel($0, root: $1) }

        #expect(head.hasPrefix("POST /bot123:abc/sendMessage HTTP/1.1"))
        #expect(body["chat_id"] == "-1001")
        let text = try #require(body["text"]?.string)
        #expect(text.hasPrefix("[low] box.example.org: @\u{200b}everybody is down\n\n"))
        #expect(text.hasSuffix("https://argus.example.org/incidents/7/"))
        #expect(body["disable_notification"] == true)
    }

    @Test func `is never too long`() async throws {
        let long = String(repeating: "😀", count: 5000)
        let (_, body, _) = try await asked(.sample(description: long), .telegram, settings) {
            TelegramChannel($0, root: $1)
        }
        #expect(try #require(body["text"]?.string).utf16.count <= 4096)
    }

    @Test(arguments: [
        ("401 No", "Unauthorized", DeliveryReason.credentials),
        ("400 Bad", "Bad Request: chat not found", .address),
        ("403 No", "Forbidden: bot was blocked by the user", .address),
        ("400 Bad", "Bad Request: message text is empty", .refused),
        ("404 No", "Not Found", .credentials),
    ])
    func `fails as the answer says`(
        status: String, said: String, reason: DeliveryReason
    ) async throws {
        let json = #"{"ok":false,"description":"\#(said)"}"#
        let outcome = try await outcome(answering: status, json, .telegram, settings) {
            TelegramChannel($0, root: $1)
        }
        guard case .failed(reason, let detail) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(detail.contains(said))
    }

    @Test func `waits as long as it is told to`() async throws {
        let json = #"{"ok":false,"description":"Too Many Requests","parameters":{"retry_after":7}}"#
        let outcome = try await outcome(answering: "429 Slow", json, .telegram, settings) {
            TelegramChannel($0, root: $1)
        }
        #expect(
            outcome
                == .retry(
                    .rateLimited, "It answered 429: Too Many Requests", after: .seconds(7)))
    }
}
