import ArgusVocabulary

/// What the feed tells: that something about an incident is not as it was.
package struct RecordedChange: Hashable, Sendable {
    package typealias ID = Identifier<Keyed.Change>

    /// Later changes have larger ones, and none is ever used twice.
    package let id: ID
    package let type: ChangeType
    /// When it was written down.
    package let moment: Timestamp
    /// The incident, which may have been deleted since.
    package let incident: Incident.ID
    /// What was written into the log; nil if nothing was, or if it was deleted since.
    package let event: Event?

    /// Puts a change together from what is stored.
    package init(
        id: ID, type: ChangeType, moment: Timestamp, incident: Incident.ID, event: Event?
    ) {
        (self.id, self.type, self.moment) = (id, type, moment)
        (self.incident, self.event) = (incident, event)
    }
}
