/// How an installation shows itself to people, so that nobody takes a test for production.
package struct SiteAppearance: Hashable, Sendable {
    /// What it calls itself.
    package let name: String
    /// The colour by which it is known; nil if it needs none.
    package let color: Color?
    /// What everybody is to know, above every page; nil for nothing.
    package let banner: String?
    /// Where else the menu leads.
    package let links: [Link]
    /// Whether it shows what its pages are made of, to those who work on them.
    package let showsStyleguide: Bool

    /// A colour that can be told from the others, on a light and on a dark ground.
    package enum Color: String, CaseIterable, Sendable {
        case blue, green, amber, red, purple, grey
    }

    /// A link to another system.
    package struct Link: Hashable, Sendable {
        package let label: String
        package let url: String

        /// Leads to an address under a name.
        package init(label: String, url: String) {
            (self.label, self.url) = (label, url)
        }
    }

    /// Shows what is not as usual.
    package init(
        name: String = "Argus", color: Color? = nil, banner: String? = nil, links: [Link] = [],
        showsStyleguide: Bool = false
    ) {
        (self.name, self.color, self.banner, self.links) = (name, color, banner, links)
        self.showsStyleguide = showsStyleguide
    }
}
