import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// `/accounts/`: logging in and out with a browser.
enum LoginRoutes {
    static let pages = [logIn, logOut]

    /// Where one logs in.
    static let path: Path = "/accounts/login/"
    private static let logIn = WebPage(
        path, access: .everybody, form: form,
        show: { call, entry in
            let isFirstStart = try await FirstPage.isAwaited(call)
            let page = LoginPage(
                entry, next: call.query.value("next"), isFirstStart: isFirstStart)
            return try await call.page("login", page)
        }
    ) { call, said in
        let requester = try await call.operations.accounts.authenticate(
            username: said.credentials.username, password: said.credentials.password,
            from: call.address)
        // Whoever knew the old session does not know the new one.
        try await endSession(of: call)
        let session = try await call.operations.sessions.begin(by: requester)
        return call.leading(
            to: destination(said.next),
            with: call.cookies.begin(session))
    }

    private static let form = Form(
        Field(Field<Credentials>.credentials, Field<String?>.text("next")) {
            (credentials: $0, next: $1)
        })

    private static let logOut = WebPage(button: "/accounts/logout/", access: .everybody) { call in
        try await endSession(of: call)
        return call.leading(
            to: path.text, saying: "You have logged out.",
            with: call.cookies.end())
    }

    private static func endSession(of call: Call) async throws {
        guard let session = call.session else { return }
        try await call.operations.sessions.end(session, by: call.requester)
    }

    /// Where to go afterwards: a path of this site, and of no other.
    static func destination(
        _ next: String?, otherwise home: String = StartPage.path.text
    ) -> String {
        next.flatMap { DashboardPreferences.isPath($0) ? $0 : nil } ?? home
    }
}
