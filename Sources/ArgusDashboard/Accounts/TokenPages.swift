import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// `/user/tokens/`: what programs show instead of a password; one's own, and everybody's for those who
/// administer accounts.
enum TokenPages {
    static let pages = [list, everybody, create, revoke]

    private static let path = "/user/tokens/"
    private static let parent = MenuItem("Tokens", path)

    private static let list = WebPage("/user/tokens/", access: .own) { call in
        let own = TokenSelection.account(try call.requester.user.id)
        return try await show(own, call)
    }

    private static let everybody = WebPage("/user/tokens/all/", access: .own) { call in
        try await show(.everybody, call)
    }

    private static func show(_ selection: TokenSelection, _ call: Call) async throws -> Reply {
        let tokens = try await call.operations.tokens.list(
            of: selection, PageRequest(size: 100, cursor: cursor(call.query)), by: call.requester)
        let moments = try await call.moments
        let page = ListPage(
            "Tokens", "What programs show instead of a password.",
            tabs: tabs(call, isOfAll: selection == .everybody),
            buttons: [MenuItem("Make a token", "\(path)create/")],
            columns: [
                "Begins with", "Account", "What for", "May", "Made", "Ends", "Last used", "",
            ],
            rows: tokens.items.map { row($0, moments) }, empty: "There are none.",
            previous: tokens.previous.map { "?cursor=\($0.text)" },
            next: tokens.next.map { "?cursor=\($0.text)" })
        return try await call.page("list-page", page)
    }

    private static func cursor(_ query: Query) throws(Refusal) -> PageRequest.Cursor? {
        guard let text = query.value("cursor") else { return nil }
        guard let cursor = PageRequest.Cursor(text) else {
            throw .notFound("No page begins there.")
        }
        return cursor
    }

    private static func tabs(_ call: Call, isOfAll: Bool) -> [MenuItem] {
        guard call.asker?.may(.administerAccounts) == true else { return [] }
        return [
            MenuItem("Yours", path, isCurrent: !isOfAll),
            MenuItem("Everybody's", "\(path)all/", isCurrent: isOfAll),
        ]
    }

    private static func row(_ owned: OwnedToken, _ moments: MomentFormat) -> [ListCell] {
        let token = owned.token
        let isOver = token.expires.map { $0 <= moments.now } ?? false
        let end = token.expires.map { moments.text($0).full } ?? "never"
        return [
            .text("\(token.prefix)…", style: "mono"), .text(owned.username),
            .text(token.name), .text(token.scope == .read ? "read" : "do everything that you may"),
            .moment(moments.text(token.created)),
            .text(isOver ? "\(end), over" : end, style: isOver ? "problem" : "num"),
            .text(token.lastUsed.map { moments.text($0).distance } ?? "never", style: "num"),
            .actions([MenuItem("Take back", "\(path)\(token.id)/delete/")]),
        ]
    }

    private static let create = WebPage(
        "/user/tokens/create/", access: .own, form: form,
        show: { call, entry in
            let moments = try await call.moments
            let fields: [PageField] = [
                .line(entry.field("name"), "What for", in: "token"),
                .select(
                    entry.field("scope", value: TokenScope.read.rawValue), "It may", in: "token",
                    [("read", "read"), ("full", "do everything that you may")]),
                .line(
                    entry.field("expires"), "Ends", in: "token", type: "datetime-local",
                    hint: "In \(moments.zone.name). Empty: never."),
            ]
            let page = FormPage(
                title: "Make a token", text: "It is shown once.", parent: parent,
                form: PageForm(entry, to: "\(path)create/", "Make it", fields, back: path))
            return try await call.page("form-page", page)
        }
    ) { call, said in
        let moments = try await call.moments
        let expires = said.expires.isEmpty ? nil : moments.moment(said.expires)
        if expires == nil, !said.expires.isEmpty {
            throw Refusal.invalid("expires", "It is no date and time, such as 2026-11-25 08:00.")
        }
        let new = NewToken(name: said.name, scope: said.scope, expires: expires)
        let made = try await call.operations.tokens.create(new, of: nil, by: call.requester)
        guard case .performed(let issued) = made else { return call.leading(to: path) }
        let page = SecretPage(
            title: "Your token", secret: issued.secret.value, parent: parent)
        return try await call.page("secret", page)
    }

    private static let form = Form(
        Field(
            Field<String?>.text("name", .characters(100)),
            Field<TokenScope?>.typed("scope") { word in
                TokenScope(rawValue: word).map { .success($0) }
                    ?? .failure(ValueProblem(message: "It is none of the choices."))
            }, Field<String?>.text("expires")
        ) { (name: $0 ?? "", scope: $1 ?? .read, expires: $2 ?? "") })

    private static let revoke = ConfirmPage.page(
        "/user/tokens/:pk/delete/", access: .own, in: nil, parent: parent,
        describe: { call in
            let owned = try await call.operations.tokens.find(call.id(), by: call.requester)
            return (
                "Take back the token \(owned.token.prefix)…?",
                "It is one of \(owned.username). Whatever uses it stops working at once."
            )
        }, "Take it back", saying: "The token was taken back."
    ) { call in
        try await call.operations.tokens.revoke(call.id(), by: call.requester)
    }
}
