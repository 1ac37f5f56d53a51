import ArgusWire
import HTTPTypes

/// Describes `auth/` and `token-auth/`.
struct AccountDescriptions {
    let version: APIVersion

    private var root: String { "\(version.path)auth/" }
    private var id: String { "\(version.prefix)auth_" }

    var operations: [Operation] {
        switch version {
        case .v1: [tokenAuth, refreshToken, logOut, me, one]
        case .v2: [tokenAuth, refreshToken] + loggingIn + [me, one]
        case .v3: []
        }
    }

    private let credentials = Schema.body(
        "LoginData", ["username": .someText.required, "password": .someText.required])
    private let example: JSONValue = ["username": "bob", "password": "correct horse"]

    private var tokenAuth: Operation {
        Operation(
            .post, "\(version.path)token-auth/", id: "\(version.prefix)token_auth_create",
            .accounts,
            "Gives a program a token, for a name and a password.",
            details: "It does not expire, and those that are in use go on working.",
            body: Operation.Body(credentials, example: example),
            answers: [.ok(.answer("AuthToken", ["token": .text]), "The token.")])
    }

    private var refreshToken: Operation {
        Operation(
            .post, "\(root)refresh-token/", id: "\(id)refresh_token_create", .accounts,
            "Gives another token in place of the one that asks, which stops working.",
            details: "A session is given one in place of what `token-auth/` gave, if that did.",
            refuses: [400],
            answers: [.ok(.answer("RefreshToken", ["token": .text]), "The new token.")])
    }

    private var loggingIn: [Operation] {
        [
            Operation(
                .post, "\(root)token/login/", id: "\(id)token_login_create", .accounts,
                "Gives a token that is good for some hours.",
                details: "For a name and a password, or for a token and no body.",
                body: Operation.Body(credentials, isOptional: true, example: example),
                answers: [
                    .ok(
                        .answer(
                            "KnoxLoginResponse",
                            [
                                "expiry": .time, "expiration": .time.note("The same."),
                                "token": .text,
                            ]), "The token.")
                ]),
            Operation(
                .post, "\(root)token/logout/", id: "\(id)token_logout_create", .accounts,
                "Ends the token that asks, which came from logging in.", answers: [.noContent]),
            Operation(
                .post, "\(root)token/logoutall", id: "\(id)token_logoutall_create", .accounts,
                "Ends all tokens that came from logging in.", answers: [.noContent]),
        ]
    }

    private var logOut: Operation {
        Operation(
            .post, "\(root)logout/", id: "\(id)logout_create", .accounts,
            "Ends the session or the token with which somebody asks.",
            answers: [Operation.Answer(200, "It was done, or there was nothing to end.")])
    }

    private var me: Operation {
        let own = Schema.user("User").adding(
            version == .v1
                ? ["phone_numbers": .list(of: .phoneNumber)]
                : ["admin_url": .url.orNull.note("Where the staff administers.")])
        return Operation(
            .get, "\(root)user/", id: "\(id)user_retrieve", .accounts, "Tells who asks.",
            answers: [.ok(own, "The account.")])
    }

    private var one: Operation {
        Operation(
            .get, "\(root)users/:pk/", id: "\(id)users_retrieve", .accounts,
            "Tells of an account.", answers: [.ok(.user("BasicUser"), "The account.")])
    }
}

extension Schema {
    /// An account in an answer.
    static func user(_ name: String) -> Schema {
        .answer(
            name, ["username": .text, "first_name": .text, "last_name": .text, "email": .text])
    }
}
