import ArgusCore
import ArgusHTTP
import ArgusVocabulary
import HTTPTypes
import Hummingbird

/// The pages that people look at.
package enum Dashboard {
    /// Adds all pages to the routes of the server.
    package static func addRoutes(to router: Router<SiteContext>, of site: Site) {
        router.serve(
            ["/", LoginRoutes.home].map(welcome) + LoginRoutes.pages, of: site, errorPage: error)
        Stylesheet.addRoute(to: router)
    }

    private static func welcome(at path: String) -> WebPage {
        WebPage(
            path,
            get: { call in
                let page = WelcomePage(
                    version: call.site.version, token: call.formToken, path: path,
                    visitor: call.asker?.account.map { WelcomePage.Visitor($0) })
                return try HTML("welcome", page).response()
            })
    }

    /// Shows why there is nothing else to show.
    private static let error: WebPage.ErrorPage = { status, text in
        try HTML("error", ErrorPage(title: status.reasonPhrase, text: text)).response(status)
    }
}

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
}

/// Why there is nothing else to show.
struct ErrorPage {
    let title: String
    let text: String
}
