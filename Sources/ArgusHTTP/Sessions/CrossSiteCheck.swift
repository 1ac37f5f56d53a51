import ArgusCore
import ArgusOperations
import HTTPTypes
import Hummingbird

/// Whether a request that changes something comes from our own pages, not from another site that a
/// browser shows to somebody who is logged in here (CSRF).
///
/// A request by token needs no such proof: browsers never send tokens by themselves.
struct CrossSiteCheck {
    let request: Request
    let site: Site

    /// Refuses an API request in a session that does not bring its token in `X-CSRFToken`.
    func check(_ session: Secret) throws(Refusal) {
        try checkOrigin()
        guard SessionCookies.token(of: request) != nil else {
            throw Self.failed("CSRF cookie not set.")
        }
        guard let given = request.headers[.csrfToken], !given.isEmpty else {
            throw Self.failed("CSRF token missing.")
        }
        guard Self.isSame(given, SessionOperations.csrfToken(for: session)) else {
            throw Self.failed("CSRF token from the 'X-Csrftoken' HTTP header incorrect.")
        }
    }

    /// Refuses a form without the token that its page was given.
    ///
    /// In a session that is the session's; before one, whatever the cookie says, which another site
    /// can neither read nor set.
    func check(form token: String?, _ session: Secret?) throws(Refusal) {
        try checkOrigin()
        let expected =
            session.map(SessionOperations.csrfToken) ?? SessionCookies.token(of: request)
        guard let expected else { throw Self.failed("CSRF cookie not set.") }
        guard let token, !token.isEmpty else { throw Self.failed("CSRF token missing.") }
        guard Self.isSame(token, expected) else { throw Self.failed("CSRF token incorrect.") }
    }

    /// Refuses what another site sent, as far as the browser tells; over https it must tell.
    private func checkOrigin() throws(Refusal) {
        if let origin = request.headers[.origin] {
            guard isOurs(origin) else {
                throw Self.failed(
                    "Origin checking failed - \(origin) does not match any trusted origins.")
            }
        } else if site.isSecure(request) {
            guard let referer = request.headers[.referer] else {
                throw Self.failed("Referer checking failed - no Referer.")
            }
            guard isOurs(Self.origin(of: referer)) else {
                throw Self.failed(
                    "Referer checking failed - \(referer) does not match any trusted origins.")
            }
        }
    }

    private func isOurs(_ origin: String) -> Bool {
        if let url = site.settings.publicURL, origin == Self.origin(of: url) { return true }
        guard let host = request.head.authority else { return false }
        let schemes = request.headers[.forwardedProto].map { [$0] } ?? ["http", "https"]
        return schemes.contains { origin == "\($0)://\(host)" }
    }

    /// Scheme, host and port of a URL.
    private static func origin(of url: String) -> String {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return parts.prefix(3).joined(separator: "/")
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        // Of digests, the time that comparing takes tells nothing.
        sha256(Array(one.utf8)) == sha256(Array(other.utf8))
    }

    private static func failed(_ reason: String) -> Refusal {
        .forbidden("CSRF Failed: \(reason)")
    }
}

extension Site {
    /// Whether the asker reaches the server over https.
    package func isSecure(_ request: Request) -> Bool {
        settings.publicURL.map { $0.hasPrefix("https:") }
            ?? (request.headers[.forwardedProto] == "https")
    }
}

extension HTTPField.Name {
    /// `X-CSRFToken`: the token of a session, as its cookie says it.
    package static let csrfToken = Self("X-CSRFToken") ?? .via
}
