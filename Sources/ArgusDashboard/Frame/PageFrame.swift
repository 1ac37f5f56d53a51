import ArgusCore
import ArgusHTTP
import ArgusVocabulary
import Mustache

/// What stands on every page around its own.
struct PageFrame {
    /// What this installation is called.
    let place: String
    /// The colour by which it is known; nil if it needs none.
    let color: String?
    let banner: String?
    let version: String
    let theme: String
    let density: String
    /// Whether single keys do something: `on` or `off`.
    let keys: String
    /// In which zone the page writes times.
    let zone: String
    /// Who looks at it; nil before anybody has logged in.
    let visitor: NamedValues?
    /// What was done on the page where one comes from; nil if nothing was.
    let message: String?
    /// What goes back with each button on the page.
    let token: String
    /// The page's own values.
    let page: Any

    /// The frame of a page for somebody who is known, or for anybody.
    init(
        _ page: Any, of site: Site, _ preferences: DashboardPreferences = DashboardPreferences(),
        visitor: Visitor? = nil, message: String? = nil, token: String = ""
    ) {
        let appearance = site.settings.appearance
        (place, color) = (appearance.name, appearance.color?.rawValue)
        (banner, version) = (appearance.banner, site.version)
        (theme, density) = (preferences.theme.rawValue, preferences.density.rawValue)
        keys = preferences.usesKeys ? "on" : "off"
        zone = (preferences.zone ?? site.zone).name
        (self.visitor, self.message) = (visitor.map(NamedValues.init), message)
        self.page = page is any MustacheParent ? page : NamedValues(page)
        self.token = token
    }
}

/// Who looks at a page, and where that person may go from it.
struct Visitor {
    let username: String
    /// What people call the person.
    let name: String
    let initials: String
    let role: String
    let rooms: [MenuItem]
    /// What is the person's own.
    let own: [MenuItem]
    let hasOwn: Bool
    /// Other systems.
    let links: [SiteAppearance.Link]
    let hasLinks: Bool

    init(_ user: User, in room: Room?, asking requester: Requester, of site: Site) {
        (username, role) = (user.username, user.role.rawValue)
        (name, initials) = (user.fullName, user.initials)
        rooms = Room.open(to: requester).map { MenuItem($0.label, $0.path, isCurrent: $0 == room) }
        own = Self.ownPages
        hasOwn = !own.isEmpty
        links = site.settings.appearance.links
        hasLinks = !links.isEmpty
    }
}

extension Visitor {
    /// What everybody has of their own.
    private static let ownPages = [
        MenuItem("Preferences", "/user/"), MenuItem("Password", "/user/password/"),
        MenuItem("Sessions", "/user/sessions/"), MenuItem("Tokens", "/user/tokens/"),
        MenuItem("About", "/about/"),
    ]
}

/// Where a menu leads; every page has a dozen of them, so their values are given without reflection.
struct MenuItem: MustacheParent {
    let label: String
    let path: String
    let isCurrent: Bool

    init(_ label: String, _ path: String, isCurrent: Bool = false) {
        (self.label, self.path, self.isCurrent) = (label, path, isCurrent)
    }

    func child(named name: String) -> Any? {
        switch name {
        case "label": label
        case "path": path
        case "isCurrent": isCurrent
        default: nil
        }
    }
}

extension User {
    /// What people call the person: the full name, or else the account's.
    var fullName: String {
        let name = [firstName, lastName].filter { !$0.isEmpty }.joined(separator: " ")
        return name.isEmpty ? username : name
    }

    /// The first letters of the names, or of the account's.
    var initials: String { Self.initials(of: fullName) }

    /// One or two letters that stand for a name where there is little room.
    static func initials(of name: String) -> String {
        let words = name.split { !$0.isLetter && !$0.isNumber }
        let letters = words.count > 1 ? [words.first?.first, words.last?.first] : []
        let short = letters.isEmpty ? String(words.first?.prefix(2) ?? "?") : ""
        return (letters.compactMap { $0 }.map(String.init).joined() + short).uppercased()
    }
}
