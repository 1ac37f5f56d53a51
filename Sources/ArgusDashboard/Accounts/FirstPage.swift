import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// `/accounts/first/`: makes the first administrator, for whoever has the link of the log.
enum FirstPage {
    static let path: Path = "/accounts/first/"

    static let page = WebPage(
        path, access: .everybody, form: form,
        show: { call, entry in
            try await check(call.query.value("key") ?? entry.field("key").value, call)
            let fields: [PageField] = [
                .line(
                    entry.field("username"), "Your username", in: "first", isRequired: true,
                    autocomplete: "username"),
                .line(
                    entry.secret("password"), "A password", in: "first", type: "password",
                    isRequired: true, autocomplete: "new-password",
                    hint: "At least 8 characters, not only digits, and none that many people use."),
            ]
            let key = entry.field("key", value: call.query.value("key") ?? "").value
            let page = FirstAdministratorPage(
                form: PageForm(
                    entry, to: path.text, "Make the account", fields,
                    hidden: [HiddenField(name: "key", value: key)]))
            return try await call.page("first", page)
        }
    ) { call, said in
        try await check(said.key, call)
        let requester = try await call.operations.accounts.createFirst(
            username: said.username, password: said.password)
        let session = try await call.operations.sessions.begin(by: requester)
        return call.leading(
            to: StartPage.path.text, saying: "Welcome. You are the first administrator.",
            with: call.cookies.begin(session))
    }

    private static let form = Form(
        Field(Field<Credentials>.credentials, Field<String?>.text("key")) { credentials, key in
            (username: credentials.username, password: credentials.password, key: key ?? "")
        })

    /// Whether nobody has an account yet, and the log has a link.
    static func isAwaited(_ call: Call) async throws -> Bool {
        guard call.site.firstKey != nil else { return false }
        return try await call.operations.accounts.isWithoutPeople()
    }

    /// Refuses whoever does not have the link, or has it too late.
    private static func check(_ key: String, _ call: Call) async throws {
        let digest = call.site.firstKey.map { sha256(Array($0.value.utf8)) }
        guard sha256(Array(key.utf8)) == digest, try await isAwaited(call) else {
            throw Refusal.forbidden(
                "The link is not that of the server's log, or there is an administrator already.")
        }
    }
}

/// What whoever makes the first account is shown.
struct FirstAdministratorPage {
    let form: PageForm
}
