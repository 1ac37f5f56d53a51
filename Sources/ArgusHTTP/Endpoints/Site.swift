import ArgusOperations
import ArgusVocabulary

/// What every route needs to know.
package struct Site: Sendable {
    package let operations: Operations
    /// What an administrator has set about it.
    package let settings: SiteSettings
    /// The server's own version, as it tells it.
    package let version: String

    /// Collects what every route needs to know.
    package init(operations: Operations, settings: SiteSettings, version: String) {
        (self.operations, self.settings, self.version) = (operations, settings, version)
    }

    /// In which zone times are written, and read when they name none.
    package var zone: Zone { settings.zone }
}
