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

    static let template = """
        {{<layout}}{{$title}}Log in · Argus{{/title}}{{$main}}
        <h1>Log in to Argus</h1>
        {{#problem}}<p class="problem" role="alert">{{.}}</p>{{/problem}}
        <form method="post" action="/accounts/login/">
        <input type="hidden" name="csrfmiddlewaretoken" value="{{token}}">
        <input type="hidden" name="next" value="{{next}}">
        <label for="username">Username</label>
        <input id="username" name="username" value="{{username}}" autocomplete="username" \
        autocapitalize="none" spellcheck="false" maxlength="150" required autofocus>
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" \
        required>
        <button type="submit">Log in</button>
        </form>
        {{/main}}{{/layout}}
        """
}
