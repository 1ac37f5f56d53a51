import ArgusCore
import ArgusVocabulary

/// Posts to a channel of Slack: by an incoming webhook
/// (<https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks>), or by a bot, with a
/// thread for each incident.
package struct SlackChannel: Channel {
    private let http: OutgoingHTTP
    private let root: String

    /// Posts over HTTP; bots to another server than the usual one if need be.
    package init(_ http: OutgoingHTTP, root: String = "https://slack.com") {
        (self.http, self.root) = (http, root)
    }

    package var medium: Medium { .slack }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        // Longer texts are folded.
        let body = ChatAttachment.body(ChatText(notice), bytes: 3000, Self.escaped)
        if let channel = destination.settings["channel"], let token = destination.settings["token"]
        {
            return await SlackBot(http: http, root: root, token: token, channel: channel)
                .post(body, in: notice.thread, key: notice.delivery.key)
        }
        return await http.send(
            OutgoingRequest(destination.settings["url"] ?? "", body), key: notice.delivery.key)
    }

    /// The same without mentions and links: those stand between angle brackets.
    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;")
    }
}
