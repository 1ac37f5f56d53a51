import ArgusHTTP
import ArgusVocabulary
import Hummingbird

/// The pages that people look at.
package enum Dashboard {
    /// Where the first administrator is made.
    package static let firstPath = FirstPage.path.text

    /// Tells people what is refused, wherever that is.
    package static func door(of site: Site) -> PageDoor { RefusalPage.door(of: site) }

    /// Adds all pages to the routes of the server.
    package static func addRoutes(to router: Router<SiteContext>, of site: Site) {
        let live = LiveRoutes(feed: LiveFeed(site.operations))
        router.serve(pages + live.pages, through: door(of: site), of: site)
        StaticFiles.addRoutes(to: router)
    }

    /// The site map.
    private static let pages: [WebPage] =
        [
            [StartPage.root, WallRoutes.wall, AboutPage.about, FirstPage.page], ListRoutes.pages,
            [MessageLinkPage.page],
            OneIncidentPages.pages, LoginRoutes.pages, MaintenancePages.pages,
            ProfilePages.pages, TimeslotPages.pages, HolidayPages.pages, DestinationPages.pages,
            TeamPages.pages, MessagePages.pages,
            SourcePages.pages, UserPages.pages, TokenPages.pages, SessionPages.pages,
            PasswordPages.pages,
            PreferencePages.pages, StyleguidePages.pages,
        ].flatMap { $0 }
}
