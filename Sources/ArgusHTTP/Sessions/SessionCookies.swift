import ArgusOperations
import HTTPTypes
import Hummingbird

/// The cookies of people who log in with a browser, named as the existing server names them:
/// `sessionid`, which scripts cannot read, and `csrftoken`, which they send back.
///
/// Over https both begin with `__Host-`: a browser takes such a cookie only from this host itself over
/// https (RFC 6265bis, section 4.1.3.2), so that no other site of the same domain can plant one.
package struct SessionCookies: Sendable {
    private let isSecure: Bool

    /// Those of somebody who reaches the server over https, or not.
    package init(isSecure: Bool) {
        self.isSecure = isSecure
    }

    private static let lifetime = Int(SessionOperations.lifetime.components.seconds)

    private var session: String { name("sessionid") }
    private var token: String { name("csrftoken") }

    private func name(_ name: String) -> String { isSecure ? "__Host-\(name)" : name }

    /// The session that a request belongs to, if it says so.
    package func session(of request: Request) -> Secret? {
        request.cookies[session].flatMap { $0.value.isEmpty ? nil : Secret($0.value) }
    }

    /// The token that a request shows as a cookie; nil for what is none of ours.
    func token(of request: Request) -> String? {
        request.cookies[token].flatMap { SessionOperations.isToken($0.value) ? $0.value : nil }
    }

    /// The fields that begin a session in a browser; the token from before is one no more.
    package func begin(_ secret: Secret) -> HTTPFields {
        fields([
            Cookie(
                name: session, value: secret.value, maxAge: Self.lifetime, path: "/",
                secure: isSecure, httpOnly: true, sameSite: .lax),
            tokenCookie(SessionOperations.csrfToken(for: secret), lifetime: Self.lifetime),
        ])
    }

    /// The fields that end a session in a browser, and its token with it.
    package func end() -> HTTPFields {
        fields([
            Cookie(
                name: session, value: "", maxAge: 0, path: "/", secure: isSecure, httpOnly: true,
                sameSite: .lax), tokenCookie("", lifetime: 0),
        ])
    }

    /// The fields that give a browser a token for its next form: for as long as its session lasts, or
    /// without one until it is closed.
    package func give(token: String, inSession: Bool) -> HTTPFields {
        fields([tokenCookie(token, lifetime: inSession ? Self.lifetime : nil)])
    }

    private func tokenCookie(_ value: String, lifetime: Int?) -> Cookie {
        Cookie(
            name: token, value: value, maxAge: lifetime, path: "/", secure: isSecure,
            httpOnly: false, sameSite: .lax)
    }

    private func fields(_ cookies: [Cookie]) -> HTTPFields {
        var fields = HTTPFields()
        for cookie in cookies {
            fields.append(HTTPField(name: .setCookie, value: cookie.description))
        }
        return fields
    }
}
