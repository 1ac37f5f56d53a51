import ArgusCore
import ArgusVocabulary

/// Posts to a channel of Mattermost by an incoming webhook
/// (<https://developers.mattermost.com/integrate/webhooks/incoming/>).
package struct MattermostChannel: Channel {
    private let http: OutgoingHTTP
    private let templates: MessageTemplates

    /// Posts over HTTP what templates write.
    package init(_ http: OutgoingHTTP, _ templates: MessageTemplates = .builtIn) {
        (self.http, self.templates) = (http, templates)
    }

    package var medium: Medium { .mattermost }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        let message = templates.write(notice, by: medium)
        let body = ChatAttachment.body(message, ChatText(notice))
        return await http.send(
            OutgoingRequest(destination.settings["url"] ?? "", body), key: notice.delivery.key
        ).noting(message.mistake)
    }
}
