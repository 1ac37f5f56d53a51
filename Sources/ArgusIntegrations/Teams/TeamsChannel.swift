import ArgusCore
import ArgusVocabulary

/// Posts a card to a chat or channel of Microsoft Teams by a workflow that begins with a webhook
/// (Adaptive Card 1.4, <https://adaptivecards.io/explorer/>).
package struct TeamsChannel: Channel {
    private let http: OutgoingHTTP

    /// Posts over HTTP.
    package init(_ http: OutgoingHTTP) {
        self.http = http
    }

    package var medium: Medium { .teams }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        await http.send(
            OutgoingRequest(destination.settings["url"] ?? "", Self.body(ChatText(notice))),
            key: notice.delivery.key)
    }

    /// A message has at most 28 KB: there are never more than 20 facts.
    private static func body(_ text: ChatText) -> JSONValue {
        let facts = text.facts(bytes: 1000).map { name, value -> JSONValue in
            ["title": .string(name), "value": .string(value)]
        }
        let actions = text.link.map { link -> [JSONValue] in
            [["type": "Action.OpenUrl", "title": "Show it", "url": .string(link)]]
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
                                "text": .string(text.headline(bytes: 1000)),
                            ],
                            ["type": "FactSet", "facts": .array(Array(facts.prefix(20)))],
                        ],
                        "actions": .array(actions ?? []),
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
