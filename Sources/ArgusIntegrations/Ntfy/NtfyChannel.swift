import ArgusCore
import ArgusVocabulary

/// Publishes to a topic of ntfy, as JSON (<https://docs.ntfy.sh/publish/#publish-as-json>).
package struct NtfyChannel: Channel {
    private let http: OutgoingHTTP

    /// Publishes over HTTP.
    package init(_ http: OutgoingHTTP) {
        self.http = http
    }

    package var medium: Medium { .ntfy }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        guard let (root, topic) = Self.parts(of: destination.settings["url"] ?? "") else {
            return .failed(.address, "The URL of a topic ends with its name.")
        }
        let text = ChatText(notice)
        var message = JSONObject()
        message.set("topic", to: .string(topic))
        message.set("title", to: .string(text.headline(bytes: 250)))
        // Of a message of more than 4096 bytes it makes an attachment.
        message.set("message", to: .string(text.lines(bytes: 3500)))
        message.set("priority", to: .integer(Int64(6 - min(max(text.level.rawValue, 1), 5))))
        if let link = text.link { message.set("click", to: .string(link)) }
        // A message with the same identifier takes the place of the one before it.
        let subject =
            notice.gathered == nil ? "\(notice.event.incident.id)" : notice.delivery.key
        var headers = [(name: "X-Sequence-ID", value: "argus-\(subject)")]
        if let token = destination.settings["token"] {
            headers.append(("Authorization", "Bearer \(token)"))
        }
        return await http.send(
            OutgoingRequest(root, headers: headers, .object(message)), key: notice.delivery.key)
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
