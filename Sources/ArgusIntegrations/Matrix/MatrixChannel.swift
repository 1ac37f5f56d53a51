import ArgusCore
import ArgusVocabulary

/// Writes to a room of Matrix by an account
/// (<https://spec.matrix.org/latest/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid>).
package struct MatrixChannel: Channel {
    private let http: OutgoingHTTP

    /// Sends over HTTP.
    package init(_ http: OutgoingHTTP) {
        self.http = http
    }

    package var medium: Medium { .matrix }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        let settings = destination.settings
        var root = settings["url"] ?? ""
        if root.hasSuffix("/") { root.removeLast() }
        let room = (settings["room"] ?? "").percentEncoded
        let path = "_matrix/client/v3/rooms/\(room)/send/m.room.message/\(notice.delivery.key)"
        var request = OutgoingRequest(
            "\(root)/\(path)", headers: [("Authorization", "Bearer \(settings["token"] ?? "")")],
            Self.body(ChatText(notice)))
        request.method = .put
        return await http.send(request, key: notice.delivery.key) { Self.outcome($0, $1) }
    }

    /// `m.mentions` says that nobody is mentioned, whatever the text looks like.
    private static func body(_ text: ChatText) -> JSONValue {
        let (headline, lines) = (text.headline(bytes: 500), text.lines(bytes: 8000))
        let title = headline.escapedForHTML
        let link = text.link.map { "<a href=\"\($0.escapedForHTML)\">\(title)</a>" } ?? title
        let rest = lines.escapedForHTML.replacing("\n", with: "<br>")
        return [
            "msgtype": "m.text",
            "body": .string(
                [headline, lines, text.link ?? ""].filter { !$0.isEmpty }.joined(separator: "\n")),
            "format": "org.matrix.custom.html",
            "formatted_body": .string("<strong>\(link)</strong><br>\(rest)"),
            "m.mentions": [:],
        ]
    }

    /// What an answer means: its `errcode` says what is wrong.
    private static func outcome(
        _ answer: OutgoingAnswer, _ usual: DeliveryOutcome
    ) -> DeliveryOutcome {
        guard answer.status == 429, case .retry(let reason, let detail, nil) = usual,
            let pause = answer.json?["retry_after_ms"]?.integer
        else { return usual }
        return .retry(reason, detail, after: .milliseconds(min(max(pause, 0), 86_400_000)))
    }
}
