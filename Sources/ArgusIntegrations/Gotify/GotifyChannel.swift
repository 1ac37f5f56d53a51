import ArgusCore
import ArgusVocabulary

/// Sends by an application of Gotify (<https://gotify.net/docs/pushmsg>).
package struct GotifyChannel: Channel {
    private let http: OutgoingHTTP
    private let templates: MessageTemplates

    /// Sends over HTTP what templates write.
    package init(_ http: OutgoingHTTP, _ templates: MessageTemplates = .builtIn) {
        (self.http, self.templates) = (http, templates)
    }

    package var medium: Medium { .gotify }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        let (text, message) = (ChatText(notice), templates.write(notice, by: medium))
        var push: JSONValue = [
            "title": .string(message.title),
            "message": .string(message.text ?? ""),
            "priority": .integer(Self.priority(text.level)),
        ]
        if let link = text.link, case .object(var object) = push {
            object.set(
                "extras", to: ["client::notification": ["click": ["url": .string(link)]]])
            push = .object(object)
        }
        var root = destination.settings["url"] ?? ""
        if root.hasSuffix("/") { root.removeLast() }
        let headers = [(name: "X-Gotify-Key", value: destination.settings["token"] ?? "")]
        return await http.send(
            OutgoingRequest("\(root)/message", headers: headers, push), key: notice.delivery.key
        ).noting(message.mistake)
    }

    /// From 8 on, telephones make a sound whatever; at 3 and less they are silent.
    private static func priority(_ level: Level) -> Int64 {
        switch level.rawValue {
        case 1: 9
        case 2: 7
        case 3: 5
        case 4: 3
        default: 1
        }
    }
}
