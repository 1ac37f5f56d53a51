import ArgusOperations
import HTTPTypes
import Hummingbird

/// The cookies of people who log in with a browser, named as the existing server names them:
/// `sessionid`, which scripts cannot read, and `csrftoken`, which they send back.
package enum SessionCookies {
    private static let session = "sessionid"
    private static let token = "csrftoken"
    /// A year, in seconds.
    private static let tokenLifetime = 365 * 86_400

    /// The session that a request belongs to, if it says so.
    package static func session(of request: Request) -> Secret? {
        request.cookies[session].flatMap { $0.value.isEmpty ? nil : Secret($0.value) }
    }

    /// The token that a request shows as a cookie.
    static func token(of request: Request) -> String? {
        request.cookies[token].flatMap { $0.value.isEmpty ? nil : $0.value }
    }

    /// The fields that begin a session in a browser.
    package static func begin(_ secret: Secret, isSecure: Bool) -> HTTPFields {
        let lifetime = Int(SessionOperations.lifetime.components.seconds)
        return fields([
            Cookie(
                name: session, value: secret.value, maxAge: lifetime, path: "/",
                secure: isSecure, httpOnly: true, sameSite: .lax),
            tokenCookie(SessionOperations.csrfToken(for: secret), isSecure: isSecure),
        ])
    }

    /// The fields that end a session in a browser.
    package static func end(isSecure: Bool) -> HTTPFields {
        fields([
            Cookie(
                name: session, value: "", maxAge: 0, path: "/", secure: isSecure, httpOnly: true,
                sameSite: .lax)
        ])
    }

    /// The fields that give a browser a token for its next form.
    package static func give(token: String, isSecure: Bool) -> HTTPFields {
        fields([tokenCookie(token, isSecure: isSecure)])
    }

    private static func tokenCookie(_ value: String, isSecure: Bool) -> Cookie {
        Cookie(
            name: token, value: value, maxAge: tokenLifetime, path: "/", secure: isSecure,
            httpOnly: false, sameSite: .lax)
    }

    private static func fields(_ cookies: [Cookie]) -> HTTPFields {
        var fields = HTTPFields()
        for cookie in cookies {
            fields.append(HTTPField(name: .setCookie, value: cookie.description))
        }
        return fields
    }
}
