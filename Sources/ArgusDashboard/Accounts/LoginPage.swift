/// The form for a name and a password.
struct LoginPage {
    /// What goes back with the form, so that no other site can send it.
    let token: String
    /// Where to go afterwards.
    let next: String
    /// The name that was given before.
    let username: String
    /// Why it did not work; nil the first time.
    let problem: String?
}
