import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// `/users/`: accounts, and what they may do; for superusers.
enum UserPages {
    static let pages = [list, create, update, delete]

    private static let path = "/users/"
    private static let parent = MenuItem("Users", path)

    private static let list = WebPage("/users/", access: .own) { call in
        let page = try await call.operations.accounts.list(
            size: size, from: place(call.query), by: call.requester)
        let moments = try await call.moments
        let list = ListPage(
            "Users", "Accounts of people and programs, and what they may do.",
            buttons: [MenuItem("Open an account", "\(path)create/")],
            columns: ["Name", "Person", "Role", "E-mail", "State", "Last log-in", ""],
            rows: page.items.map { row($0, moments) }, empty: "There are none.",
            previous: page.previous.map { "?before=\(name($0).percentEncoded)" },
            next: page.next.map { "?after=\(name($0).percentEncoded)" })
        return try await call.page("list-page", list, in: .users)
    }

    /// How many accounts a page shows.
    private static let size = 100

    /// The place behind a name, or before one, that an address says.
    private static func place(_ query: Query) -> OrderedPlace? {
        if let name = query.value("before") {
            return OrderedPlace([.text(name)], isBackward: true)
        }
        return query.value("after").map { OrderedPlace([.text($0)], isBackward: false) }
    }

    private static func name(_ place: OrderedPlace) -> String {
        if case .text(let name)? = place.values.first { name } else { "" }
    }

    private static func row(_ account: Account, _ moments: MomentFormat) -> [ListCell] {
        let (user, one) = (account.user, "\(path)\(account.user.id)/")
        let person = account.source == nil ? user.fullName : "a source system"
        return [
            .link(user.username, to: "\(one)update/"), .text(person), .text(user.role.rawValue),
            .text(user.email),
            .text(user.isActive ? "active" : "closed", style: user.isActive ? "good" : "quiet"),
            .text(account.lastLogin.map { moments.text($0).distance } ?? "never", style: "num"),
            .actions(
                [MenuItem("Change", "\(one)update/")]
                    + (account.source == nil ? [MenuItem("Delete", "\(one)delete/")] : [])),
        ]
    }

    private static let create = WebPage(
        "/users/create/", access: .changing(.superuser), form: .newUser,
        show: { call, entry in
            try call.requester.check(.administerAccounts)
            let page = FormPage(
                title: "Open an account",
                text: "Without a password nobody can log in to it.", parent: parent,
                form: PageForm(
                    entry, to: "\(path)create/", "Open it", UserForm.fields(entry, nil),
                    back: path))
            return try await call.page("form-page", page, in: .users)
        }
    ) { call, new in
        try await call.making(leadingTo: { _ in path }, saying: "The account was opened.") { once in
            try await call.operations.accounts.create(
                new.user, password: new.password, once: once, by: call.requester)
        }
    }

    private static let update = WebPage(
        "/users/:pk/update/", access: .changing(.superuser), form: .userChange,
        show: { call, entry in
            try call.requester.check(.administerAccounts)
            let account = try await call.operations.accounts.account(
                call.id(), by: call.requester)
            let page = FormPage(
                title: "The account \(account.user.username)",
                text: "With another password, or closed, it is logged out everywhere.",
                parent: parent,
                form: PageForm(
                    entry, to: "\(path)\(account.user.id)/update/", "Change it",
                    UserForm.fields(entry, account.user), back: path))
            return try await call.page("form-page", page, in: .users)
        }
    ) { call, said in
        _ = try await call.operations.accounts.change(
            call.id(), said.change, password: said.password, by: call.requester)
        return call.leading(to: path, saying: "The account was changed.")
    }

    private static let delete = ConfirmPage.page(
        "/users/:pk/delete/", access: .changing(.superuser), in: .users, parent: parent,
        describe: { call in
            try call.requester.check(.administerAccounts)
            let account = try await call.operations.accounts.account(
                call.id(), by: call.requester)
            return (
                "Delete the account \(account.user.username)?",
                "An account that has left traces stays: close it instead."
            )
        }, "Delete it", saying: "The account was deleted."
    ) { call in
        try await call.operations.accounts.delete(call.id(), by: call.requester)
    }
}

/// The form for an account.
private enum UserForm {
    static func fields(_ entry: FormEntry, _ user: User?) -> [PageField] {
        let roles = Role.allCases.map { (value: $0.rawValue, label: label($0)) }
        let username: [PageField] =
            user == nil
            ? [.line(entry.field("username"), "Name", in: "user", isRequired: true)] : []
        return username + [
            .line(
                entry.field("first_name", value: user?.firstName ?? ""), "First name", in: "user"),
            .line(
                entry.field("last_name", value: user?.lastName ?? ""), "Last name", in: "user"),
            .line(
                entry.field("email", value: user?.email ?? ""), "E-mail", in: "user",
                type: "email"),
            .select(
                entry.field("role", value: (user?.role ?? .operator).rawValue), "Role",
                in: "user", roles),
            .select(
                entry.field("is_active", value: user?.isActive == false ? "false" : "true"),
                "State", in: "user", [("true", "Active"), ("false", "Closed")]),
            .line(
                entry.secret("password"), "Password", in: "user", type: "password",
                autocomplete: "new-password",
                hint: user == nil ? nil : "Empty: it stays as it is."),
        ]
    }

    private static func label(_ role: Role) -> String {
        switch role {
        case .viewer: "viewer: looks"
        case .operator: "operator: acts on incidents"
        case .staff: "staff: also sources and maintenance"
        case .superuser: "superuser: everything"
        case .unknown(let word): word
        }
    }
}
