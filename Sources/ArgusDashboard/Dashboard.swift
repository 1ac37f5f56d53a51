import ArgusHTTP
import HTTPTypes
import Hummingbird

/// The pages that people look at.
package enum Dashboard {
    /// Adds all pages to the routes of the server.
    package static func addRoutes(to router: Router<SiteContext>, of site: Site) {
        router.serve([welcome] + LoginRoutes.pages, of: site, errorPage: error)
        Stylesheet.addRoute(to: router)
    }

    private static let welcome = WebPage(
        "/",
        get: { call in try HTML("welcome", WelcomePage(version: call.site.version)).response() }
    )

    /// Shows why there is nothing else to show.
    private static let error: WebPage.ErrorPage = { status, text in
        try HTML("error", ErrorPage(title: status.reasonPhrase, text: text)).response(status)
    }
}

/// What stands at the server's root until there is a list of incidents to show.
struct WelcomePage {
    let version: String
}

/// Why there is nothing else to show.
struct ErrorPage {
    let title: String
    let text: String
}
