import ArgusVocabulary

/// A problem that a source system reported, or a thing that happened once.
package struct Incident: Detailed, Hashable, Sendable {
    package typealias ID = Identifier<Keyed.Incident>

    package let id: ID
    package var startTime: Timestamp
    package var endTime: EndTime
    package var source: SourceSystem.ID
    /// The source's own identifier of the problem; unique within the source unless empty.
    @ExactText package var sourceIncidentID: String
    /// All that can be told, as the source or a person said it; ``DetailsURL`` resolves the address.
    package var details: IncidentDetails
    package var tags: [TagRelation]
    /// Until when it is acknowledged: nil if it never was, ``Timestamp/infinity`` if for good.
    package var ackedUntil: Timestamp?

    /// A tag on the incident, and who put it there.
    package struct TagRelation: Hashable, Sendable {
        package let tag: Tag
        package let addedBy: User.ID
        package let addedTime: Timestamp

        /// Says who put a tag on an incident, and when.
        package init(tag: Tag, addedBy: User.ID, addedTime: Timestamp) {
            (self.tag, self.addedBy, self.addedTime) = (tag, addedBy, addedTime)
        }
    }

    /// Puts an incident together from what is stored.
    package init(
        id: ID, startTime: Timestamp, endTime: EndTime, source: SourceSystem.ID,
        sourceIncidentID: String = "", details: IncidentDetails, tags: [TagRelation] = [],
        ackedUntil: Timestamp? = nil
    ) {
        (self.id, self.startTime, self.endTime, self.source) = (id, startTime, endTime, source)
        (self.details, self.tags, self.ackedUntil) = (details, tags, ackedUntil)
        self.sourceIncidentID = sourceIncidentID
    }

    /// Whether somebody has acknowledged it, and that still holds at a moment.
    package func isAcked(at moment: Timestamp) -> Bool {
        ackedUntil.map { $0 > moment } ?? false
    }
}
