import ArgusAnswers
import ArgusCore
import ArgusOperations
import HTTPTypes
import Hummingbird

/// Whether a request that changes something comes from our own pages, not from another site that a
/// browser shows to somebody who is logged in here (CSRF).
///
/// A request by token needs no such proof: browsers never send tokens by themselves.
struct CrossSiteCheck {
    private let call: Call

    /// Of a request that is on its way.
    init(_ call: Call) {
        self.call = call
    }

    private var request: Request { call.request }

    /// Refuses an API request in a session that does not bring its token in `X-CSRFToken`.
    func check(_ session: Secret) throws(Refusal) {
        try checkOrigin()
        guard call.cookies.token(of: request) != nil else {
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
    /// In a session that is the session's; before one, what the cookie says, which another site cannot
    /// read, and not set either over https.
    func check(form token: String?, _ session: Secret?) throws(Refusal) {
        try checkOrigin()
        let expected =
            session.map(SessionOperations.csrfToken) ?? call.cookies.token(of: request)
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
        } else if call.isSecure {
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
        if origin == Self.origin(of: call.here.root) { return true }
        guard let host = request.head.authority else { return false }
        // A proxy that does not tell the scheme, or is not believed, may still talk https.
        let schemes = call.isSecure ? ["https"] : ["http", "https"]
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

extension HTTPField.Name {
    /// `X-CSRFToken`: the token of a session, as its cookie says it.
    package static let csrfToken = Self("X-CSRFToken") ?? .via
}
