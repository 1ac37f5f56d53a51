import ArgusCore
import ArgusVocabulary

/// A service that sends messages to telephones, and takes them over HTTP.
///
/// It is named by the configuration alone, so it may be anywhere.
package struct SMSGateway: Hashable, Sendable {
    private let url: String
    private let body: SMSBody
    private let header: SMSHeader?

    /// Uses a service, which lets us in by a header if need be.
    package init(url: String, body: SMSBody = .usual, header: SMSHeader? = nil) {
        (self.url, self.body, self.header) = (url, body, header)
    }

    /// Hands over a message.
    func send(
        _ text: String, to number: String, key: String, over http: OutgoingHTTP
    ) async -> DeliveryOutcome {
        var request = OutgoingRequest(
            url, headers: header.map { [($0.name, $0.value)] } ?? [],
            body: body.filled(number: number, text: text))
        request.contentType = body.contentType
        return await http.send(request, key: key) { _, outcome in
            // A number that is wrong, and a path that is: who can tell them apart?
            if case .failed(.address, let detail) = outcome { return .failed(.refused, detail) }
            return outcome
        }.changingWords(concealed)
    }

    /// What it says, without what only the configuration may know.
    private func concealed(_ said: String) -> String {
        let query = url.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
        let words =
            query.split(whereSeparator: { "&=".contains($0) })
            + (header?.value.split(separator: " ") ?? [])
            + body.constants.flatMap { $0.split(separator: " ") }
        return words.filter { $0.count >= 6 }.reduce(said) { $0.replacing($1, with: "***") }
    }
}

/// A header by which a service lets us in, such as `Authorization: Bearer abc`.
package struct SMSHeader: Hashable, Sendable {
    let name: String
    let value: String

    /// Reads a header; nil if the text is none.
    package init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        name = String(text[..<colon])
        value = String(text[text.index(after: colon)...].trimmingBlanks())
        let isName =
            !name.isEmpty
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
        guard isName, !value.isEmpty, value.utf8.allSatisfy({ (0x20...0x7e).contains($0) })
        else { return nil }
    }
}
