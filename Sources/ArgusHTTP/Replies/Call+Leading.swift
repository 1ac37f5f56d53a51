import ArgusCore
import ArgusVocabulary
import HTTPTypes
import Hummingbird

/// Where a page's form leads when it was done, and what it says there.
extension Call {
    /// Leads to another page of this site, which says what was done.
    package func leading(
        to path: String, saying message: String? = nil, with headers: HTTPFields = [:]
    ) -> Reply {
        // A header holds ASCII only.
        var reply = Reply(redirectingTo: path.utf8.allSatisfy { $0 < 0x80 } ? path : "/")
        reply.headers.append(contentsOf: headers)
        reply.headers[.cacheControl] = "no-store"
        if let message { reply.headers.append(messageField(message, lifetime: 60)) }
        return reply
    }

    /// What a page says that was led to: what was done there where one comes from.
    package var message: String? {
        request.cookies[Self.messageName].map { percentDecoded($0.value) }
            .flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The field that says it no more.
    package var messageSaid: HTTPField { messageField("", lifetime: 0) }

    private static let messageName = "message"

    private func messageField(_ text: String, lifetime: Int) -> HTTPField {
        let cookie = Cookie(
            name: Self.messageName, value: text.percentEncoded, maxAge: lifetime, path: "/",
            secure: isSecure, httpOnly: true, sameSite: .lax)
        return HTTPField(name: .setCookie, value: cookie.description)
    }
}
