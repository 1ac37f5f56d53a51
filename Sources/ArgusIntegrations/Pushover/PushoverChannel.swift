import ArgusCore
import ArgusVocabulary

/// Sends to the telephones of a user of Pushover (<https://pushover.net/api>).
package struct PushoverChannel: Channel {
    private let http: OutgoingHTTP
    private let templates: MessageTemplates
    private let root: String

    /// Sends over HTTP what templates write, to another server than the usual one if need be.
    package init(
        _ http: OutgoingHTTP, _ templates: MessageTemplates = .builtIn,
        root: String = "https://api.pushover.net"
    ) {
        (self.http, self.templates, self.root) = (http, templates, root)
    }

    package var medium: Medium { .pushover }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        let (text, settings) = (ChatText(notice), destination.settings)
        let written = templates.write(notice, by: medium)
        var message = JSONObject()
        message.set("token", to: .string(settings["token"] ?? ""))
        message.set("user", to: .string(settings["user_key"] ?? ""))
        message.set("title", to: .string(written.title))
        message.set("message", to: .string(written.text ?? ""))
        message.set("priority", to: .integer(Self.priority(notice)))
        if let link = text.link, link.utf8.count <= 512 { message.set("url", to: .string(link)) }
        let moment = notice.event.event.timestamp
        message.set("timestamp", to: .integer(moment.microseconds / 1_000_000))
        let request = OutgoingRequest("\(root)/1/messages.json", .object(message))
        return await http.send(request, key: notice.delivery.key) { Self.outcome($0, $1) }
            .noting(written.mistake)
    }

    /// 1 sounds in quiet hours too, -1 makes no sound; what is over wakes nobody.
    private static func priority(_ notice: Notice) -> Int64 {
        let isOver =
            notice.gathered == nil
            && [.end, .close, .acknowledge].contains(notice.event.event.type)
        return switch notice.level.rawValue {
        case 1, 2: isOver ? 0 : 1
        case 3: 0
        default: -1
        }
    }

    /// What an answer means: a member `user` or `token` is there where that is wrong.
    private static func outcome(
        _ answer: OutgoingAnswer, _ usual: DeliveryOutcome
    ) -> DeliveryOutcome {
        guard (400..<429).contains(answer.status), case .failed(_, let detail) = usual,
            let json = answer.json
        else { return usual }
        if json["user"] == "invalid" { return .failed(.address, detail) }
        return json["token"] == "invalid" ? .failed(.credentials, detail) : usual
    }
}
