import ArgusOperations
import ArgusVocabulary

/// What every route needs to know.
package struct Site: Sendable {
    package let operations: Operations
    /// What an administrator has set about it.
    package let settings: SiteSettings
    /// The server's own version, as it tells it.
    package let version: String
    /// What whoever makes the first account has to show; nil if there is one.
    package let firstKey: Secret?
    /// What waits to be read.
    let unsent: UnsentAnswers

    /// Collects what every route needs to know.
    package init(
        operations: Operations, settings: SiteSettings, version: String, firstKey: Secret? = nil,
        unsent: UnsentAnswers = UnsentAnswers()
    ) {
        (self.operations, self.settings, self.version) = (operations, settings, version)
        (self.firstKey, self.unsent) = (firstKey, unsent)
    }

    /// In which zone times are written, and read when they name none.
    package var zone: Zone { settings.zone }
}
