import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire
import HTTPTypes

/// `auth/` and `token-auth/`: who somebody is, and getting, renewing and giving back tokens.
struct AccountRoutes {
    let version: APIVersion

    /// The account's token, for a name and a password.
    var tokenAuth: Endpoint {
        Endpoint(
            "\(version.path)token-auth/", .accounts, access: .everybody,
            post: Action(
                "Gives a program a token, for a name and a password.",
                details: "It does not expire, and those that are in use go on working.",
                form: .credentials(),
                answers: [.ok(.answer("AuthToken", ["token": .text]), "The token.")]
            ) { call, form in
                let requester = try await authenticated(call.read(form), call)
                let issued = try await call.operations.tokens.createForAccount(by: requester)
                return Reply(["token": .string(issued.secret.value)])
            })
    }

    /// Another token in place of the one that came with the request.
    var refreshToken: Endpoint {
        Endpoint(
            "\(version.path)auth/refresh-token/", .accounts, access: .own,
            post: Action(
                "Gives another token in place of the one that asks, which stops working.",
                details: "A session is given one in place of what `token-auth/` gave, if that did.",
                refuses: [400],
                answers: [.ok(.answer("RefreshToken", ["token": .text]), "The new token.")]
            ) { call in
                let issued = try await call.operations.tokens.refresh(by: call.requester)
                return Reply(["token": .string(issued.secret.value)])
            })
    }

    /// A token for some hours, for a name and a password, or for a request that is authenticated
    /// already and has no body.
    var logIn: Endpoint {
        let token = Schema.answer(
            "KnoxLoginResponse",
            ["expiry": .time, "expiration": .time.note("The same."), "token": .text])
        return Endpoint(
            "\(version.path)auth/token/login/", .accounts, access: .everybody,
            post: Action(
                "Gives a token that is good for some hours.",
                details: "For a name and a password, or for a token and no body.",
                form: .credentials(isOptional: true), answers: [.ok(token, "The token.")]
            ) { call, form in
                let issued = try await call.operations.tokens.logIn(by: loggingIn(call, form))
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
            "\(version.path)auth/token/logout/", .accounts, access: .own,
            post: .delete("Ends the token that asks, which came from logging in.") { call in
                try await call.operations.tokens.logOut(by: Self.loggedIn(call))
            })
    }

    /// The end of everything that was issued by logging in.
    var logOutEverywhere: Endpoint {
        Endpoint(
            "\(version.path)auth/token/logoutall", .accounts, access: .own,
            post: .delete("Ends all tokens that came from logging in.") { call in
                try await call.operations.tokens.logOutEverywhere(by: Self.loggedIn(call))
            })
    }

    /// The end of the session or token with which the former front end asks, if there is one.
    var frontEndLogOut: Endpoint {
        Endpoint(
            "\(version.path)auth/logout/", .accounts, access: .everybody,
            post: Action(
                "Ends the session or the token with which somebody asks.",
                answers: [
                    DescribedOperation.Answer(200, "It was done, or there was nothing to end.")
                ]
            ) { call in
                if let asker = call.asker { try await call.operations.tokens.logOut(by: asker) }
                var reply = Reply(status: .ok)
                if let session = call.session {
                    try await call.operations.sessions.end(session, by: call.requester)
                    reply.headers.append(contentsOf: call.cookies.end())
                }
                return reply
            })
    }

    /// Another password for the account that asks; not in versions 1 and 2.
    var password: Endpoint {
        Endpoint(
            "\(version.path)auth/password/", .accounts, access: .own,
            post: Action(
                "Gives the account that asks another password.",
                details: "Everything that came from logging in ends; other tokens stay.",
                form: .changedPassword, refuses: [429],
                answers: [DescribedOperation.Answer(204, "It was done.")]
            ) { call, form in
                let said = try await call.read(form)
                try await call.operations.accounts.changePassword(
                    from: said.old, to: said.new, by: call.requester, at: call.address)
                return Reply(status: .noContent)
            })
    }

    var me: Endpoint {
        let user = Schema.user("User").adding(
            version == .v1
                ? ["phone_numbers": .list(of: .phoneNumber)]
                : ["admin_url": .url.orNull.note("Where the staff administers.")])
        return Endpoint(
            "\(version.path)auth/user/", .accounts,
            get: Action("Tells who asks.", answers: [.ok(user, "The account.")]) { call in
                let user = try call.requester.user
                var object = Self.json(user)
                if version == .v1 {
                    let numbers = try await PhoneNumberRoutes.numbers(of: call)
                    object.set("phone_numbers", to: .array(numbers))
                } else {
                    let url = user.role.isStaff ? call.here.url(of: "/admin/") : nil
                    object.set("admin_url", to: url.map { .string($0) } ?? .null)
                }
                return Reply(.object(object))
            })
    }

    var one: Endpoint {
        Endpoint(
            "\(version.path)auth/users/:pk/", .accounts,
            get: Action(
                "Tells of an account.", answers: [.ok(.user("BasicUser"), "The account.")]
            ) { call in
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

    private func authenticated(
        _ credentials: Credentials, _ call: Call
    ) async throws -> Requester {
        try await call.operations.accounts.authenticate(
            username: credentials.username, password: credentials.password, from: call.address)
    }

    /// Clients know a refused log-in as 403 with a `detail`.
    private func loggingIn(_ call: Call, _ form: Form<Credentials>) async throws -> Requester {
        do {
            let body = try await call.body()
            if body.bytes.isEmpty { return try call.requester }
            return try await authenticated(form.read(body, call), call)
        } catch let refusal as Refusal where refusal.status == .badRequest {
            throw Refusal.forbidden(refusal.problems.message)
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

extension Schema {
    /// An account in an answer.
    fileprivate static func user(_ name: String) -> Schema {
        .answer(
            name, ["username": .text, "first_name": .text, "last_name": .text, "email": .text])
    }
}
