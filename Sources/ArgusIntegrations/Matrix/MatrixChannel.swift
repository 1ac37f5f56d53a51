import ArgusCore
import ArgusVocabulary

/// Writes to a room of Matrix by an account
/// (<https://spec.matrix.org/latest/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid>).
package struct MatrixChannel: Channel {
    private let http: OutgoingHTTP
    private let templates: MessageTemplates

    /// Sends over HTTP what templates write.
    package init(_ http: OutgoingHTTP, _ templates: MessageTemplates = .builtIn) {
        (self.http, self.templates) = (http, templates)
    }

    package var medium: Medium { .matrix }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        let settings = destination.settings
        let message = templates.write(notice, by: medium)
        var root = settings["url"] ?? ""
        if root.hasSuffix("/") { root.removeLast() }
        let room = (settings["room"] ?? "").percentEncoded
        let path = "_matrix/client/v3/rooms/\(room)/send/m.room.message/\(notice.delivery.key)"
        var request = OutgoingRequest(
            "\(root)/\(path)", headers: [("Authorization", "Bearer \(settings["token"] ?? "")")],
            Self.body(message, ChatText(notice).link, notice.thread))
        request.method = .put
        return await http.send(request, key: notice.delivery.key) {
            Self.outcome($0, $1, notice.thread)
        }.noting(message.mistake)
    }

    /// `m.mentions` says that nobody is mentioned, whatever the text looks like.
    private static func body(
        _ message: WrittenMessage, _ address: String?, _ thread: String?
    ) -> JSONValue {
        let (headline, lines) = (message.title, message.text ?? "")
        let title = headline.escapedForHTML
        let link = address.map { "<a href=\"\($0.escapedForHTML)\">\(title)</a>" } ?? title
        let rest = lines.escapedForHTML.replacing("\n", with: "<br>")
        var body: JSONObject = [
            "msgtype": "m.text",
            "body": .string(
                [headline, lines, address ?? ""].filter { !$0.isEmpty }.joined(separator: "\n")),
            "format": "org.matrix.custom.html",
            "formatted_body": .string("<strong>\(link)</strong><br>\(rest)"),
            "m.mentions": [:],
        ]
        if let thread {
            body.set(
                "m.relates_to",
                to: [
                    "rel_type": "m.thread", "event_id": .string(thread), "is_falling_back": true,
                    "m.in_reply_to": ["event_id": .string(thread)],
                ])
        }
        return .object(body)
    }

    /// What an answer means: its `errcode` says what is wrong.
    private static func outcome(
        _ answer: OutgoingAnswer, _ usual: DeliveryOutcome, _ thread: String?
    ) -> DeliveryOutcome {
        if case .sent(let detail, _, _) = usual {
            return .sent(detail, thread: thread ?? answer.json?["event_id"]?.string)
        }
        guard answer.status == 429, case .retry(let reason, let detail, nil) = usual,
            let pause = answer.json?["retry_after_ms"]?.integer
        else { return usual }
        return .retry(reason, detail, after: .milliseconds(min(max(pause, 0), 86_400_000)))
    }
}
