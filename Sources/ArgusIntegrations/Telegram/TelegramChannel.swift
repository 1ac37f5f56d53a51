import ArgusCore
import ArgusVocabulary

/// Writes to a chat of Telegram by a bot (<https://core.telegram.org/bots/api#sendmessage>).
package struct TelegramChannel: Channel {
    private let http: OutgoingHTTP
    private let templates: MessageTemplates
    private let root: String

    /// Sends over HTTP what templates write, to another server than the usual one if need be.
    package init(
        _ http: OutgoingHTTP, _ templates: MessageTemplates = .builtIn,
        root: String = "https://api.telegram.org"
    ) {
        (self.http, self.templates, self.root) = (http, templates, root)
    }

    package var medium: Medium { .telegram }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        let token = destination.settings["token"] ?? ""
        let url = "\(root)/bot\(token)/sendMessage"
        let text = ChatText(notice)
        let message = templates.write(
            notice, by: medium, leaving: text.link?.utf8.count ?? 0)
        var body = Self.body(message, text, chat: destination.settings["chat"] ?? "")
        if let first = notice.thread.flatMap({ Int64($0) }) {
            body.set(
                "reply_parameters",
                to: ["message_id": .integer(first), "allow_sending_without_reply": true])
        }
        return await http.send(OutgoingRequest(url, .object(body)), key: notice.delivery.key) {
            Self.outcome($0, $1, notice.thread)
        }.noting(message.mistake)
    }

    /// A message has at most 4096 characters; it is plain, so nothing in it has a meaning.
    private static func body(
        _ message: WrittenMessage, _ text: ChatText, chat: String
    ) -> JSONObject {
        let parts = [message.title, message.text ?? "", text.link ?? ""]
        return [
            "chat_id": .string(chat),
            "text": .string(parts.filter { !$0.isEmpty }.joined(separator: "\n\n")),
            "link_preview_options": ["is_disabled": true],
            "disable_notification": .bool(text.level.rawValue >= 4),
        ]
    }

    /// What an answer means: `description` says what is wrong.
    private static func outcome(
        _ answer: OutgoingAnswer, _ usual: DeliveryOutcome, _ thread: String?
    ) -> DeliveryOutcome {
        if case .sent(let detail, _, _) = usual {
            let id = answer.json?["result"]?["message_id"]?.integer
            return .sent(detail, thread: thread ?? id.map { "\($0)" })
        }
        let said = answer.json?["description"]?.string?.withoutControls
        let detail = "It answered \(answer.status): \(said ?? "nothing")"
        switch answer.status {
        case 429:
            guard let pause = answer.json?["parameters"]?["retry_after"]?.integer else {
                return usual
            }
            return .retry(.rateLimited, detail, after: .seconds(min(max(pause, 0), 86_400)))
        // The token stands in the path.
        case 401, 404: return .failed(.credentials, detail)
        // The bot was blocked, or thrown out of the chat.
        case 403: return .failed(.address, detail)
        case 400 where said?.contains("chat") == true: return .failed(.address, detail)
        default: return usual
        }
    }
}
