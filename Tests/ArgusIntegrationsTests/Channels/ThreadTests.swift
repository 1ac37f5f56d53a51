import ArgusCore
import ArgusIntegrations
import ArgusVocabulary
import Testing

private let bot = ["channel": "C01", "token": "xoxb-1"]
private let chat = ["chat": "-1001", "token": "123:abc"]
private let room = ["room": "!abc:example.org", "token": "syt_1"]

@Suite struct `Messages about one incident` {
    @Test func `are a thread of a bot of Slack`() async throws {
        let (head, body, _) = try await asked(
            .sample(thread: "1700000000.000100"), .slack, bot, answering: #"{"ok":true}"#
        ) { SlackChannel($0, root: $1) }

        #expect(head.hasPrefix("POST /api/chat.postMessage HTTP/1.1"))
        #expect(head.contains("Authorization: Bearer xoxb-1\r\n"))
        #expect(body["channel"] == "C01")
        #expect(body["thread_ts"] == "1700000000.000100")
        #expect(body["text"] == "[critical] box.example.org: Box is down")
        let first = try await outcome(
            answering: "200 OK", #"{"ok":true,"ts":"1700000000.000200"}"#, .slack, bot
        ) { SlackChannel($0, root: $1) }
        #expect(first == .sent("accepted with 200", thread: "1700000000.000200"))
    }

    @Test(arguments: [
        ("invalid_auth", DeliveryOutcome.failed(.credentials, "invalid_auth")),
        ("channel_not_found", .failed(.address, "channel_not_found")),
        ("msg_too_long", .failed(.tooLarge, "msg_too_long")),
        ("ratelimited", .retry(.rateLimited, "ratelimited")),
        ("internal_error", .retry(.serverError, "internal_error")),
        ("no_text", .failed(.refused, "no_text")),
    ])
    func `fail as the answer of Slack says`(
        error: String, expected: DeliveryOutcome
    ) async throws {
        let json = #"{"ok":false,"error":"\#(error)"}"#
        #expect(
            try await outcome(answering: "200 OK", json, .slack, bot) {
                SlackChannel($0, root: $1)
            } == expected)
    }

    @Test func `are posted beside the thread if that is gone`() async throws {
        try await FakeService.with(.answering(200, #"{"ok":false,"error":"thread_not_found"}"#)) {
            let channel = SlackChannel(
                OutgoingHTTP(here: .here), root: "http://hooks.example.org:\($0.port)")
            _ = await channel.send(.sample(thread: "1.2"), to: .sample(.slack, port: 1, bot))

            #expect($0.requests.map { $0.contains("thread_ts") } == [true, false])
        }
    }

    @Test func `answer each other in a chat of Telegram`() async throws {
        let (_, body, _) = try await asked(.sample(thread: "41"), .telegram, chat) {
            TelegramChannel($0, root: $1)
        }

        #expect(
            body["reply_parameters"]?.text
                == #"{"message_id":41,"allow_sending_without_reply":true}"#)
        let json = #"{"ok":true,"result":{"message_id":42}}"#
        let first = try await outcome(answering: "200 OK", json, .telegram, chat) {
            TelegramChannel($0, root: $1)
        }
        #expect(first == .sent("accepted with 200", thread: "42"))
    }

    @Test func `are a thread of a room of Matrix`() async throws {
        let (_, body, _) = try await asked(
            .sample(thread: "$a"), .matrix, path: "/", room, by: { MatrixChannel($0) })

        #expect(body["m.relates_to"]?["event_id"] == "$a")
        #expect(body["m.relates_to"]?["rel_type"] == "m.thread")
        let first = try await outcome(
            answering: "200 OK", #"{"event_id":"$b"}"#, .matrix, room
        ) { http, _ in MatrixChannel(http) }
        #expect(first == .sent("accepted with 200", thread: "$b"))
    }

    @Test func `take each other's place on ntfy`() async throws {
        let (head, _, _) = try await asked(
            .sample(), .ntfy, path: "/topic", by: { NtfyChannel($0) })
        #expect(head.contains("X-Sequence-ID: argus-7\r\n"))
    }
}
