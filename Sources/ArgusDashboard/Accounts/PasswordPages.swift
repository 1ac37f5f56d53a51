import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// `/user/password/`: another password for one's own account.
enum PasswordPages {
    static let pages = [change]

    private static let path = "/user/password/"

    private static let change = WebPage(
        "/user/password/", access: .own, form: form,
        show: { call, entry in
            let fields: [PageField] = [
                .line(
                    entry.secret("old_password"), "The password until now", in: "password",
                    type: "password", isRequired: true, autocomplete: "current-password"),
                .line(
                    entry.secret("password"), "The new password", in: "password",
                    type: "password", isRequired: true, autocomplete: "new-password",
                    hint: "At least 8 characters, not only digits, and none that many people use."),
                .line(
                    entry.secret("again"), "The new password once more", in: "password",
                    type: "password", isRequired: true, autocomplete: "new-password"),
            ]
            let page = FormPage(
                title: "Another password",
                text: "You are logged out everywhere else. Tokens of programs go on working.",
                parent: MenuItem("Preferences", "/user/"),
                form: PageForm(entry, to: path, "Change it", fields))
            return try await call.page("form-page", page)
        }
    ) { call, said in
        try await call.operations.accounts.changePassword(
            from: said.old, to: said.new, by: call.requester, at: call.address)
        let session = try await call.operations.sessions.begin(by: call.requester)
        return call.leading(
            to: "/user/", saying: "Your password was changed.",
            with: call.cookies.begin(session))
    }

    private static let form = Form(
        Field(
            Field<String>.password("old_password"), Field<String>.password("password"),
            Field<String>.password("again")
        ) { old, new, again throws(Refusal) in
            guard new == again else {
                throw .invalid("again", "It is not the same as above.")
            }
            return (old: old, new: new)
        })
}
