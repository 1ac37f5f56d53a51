import ArgusCore
import ArgusVocabulary

/// Posts what happened as JSON to a program of the site's own, signed.
package struct WebhookChannel: Channel {
    private let http: OutgoingHTTP

    /// Posts over HTTP.
    package init(_ http: OutgoingHTTP) {
        self.http = http
    }

    package var medium: Medium { .webhook }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        let secrets = destination.settings["secret"]?.split(separator: " ").map(String.init) ?? []
        guard !secrets.isEmpty else {
            return .failed(.template, "The destination has no secret to sign with.")
        }
        let body = NoticeBody.text(notice)
        let timestamp = http.clock().microseconds / 1_000_000
        let headers = [
            (name: "X-Argus-Timestamp", value: "\(timestamp)"),
            (
                name: "X-Argus-Signature",
                value: WebhookSignature.header(of: body, at: timestamp, by: secrets)
            ),
        ]
        let url = destination.settings["url"] ?? ""
        return await http.send(
            OutgoingRequest(url, headers: headers, body: body), key: notice.delivery.key)
    }
}
