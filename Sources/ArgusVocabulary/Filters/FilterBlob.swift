/// A filter as people store it: the fields of the API's filter JSON, of which absent ones do not
/// matter.
///
/// All fields that are given must hold. One without any holds for no incident, so that a filter
/// somebody has not filled in yet cannot wake anybody.
package struct FilterBlob: Hashable, Sendable {
    /// Primary keys of source systems, of which one must be the incident's.
    package var sources: [Int64]?
    package var sourceTypes: [String]?
    /// `key=value` each: for every key one of the values.
    ///
    /// One that is no such text never holds.
    package var tags: [String]?
    package var open: Bool?
    package var acked: Bool?
    package var stateful: Bool?
    /// This bad or worse, 1 to 5.
    package var maxLevel: Int64?
    package var eventTypes: [EventType]?
    package var hideClosedAcked = false
    /// What somebody typed, in the language of filters.
    package var written: String?

    /// Describes a filter without any field.
    package init() {}
}
