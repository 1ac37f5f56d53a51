import ArgusCore
import ArgusVocabulary

/// Sends by an application of Gotify (<https://gotify.net/docs/pushmsg>).
package struct GotifyChannel: Channel {
    private let http: OutgoingHTTP

    /// Sends over HTTP.
    package init(_ http: OutgoingHTTP) {
        self.http = http
    }

    package var medium: Medium { .gotify }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        let text = ChatText(notice)
        var message: JSONValue = [
            "title": .string(text.headline(bytes: 250)),
            "message": .string(text.lines(bytes: 4000)),
            "priority": .integer(Self.priority(text.level)),
        ]
        if let link = text.link, case .object(var object) = message {
            object.set(
                "extras", to: ["client::notification": ["click": ["url": .string(link)]]])
            message = .object(object)
        }
        var root = destination.settings["url"] ?? ""
        if root.hasSuffix("/") { root.removeLast() }
        let headers = [(name: "X-Gotify-Key", value: destination.settings["token"] ?? "")]
        return await http.send(
            OutgoingRequest("\(root)/message", headers: headers, message), key: notice.delivery.key)
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
