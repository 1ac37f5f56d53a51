import ArgusCore
import ArgusVocabulary

/// Posts a card to a chat or channel of Microsoft Teams by a workflow that begins with a webhook
/// (Adaptive Card 1.4, <https://adaptivecards.io/explorer/>).
package struct TeamsChannel: Channel {
    private let http: OutgoingHTTP
    private let templates: MessageTemplates

    /// Posts over HTTP what templates write.
    package init(_ http: OutgoingHTTP, _ templates: MessageTemplates = .builtIn) {
        (self.http, self.templates) = (http, templates)
    }

    package var medium: Medium { .teams }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        let message = templates.write(notice, by: medium)
        let body = Self.body(message, ChatText(notice), notice.acknowledgeURL)
        return await http.send(
            OutgoingRequest(destination.settings["url"] ?? "", body), key: notice.delivery.key
        ).noting(message.mistake)
    }

    /// A message has at most 28 KB: there are never more than 20 facts, and those only where the site has
    /// no text of its own.
    private static func body(
        _ message: WrittenMessage, _ text: ChatText, _ acknowledgeURL: String?
    ) -> JSONValue {
        var facts = text.facts(bytes: 1000)
        if facts.count > 20 {
            let rest = facts.count - 19
            facts = facts.prefix(19) + [("And \(rest) more", "see the list")]
        }
        let escape = MessageEscaping.teams.escapeText
        let rows = facts.map { name, value -> JSONValue in
            ["title": .string(escape(name)), "value": .string(escape(value))]
        }
        // Of lines it makes one, unless there is an empty one between them.
        let body: JSONValue =
            message.text.map {
                [
                    "type": "TextBlock", "wrap": true,
                    "text": .string($0.replacing("\n", with: "\n\n")),
                ]
            } ?? ["type": "FactSet", "facts": .array(rows)]
        let buttons = [("Show it", text.link), ("Acknowledge", acknowledgeURL)]
        let actions = buttons.compactMap { title, url -> JSONValue? in
            url.map { ["type": "Action.OpenUrl", "title": .string(title), "url": .string($0)] }
        }
        return [
            "type": "message",
            "attachments": [
                [
                    "contentType": "application/vnd.microsoft.card.adaptive",
                    "content": [
                        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                        "type": "AdaptiveCard", "version": "1.4",
                        "body": [
                            [
                                "type": "TextBlock", "weight": "Bolder", "size": "Medium",
                                "wrap": true, "color": .string(color(text.level)),
                                "text": .string(message.title),
                            ],
                            body,
                        ],
                        "actions": .array(actions),
                    ],
                ]
            ],
        ]
    }

    private static func color(_ level: Level) -> String {
        switch level.rawValue {
        case 1, 2: "Attention"
        case 3: "Warning"
        default: "Default"
        }
    }
}
