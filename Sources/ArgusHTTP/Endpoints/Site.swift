import ArgusCore
import ArgusOperations
import ArgusVocabulary
import Logging

/// What every route needs to know.
package struct Site: Sendable {
    package let operations: Operations
    /// In which zone times are written, and read when they name none.
    package let zone: Zone
    /// The most bytes that a request's body may have.
    package let maxBody: Int
    /// The server's address as others see it, without a slash at its end; nil to take it from each
    /// request.
    package let publicURL: String?
    /// The server's own version, as it tells it.
    package let version: String
    /// The addresses of proxies that are believed when they say for whom they ask.
    package let trustedProxies: Set<String>

    /// Proxies on the same machine, which are believed unless something else is set.
    package static let localProxies: Set = ["127.0.0.1", "::1"]

    /// Collects what every route needs to know.
    package init(
        operations: Operations, zone: Zone, maxBody: Int, publicURL: String?, version: String,
        trustedProxies: Set<String> = Site.localProxies
    ) {
        (self.operations, self.zone, self.maxBody) = (operations, zone, maxBody)
        (self.publicURL, self.version) = (publicURL, version)
        self.trustedProxies = trustedProxies
    }
}
