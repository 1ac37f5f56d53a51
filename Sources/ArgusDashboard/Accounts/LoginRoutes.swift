import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Hummingbird

/// `/accounts/`: logging in and out with a browser.
enum LoginRoutes {
    static let pages = [logIn, logOut]

    /// Where people go unless they came from somewhere else.
    static let home = "/incidents/"

    private static let logIn = WebPage(
        "/accounts/login/",
        get: { call in try form(call, next: call.query.value("next")) },
        post: { call, body in
            let next = body.value["next"]?.string
            let username = body.value["username"]?.string ?? ""
            do {
                let requester = try await call.operations.accounts.authenticate(
                    username: username, password: body.value["password"]?.string ?? "",
                    from: call.address)
                // Whoever knew the old session does not know the new one.
                try await endSession(of: call)
                let session = try await call.operations.sessions.begin(by: requester)
                return redirection(
                    to: destination(next),
                    SessionCookies.begin(session, isSecure: call.site.isSecure(call.request)))
            } catch Refusal.invalid {
                return try form(
                    call, next: next, username: username,
                    problem: "Please enter a correct username and password. "
                        + "Note that both fields may be case-sensitive.")
            } catch let refusal as Refusal {
                guard case .tooManyAttempts(let text, let seconds) = refusal else { throw refusal }
                var response = try form(call, next: next, username: username, problem: text)
                response.status = .tooManyRequests
                response.headers[.retryAfter] = String(seconds)
                return response
            }
        })

    private static let logOut = WebPage(
        "/accounts/logout/",
        post: { call, _ in
            try await endSession(of: call)
            return redirection(
                to: home, SessionCookies.end(isSecure: call.site.isSecure(call.request)))
        })

    private static func endSession(of call: Call) async throws {
        guard let session = call.session else { return }
        try await call.operations.sessions.end(session, by: call.requester)
    }

    private static func form(
        _ call: Call, next: String?, username: String = "", problem: String? = nil
    ) throws -> Response {
        let token = call.formToken
        let page = LoginPage(
            token: token, next: destination(next), username: username, problem: problem)
        var response = try HTML("login", page).response()
        response.headers.append(
            contentsOf: SessionCookies.give(
                token: token, isSecure: call.site.isSecure(call.request)))
        return response
    }

    /// Where to go after logging in: a path of this site, and of no other.
    static func destination(_ next: String?) -> String {
        guard let next, next.hasPrefix("/"), !next.hasPrefix("//"), !next.contains("\\"),
            next.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7f })
        else { return home }
        return next
    }

    private static func redirection(to path: String, _ fields: HTTPFields) -> Response {
        var headers = fields
        // A header holds ASCII only; what a path may have beyond it is percent-encoded.
        headers[.location] = path.utf8.allSatisfy { $0 < 0x80 } ? path : home
        headers[.cacheControl] = "no-store"
        return Response(status: .found, headers: headers)
    }
}
