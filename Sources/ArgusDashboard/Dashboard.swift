import ArgusHTTP
import ArgusVocabulary
import Hummingbird

/// The pages that people look at.
package enum Dashboard {
    /// Tells people what is refused, wherever that is.
    package static let door = RefusalPage.door

    /// Adds all pages to the routes of the server.
    package static func addRoutes(to router: Router<SiteContext>, of site: Site) {
        router.serve(pages, through: door, of: site)
        Stylesheet.addRoute(to: router)
    }

    /// The site map.
    private static let pages = [WelcomePage.root, WelcomePage.home] + LoginRoutes.pages
}
