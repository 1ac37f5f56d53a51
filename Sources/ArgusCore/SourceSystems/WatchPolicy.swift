import ArgusVocabulary

/// What whoever runs the server decides about how Argus watches itself and its sources.
package struct WatchPolicy: Hashable, Sendable {
    /// How long before the last token of a source expires an incident tells of it.
    package var tokenWarning: Duration
    /// The zone in which days are written.
    package var zone: Zone

    /// Tells of a token a week before, unless told otherwise.
    package init(tokenWarning: Duration = .seconds(7 * 86_400), zone: Zone = .utc) {
        (self.tokenWarning, self.zone) = (tokenWarning, zone)
    }
}
