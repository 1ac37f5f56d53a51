import ArgusCore
import ArgusVocabulary

/// Posts to a channel of Slack by an incoming webhook
/// (<https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks>).
package struct SlackChannel: Channel {
    private let http: OutgoingHTTP

    /// Posts over HTTP.
    package init(_ http: OutgoingHTTP) {
        self.http = http
    }

    package var medium: Medium { .slack }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        // Longer texts are folded.
        let body = ChatAttachment.body(ChatText(notice), bytes: 3000, Self.escaped)
        return await http.send(
            OutgoingRequest(destination.settings["url"] ?? "", body), key: notice.delivery.key)
    }

    /// The same without mentions and links: those stand between angle brackets.
    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;")
    }
}
