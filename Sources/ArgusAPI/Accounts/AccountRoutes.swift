import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTime
import ArgusWire
import HTTPTypes

/// `auth/` and `token-auth/`: who somebody is, and getting, renewing and giving back tokens.
struct AccountRoutes {
    let version: APIVersion

    /// The account's token, for a name and a password.
    var tokenAuth: Endpoint {
        Endpoint(
            "\(version.path)token-auth/", isPublic: true,
            post: { call in
                let requester = try await authenticated(call.input(await call.body()), call)
                let issued = try await call.operations.tokens.createForAccount(by: requester)
                return Reply(["token": .string(issued.secret.value)])
            })
    }

    /// Another token in place of the one that came with the request.
    var refreshToken: Endpoint {
        Endpoint(
            "\(version.path)auth/refresh-token/", isPersonal: true,
            post: { call in
                let issued = try await call.operations.tokens.refresh(by: call.requester)
                return Reply(["token": .string(issued.secret.value)])
            })
    }

    /// A token for some hours, for a name and a password, or for a request that is authenticated
    /// already and has no body.
    var logIn: Endpoint {
        Endpoint(
            "\(version.path)auth/token/login/", isPublic: true,
            post: { call in
                let issued = try await call.operations.tokens.logIn(by: loggingIn(call))
                let expiry = issued.expires?.text(in: call.site.zone) ?? ""
                return Reply([
                    "expiry": .string(expiry), "expiration": .string(expiry),
                    "token": .string(issued.secret.value),
                ])
            })
    }

    /// The end of the token that came with the request.
    var logOut: Endpoint {
        Endpoint(
            "\(version.path)auth/token/logout/", isPersonal: true,
            post: { call in
                try await call.operations.tokens.logOut(by: Self.loggedIn(call))
                return Reply(status: .noContent)
            })
    }

    /// The end of everything that was issued by logging in.
    var logOutEverywhere: Endpoint {
        Endpoint(
            "\(version.path)auth/token/logoutall", isPersonal: true,
            post: { call in
                try await call.operations.tokens.logOutEverywhere(by: Self.loggedIn(call))
                return Reply(status: .noContent)
            })
    }

    /// The end of the session or token with which the former front end asks, if there is one.
    var frontEndLogOut: Endpoint {
        Endpoint(
            "\(version.path)auth/logout/", isPublic: true,
            post: { call in
                if let asker = call.asker { try await call.operations.tokens.logOut(by: asker) }
                var reply = Reply(status: .ok)
                if let session = call.session {
                    try await call.operations.sessions.end(session, by: call.requester)
                    reply.headers.append(
                        contentsOf: SessionCookies.end(isSecure: call.site.isSecure(call.request)))
                }
                return reply
            })
    }

    /// Who asks.
    var me: Endpoint {
        Endpoint(
            "\(version.path)auth/user/",
            get: { call in
                let user = try call.requester.user
                var object = Self.json(user)
                if version == .v1 {
                    let numbers = try await PhoneNumberRoutes.numbers(of: call)
                    object.set("phone_numbers", to: .array(numbers))
                } else {
                    let url = user.isStaff ? call.absoluteURL("/admin/") : nil
                    object.set("admin_url", to: url.map { .string($0) } ?? .null)
                }
                return Reply(.object(object))
            })
    }

    /// Who somebody is.
    var one: Endpoint {
        Endpoint(
            "\(version.path)auth/users/:pk/",
            get: { call in
                Reply(.object(Self.json(try await call.operations.accounts.find(call.id()))))
            })
    }

    private static func json(_ user: User) -> JSONObject {
        var object = JSONObject()
        object.set("username", to: .string(user.username))
        object.set("first_name", to: .string(user.firstName))
        object.set("last_name", to: .string(user.lastName))
        object.set("email", to: .string(user.email))
        return object
    }

    private func authenticated(_ input: Input, _ call: Call) async throws -> Requester {
        var input = input
        let username = input.requiredText("username")
        let password = input.password("password")
        try input.check()
        return try await call.operations.accounts.authenticate(
            username: username, password: password, from: call.address)
    }

    /// Clients know a refused log-in as 403 with a `detail`.
    private func loggingIn(_ call: Call) async throws -> Requester {
        do {
            let body = try await call.body()
            if body.bytes.isEmpty { return try call.requester }
            return try await authenticated(call.input(body), call)
        } catch Refusal.invalid(let problems) {
            throw Refusal.forbidden(problems.description)
        } catch Refusal.unsupportedMediaType(let text), Refusal.notAuthenticated(let text) {
            throw Refusal.forbidden(text)
        }
    }

    /// Only what was issued by logging in can be logged out.
    private static func loggedIn(_ call: Call) throws -> Requester {
        let requester = try call.requester
        guard requester.token?.kind == .session else {
            throw Refusal.notAuthenticated("Invalid token.")
        }
        return requester
    }
}
