import ArgusCore
import ArgusVocabulary

/// Publishes to a topic of ntfy, as JSON (<https://docs.ntfy.sh/publish/#publish-as-json>).
package struct NtfyChannel: Channel {
    private let http: OutgoingHTTP
    private let templates: MessageTemplates

    /// Publishes over HTTP what templates write.
    package init(_ http: OutgoingHTTP, _ templates: MessageTemplates = .builtIn) {
        (self.http, self.templates) = (http, templates)
    }

    package var medium: Medium { .ntfy }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        guard let (root, topic) = Self.parts(of: destination.settings["url"] ?? "") else {
            return .failed(.address, "The URL of a topic ends with its name.")
        }
        let (text, message) = (ChatText(notice), templates.write(notice, by: medium))
        var push = JSONObject()
        push.set("topic", to: .string(topic))
        push.set("title", to: .string(message.title))
        push.set("message", to: .string(message.text ?? ""))
        push.set("priority", to: .integer(Int64(6 - min(max(text.level.rawValue, 1), 5))))
        if let link = text.link { push.set("click", to: .string(link)) }
        if let url = notice.acknowledgeURL {
            push.set(
                "actions",
                to: [["action": "view", "label": "Acknowledge", "url": .string(url)]])
        }
        // A message with the same identifier takes the place of the one before it.
        let subject =
            notice.gathered == nil ? "\(notice.event.incident.id)" : notice.delivery.key
        var headers = [(name: "X-Sequence-ID", value: "argus-\(subject)")]
        if let token = destination.settings["token"] {
            headers.append(("Authorization", "Bearer \(token)"))
        }
        return await http.send(
            OutgoingRequest(root, headers: headers, .object(push)), key: notice.delivery.key
        ).noting(message.mistake)
    }

    /// The URL of the server and the name of the topic; nil if one of them is missing.
    private static func parts(of url: String) -> (root: String, topic: String)? {
        guard let scheme = url.firstRange(of: "://"), let slash = url.lastIndex(of: "/"),
            slash > scheme.upperBound
        else { return nil }
        let topic = url[url.index(after: slash)...]
        let isTopic =
            !topic.isEmpty
            && topic.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }
        return isTopic ? (String(url[...slash]), String(topic)) : nil
    }
}
