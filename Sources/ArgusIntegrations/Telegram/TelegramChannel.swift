import ArgusCore
import ArgusVocabulary

/// Writes to a chat of Telegram by a bot (<https://core.telegram.org/bots/api#sendmessage>).
package struct TelegramChannel: Channel {
    private let http: OutgoingHTTP
    private let root: String

    /// Sends over HTTP, to another server than the usual one if need be.
    package init(_ http: OutgoingHTTP, root: String = "https://api.telegram.org") {
        (self.http, self.root) = (http, root)
    }

    package var medium: Medium { .telegram }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        let token = destination.settings["token"] ?? ""
        let url = "\(root)/bot\(token)/sendMessage"
        let body = Self.body(ChatText(notice), chat: destination.settings["chat"] ?? "")
        return await http.send(OutgoingRequest(url, body), key: notice.delivery.key) {
            Self.outcome($0, $1)
        }
    }

    /// A message has at most 4096 characters; it is plain, so nothing in it has a meaning.
    private static func body(_ text: ChatText, chat: String) -> JSONValue {
        let parts = [text.headline(bytes: 500), text.lines(bytes: 3000), text.link ?? ""]
        return [
            "chat_id": .string(chat),
            "text": .string(
                parts.filter { !$0.isEmpty }.joined(separator: "\n\n").withoutMentions),
            "link_preview_options": ["is_disabled": true],
            "disable_notification": .bool(text.level.rawValue >= 4),
        ]
    }

    /// What an answer means: `description` says what is wrong.
    private static func outcome(
        _ answer: OutgoingAnswer, _ usual: DeliveryOutcome
    ) -> DeliveryOutcome {
        let said = answer.json?["description"]?.string?.withoutControls.cut(to: 200)
        let detail = "It answered \(answer.status): \(said ?? "nothing")"
        switch answer.status {
        case 429:
            let pause = answer.json?["parameters"]?["retry_after"]?.integer
            return .retry(
                .rateLimited, detail, after: pause.map { .seconds(min(max($0, 0), 86_400)) })
        // The token stands in the path.
        case 401, 404: return .failed(.credentials, detail)
        // The bot was blocked, or thrown out of the chat.
        case 403: return .failed(.address, detail)
        case 400 where said?.contains("chat") == true: return .failed(.address, detail)
        default: return usual
        }
    }
}
