import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

/// `users/`: the administration of accounts, in version 3.
enum UserRoutes {
    private static let root: Path = "\(APIVersion.v3.path)users/"

    static let endpoints = [list, me, one]

    private static let list = Endpoint(
        root, .accounts,
        get: Action(
            "Lists all accounts, the newest first.", details: "Superusers only.",
            query: ListLinks.parameters, refuses: [403],
            answers: [.ok(.page("Users", of: .account), "A page of them.")], isList: true
        ) { call in
            let links = ListLinks(call)
            let page = try await call.operations.accounts.list(links.page, by: call.requester)
            return Reply { writer in
                links.write(&writer, page.next, page.previous) { writer in
                    writer.list(page.items) { $0.value(UserJSON($1).json(in: call.site.zone)) }
                }
            }
        },
        post: .create(
            "Opens an account.",
            details: "Superusers only. Without a password nobody can log in with one.",
            form: .newUser, hiding: "password", answers: [.created(.account)],
            writing: { $0.value(UserJSON($1).json(in: $2.site.zone)) }
        ) { call, new, once in
            try await call.operations.accounts.create(
                new.user, password: new.password, once: once, by: call.requester)
        })

    private static let me = Endpoint(
        "\(root)me/", .accounts,
        get: Action(
            "Tells who asks, and what they may do.", answers: [.ok(.account, "The account.")]
        ) { call in
            let requester = try call.requester
            let accounts = call.operations.accounts
            return reply(
                try await accounts.account(requester.user.id, by: requester), call.site.zone)
        })

    private static let one = Endpoint(
        "\(root):pk/", .accounts,
        get: Action(
            "Tells of an account: one's own, or, to superusers, any.", refuses: [403],
            answers: [.ok(.account, "The account.")]
        ) { call in
            let account = try await call.operations.accounts.account(call.id(), by: call.requester)
            return reply(account, call.site.zone)
        },
        patch: .change(
            "Changes an account; what is not named stays.",
            details: "Superusers only. The name stays; nobody takes rights from themselves.",
            form: .userChange, answers: [.ok(.account)]
        ) { call, change in
            let id: User.ID = try call.id()
            let (change, password) = try change()
            let account = try await call.operations.accounts.change(
                id, change, password: password, by: call.requester)
            return reply(account, call.site.zone)
        },
        delete: .delete(
            "Removes an account that has left no trace.", details: "Superusers only.",
            refuses: [400]
        ) { call in
            try await call.operations.accounts.delete(call.id(), by: call.requester)
        })

    private static func reply(_ account: Account, _ zone: Zone) -> Reply {
        Reply(UserJSON(account).json(in: zone))
    }
}

extension Schema {
    /// An account with what it may do, in an answer.
    fileprivate static let account = answer(
        "Account",
        [
            "pk": .id, "username": .text, "first_name": .text, "last_name": .text, "email": .text,
            "is_active": .bool, "is_staff": .bool, "is_superuser": .bool, "role": role,
            "source": .id.orNull.note("The source system that posts with it."),
            "last_login": .time.orNull, "date_joined": .time,
        ])
}
