import ArgusCore
import ArgusVocabulary

/// Posts to a channel of Mattermost by an incoming webhook
/// (<https://developers.mattermost.com/integrate/webhooks/incoming/>).
package struct MattermostChannel: Channel {
    private let http: OutgoingHTTP

    /// Posts over HTTP.
    package init(_ http: OutgoingHTTP) {
        self.http = http
    }

    package var medium: Medium { .mattermost }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        let body = ChatAttachment.body(ChatText(notice), bytes: 7000, Self.escaped)
        return await http.send(
            OutgoingRequest(destination.settings["url"] ?? "", body), key: notice.delivery.key)
    }

    /// The same without mentions, as `@all` would be one, and without Markdown.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            if "\\`*_{}[]()#~|>!".contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped.withoutMentions
    }
}
