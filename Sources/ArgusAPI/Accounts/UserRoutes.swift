import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTime
import ArgusWire
import HTTPTypes

/// `users/`: the administration of accounts, in version 3.
enum UserRoutes {
    private static let root = "\(APIVersion.v3.path)users/"

    static let endpoints = [list, me, one]

    /// All accounts, and opening one.
    private static let list = Endpoint(
        root,
        get: { call in
            let links = ListLinks(call)
            let page = try await call.operations.accounts.list(links.page, by: call.requester)
            return Reply { writer in
                links.write(&writer, page.next, page.previous) { writer in
                    writer.list(page.items) { $0.value(UserJSON($1).json(in: call.site.zone)) }
                }
            }
        },
        post: { call in
            let requester = try call.requester
            let body = try await call.body()
            var input = try call.input(body)
            let (user, password) = try input.newUser()
            let zone = call.site.zone
            return try await call.creating(
                body.hiding("password"), writing: { $0.value(UserJSON($1).json(in: zone)) }
            ) { once in
                try await call.operations.accounts.create(
                    user, password: password, once: once, by: requester)
            }
        })

    /// The asker's own account.
    private static let me = Endpoint(
        "\(root)me/",
        get: { call in
            let requester = try call.requester
            let accounts = call.operations.accounts
            return reply(
                try await accounts.account(requester.user.id, by: requester), call.site.zone)
        })

    /// One account, changing and removing it.
    private static let one = Endpoint(
        "\(root):pk/",
        get: { call in
            let account = try await call.operations.accounts.account(call.id(), by: call.requester)
            return reply(account, call.site.zone)
        },
        patch: { call in
            let id: User.ID = try call.id()
            var input = try call.input(await call.body())
            let (change, password) = try input.userChange()
            let account = try await call.operations.accounts.change(
                id, change, password: password, by: call.requester)
            return reply(account, call.site.zone)
        },
        delete: { call in
            try await call.operations.accounts.delete(call.id(), by: call.requester)
            return Reply(status: .noContent)
        })

    private static func reply(_ account: Account, _ zone: Zone) -> Reply {
        Reply(UserJSON(account).json(in: zone))
    }
}

extension UserJSON {
    /// An account as answers show it.
    fileprivate init(_ account: Account) {
        let user = account.user
        self.init(
            pk: user.id.rawValue, username: user.username, firstName: user.firstName,
            lastName: user.lastName, email: user.email, isActive: user.isActive,
            isStaff: user.isStaff, isSuperuser: user.isSuperuser, role: user.role.rawValue,
            source: account.source?.rawValue, lastLogin: account.lastLogin,
            dateJoined: account.joined)
    }
}
