import ArgusCore
import ArgusHTTP
import ArgusVocabulary

/// What stands at the server's root, and where people come to who have logged in, until there is a
/// list of incidents to show.
struct WelcomePage {
    let version: String
    /// What goes back with the button that logs out.
    let token: String
    /// Where the page is, to come back to after logging in.
    let path: String
    /// Who is logged in; nil if nobody is.
    let visitor: Visitor?

    /// Who looks at the page.
    struct Visitor {
        let username: String
        let role: String

        init(_ user: User) {
            (username, role) = (user.username, user.role.rawValue)
        }
    }

    static let root = page(at: "/")
    /// Where people go who have logged in, unless they came from somewhere else.
    static let home = page(at: LoginRoutes.home)

    private static func page(at path: Path) -> WebPage {
        WebPage(path, access: .everybody) { call in
            try call.page(
                "welcome",
                WelcomePage(
                    version: call.site.version, token: call.formToken, path: path.text,
                    visitor: call.asker?.account.map { Visitor($0) }))
        }
    }
}
