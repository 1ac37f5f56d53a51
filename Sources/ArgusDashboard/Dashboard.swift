import ArgusCore
import ArgusHTTP
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
                    visitor: call.asker.map { WelcomePage.Visitor($0.user) })
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

    static let template = """
        {{<layout}}{{$main}}
        <h1>Argus {{version}}</h1>
        {{#visitor}}
        <p>You are logged in as <strong>{{username}}</strong> ({{role}}).</p>
        {{/visitor}}
        {{^visitor}}
        <p>The server is running. You are not logged in.</p>
        <p><a class="button" href="/accounts/login/?next={{path}}">Log in</a></p>
        <p class="quiet">No account yet? At a terminal:<br>
        <code>argus user create NAME --superuser --password-stdin</code></p>
        {{/visitor}}
        <p>The API is described at <a href="/api/docs/">/api/docs/</a>. To see incidents at a \
        terminal, run <code>argus incident list</code>.</p>
        {{#visitor}}
        <form method="post" action="/accounts/logout/">
        <input type="hidden" name="csrfmiddlewaretoken" value="{{token}}">
        <button type="submit">Log out</button>
        </form>
        {{/visitor}}
        {{/main}}{{/layout}}
        """
}

/// Why there is nothing else to show.
struct ErrorPage {
    let title: String
    let text: String
}
