import ArgusHTTP

/// The form for a name and a password.
struct LoginPage {
    /// What goes back with the form, so that no other site can send it.
    let token: String
    /// Where to go afterwards.
    let next: String
    /// The name that was given before.
    let username: FormField
    let password: FormField
    /// Why it did not work; nil the first time.
    let refusal: String?
    /// Whether there is nobody who could log in.
    let isFirstStart: Bool

    /// Shows what was entered before; `next` is where to go if that does not say it.
    init(_ entry: FormEntry, next: String?, isFirstStart: Bool = false) {
        (token, refusal) = (entry.token, entry.problem)
        self.isFirstStart = isFirstStart
        self.next = LoginRoutes.destination(entry.field("next", value: next ?? "").value)
        (username, password) = (entry.field("username"), entry.secret("password"))
    }
}
