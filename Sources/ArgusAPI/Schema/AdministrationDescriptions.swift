import ArgusCore
import ArgusWire
import HTTPTypes

/// Describes `users/`, `tokens/` and `preferences/`, which version 3 alone has.
struct AdministrationDescriptions {
    let version: APIVersion

    private var root: String { version.path }
    private var id: String { version.prefix }

    var operations: [Operation] { version == .v3 ? users + tokens + preferences : [] }

    private var users: [Operation] {
        [
            Operation(
                .get, "\(root)users/", id: "\(id)users_list", .accounts,
                "Lists all accounts, the newest first.", details: "Superusers only.",
                query: Operation.Parameter.pages, refuses: [403],
                answers: [.ok(.page("Users", of: .account), "A page of them.")]),
            Operation(
                .post, "\(root)users/", id: "\(id)users_create", .accounts, "Opens an account.",
                details: "Superusers only. Without a password nobody can log in with one.",
                body: Operation.Body(
                    newUser,
                    example: [
                        "username": "carol", "email": "carol@example.org",
                        "password": "correct horse", "role": "operator",
                    ]),
                isOnce: true, answers: [.created(.account)]),
            Operation(
                .get, "\(root)users/me/", id: "\(id)users_me_retrieve", .accounts,
                "Tells who asks, and what they may do.", answers: [.ok(.account, "The account.")]),
            Operation(
                .get, "\(root)users/:pk/", id: "\(id)users_retrieve", .accounts,
                "Tells of an account: one's own, or, to superusers, any.", refuses: [403],
                answers: [.ok(.account, "The account.")]),
            Operation(
                .patch, "\(root)users/:pk/", id: "\(id)users_partial_update", .accounts,
                "Changes an account; what is not named stays.",
                details: "Superusers only. The name stays; nobody takes rights from themselves.",
                body: Operation.Body(.body("PatchedUser", rights), example: ["role": "viewer"]),
                answers: [.ok(.account)]),
            Operation(
                .delete, "\(root)users/:pk/", id: "\(id)users_destroy", .accounts,
                "Removes an account that has left no trace.", details: "Superusers only.",
                refuses: [400], answers: [.noContent]),
        ]
    }

    private var newUser: Schema {
        Schema.body("NewUser", ["username": Self.username.required]).adding(rights)
    }

    private static let username = Schema.keywords([
        "type": "string", "minLength": 1, "maxLength": 150, "pattern": "^[A-Za-z0-9@.+_-]+$",
    ])

    private let rights: KeyValuePairs<String, Schema> = [
        "first_name": .text(0...150),
        "last_name": .text(0...150),
        "email": .text(0...254).note("An e-mail address, or nothing."),
        "is_active": .bool.note("Whether it can be used at all; true if missing."),
        "role": .role.note("Either this, or `is_staff` and `is_superuser`."),
        "is_staff": .bool, "is_superuser": .bool,
        "password": .text(8...4096).orNull.note(
            "Not only digits, and without the account's name in it."),
    ]

    private var tokens: [Operation] {
        [
            Operation(
                .get, "\(root)tokens/", id: "\(id)tokens_list", .accounts,
                "Lists one's own tokens, or those that one administers, the newest first.",
                query: Operation.Parameter.pages + [
                    Operation.Parameter(
                        "user", .text(matching: "^([0-9]{1,18}|sources|all)$"),
                        "Whose: a primary key, `sources` or `all`; one's own if missing.")
                ], refuses: [403],
                answers: [.ok(.page("Tokens", of: .token), "A page of them.")]),
            Operation(
                .post, "\(root)tokens/", id: "\(id)tokens_create", .accounts,
                "Issues a token, which is shown in this answer only.",
                body: Operation.Body(
                    .body(
                        "NewToken",
                        [
                            "name": .text(0...100).note("What it is for."),
                            "scope": .scope.note("`full` if missing."),
                            "expires": .time.orNull.note("In the future; null for never."),
                            "user": .either(.id, .text(matching: "^[0-9]{1,18}$"), .null).note(
                                "Whose it is: oneself if missing or null."),
                        ]),
                    example: ["name": "backup", "scope": "read"]),
                isOnce: true,
                answers: [
                    .created(
                        Schema.token.adding(
                            "NewlyIssuedToken",
                            ["token": .text.optional.note("In clear; not when it is repeated.")]))
                ]),
            Operation(
                .get, "\(root)tokens/:pk/", id: "\(id)tokens_retrieve", .accounts,
                "Shows a token that one may take back.", refuses: [403],
                answers: [.ok(.token, "All of it but the token itself.")]),
            Operation(
                .delete, "\(root)tokens/:pk/", id: "\(id)tokens_destroy", .accounts,
                "Takes a token back: it stops working at once.", answers: [.noContent]),
        ]
    }

    private var preferences: [Operation] {
        let namespace = Operation.Parameter(
            "namespace", .text(matching: "^[a-z0-9_-]{1,255}$"), "Of the program that keeps them.")
        let kept = Schema.object.note("What was kept.")
        let path = "\(root)preferences/:namespace/"
        let example: JSONValue = ["theme": "dark", "page_size": 50]
        return [
            Operation(
                .get, "\(root)preferences/", id: "\(id)preferences_list", .accounts,
                "Shows what programs keep for the asker, by namespace.",
                answers: [.ok(.map(of: .object), "All of it.")]),
            Operation(
                .get, path, id: "\(id)preferences_retrieve", .accounts,
                "Shows what is kept in a namespace; an empty object until something is.",
                path: [namespace], refuses: [400], answers: [.ok(kept)]),
            Operation(
                .put, path, id: "\(id)preferences_update", .accounts,
                "Keeps an object in a namespace, in place of what was there.", path: [namespace],
                body: Operation.Body(.object, example: example), answers: [.ok(kept)]),
            Operation(
                .patch, path, id: "\(id)preferences_partial_update", .accounts,
                "Changes members of what is kept; those that are null are taken away.",
                path: [namespace], body: Operation.Body(.object, example: ["theme": .null]),
                answers: [.ok(kept)]),
            Operation(
                .delete, path, id: "\(id)preferences_destroy", .accounts,
                "Forgets what is kept in a namespace.", path: [namespace], refuses: [400],
                answers: [.noContent]),
        ]
    }
}

extension Schema {
    /// What an account may do.
    fileprivate static let role = choice(Role.allCases.map(\.rawValue))

    /// What a token may be used for.
    fileprivate static let scope = choice([Token.Scope.full, .read].map(\.rawValue))

    /// An account with what it may do, in an answer.
    fileprivate static let account = answer(
        "Account",
        [
            "pk": .id, "username": .text, "first_name": .text, "last_name": .text, "email": .text,
            "is_active": .bool, "is_staff": .bool, "is_superuser": .bool, "role": role,
            "source": .id.orNull.note("The source system that posts with it."),
            "last_login": .time.orNull, "date_joined": .time,
        ])

    /// A token in an answer, without the token itself.
    fileprivate static let token = answer(
        "Token",
        [
            "pk": .id, "user": .id.note("Whose it is."), "username": .text, "name": .text,
            "kind": .choice(["program", "account", "session"]).note(
                "Issued here, for a name and a password, or by logging in."),
            "scope": scope, "prefix": .text.note("Its first characters."), "created": .time,
            "expires": .time.orNull, "last_used": .time.orNull.note("To the minute."),
        ])
}
