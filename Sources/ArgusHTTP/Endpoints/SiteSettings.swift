import ArgusVocabulary

/// What an administrator sets about the site.
package struct SiteSettings: Hashable, Sendable {
    /// In which zone times are written, and read when they name none.
    package let zone: Zone
    /// The most bytes that a request's body may have.
    package let maxBody: Int
    /// The most bytes that the metadata of an incident may have, as JSON.
    package let maxMetadata: Int
    /// The server's address as others see it, without a slash at its end; nil to take it from each
    /// request.
    package let publicURL: String?
    /// The addresses of proxies that are believed when they say for whom they ask.
    package let trustedProxies: Set<String>
    /// How it shows itself to people.
    package let appearance: SiteAppearance

    /// What fits many times into what a list of incidents is answered with.
    package static let usualMetadata = 65_536

    /// Sets what is not as usual; only proxies on the same machine are believed then.
    package init(
        zone: Zone = .utc, maxBody: Int = 1 << 20, maxMetadata: Int = usualMetadata,
        publicURL: String? = nil,
        trustedProxies: Set<String> = ["127.0.0.1", "::1"],
        appearance: SiteAppearance = SiteAppearance()
    ) {
        (self.zone, self.maxBody, self.maxMetadata) = (zone, maxBody, maxMetadata)
        (self.publicURL, self.trustedProxies) = (publicURL, trustedProxies)
        self.appearance = appearance
    }
}
