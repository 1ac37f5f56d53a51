import ArgusCore
import ArgusVocabulary

/// The server's address as somebody sees it, and what is found there: for answers, pages, commands
/// and messages that lead to it.
package struct SiteAddress: Hashable, Sendable {
    /// Scheme, host and port, without a slash at the end.
    package let root: String

    /// Takes an address without a slash at its end.
    package init(_ root: String) {
        self.root = root
    }

    /// The whole address of a path.
    package func url(of path: String) -> String { root + path }

    /// Where an incident is acknowledged over the API.
    package func acknowledgements(of incident: Incident.ID, _ version: APIVersion) -> String {
        url(of: "\(version.path)incidents/\(incident)/acks/")
    }
}
