import ArgusCore
import ArgusVocabulary

/// Posts to a channel of Slack: by an incoming webhook
/// (<https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks>), or by a bot, with a
/// thread for each incident.
package struct SlackChannel: Channel {
    private let http: OutgoingHTTP
    private let templates: MessageTemplates
    private let root: String

    /// Posts over HTTP what templates write; bots to another server than the usual one if need be.
    package init(
        _ http: OutgoingHTTP, _ templates: MessageTemplates = .builtIn,
        root: String = "https://slack.com"
    ) {
        (self.http, self.templates, self.root) = (http, templates, root)
    }

    package var medium: Medium { .slack }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        let message = templates.write(notice, by: medium)
        let body = ChatAttachment.body(message, ChatText(notice))
        if let channel = destination.settings["channel"], let token = destination.settings["token"]
        {
            return await SlackBot(http: http, root: root, token: token, channel: channel)
                .post(body, in: notice.thread, key: notice.delivery.key).noting(message.mistake)
        }
        return await http.send(
            OutgoingRequest(destination.settings["url"] ?? "", body), key: notice.delivery.key
        ).noting(message.mistake)
    }
}
