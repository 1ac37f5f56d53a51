/// A filter as people store it: the fields of the API's filter JSON, of which absent ones do not
/// matter.
///
/// All fields that are given must hold. One without any holds for no incident, so that a filter
/// somebody has not filled in yet cannot wake anybody.
public struct FilterBlob: Hashable, Sendable {
    /// Primary keys of source systems, of which one must be the incident's.
    public var sources: [Int64]?
    public var sourceTypes: [String]?
    /// `key=value` each: for every key one of the values.
    ///
    /// One that is no such text never holds.
    public var tags: [String]?
    public var open: Bool?
    public var acked: Bool?
    public var stateful: Bool?
    /// This bad or worse, 1 to 5.
    public var maxLevel: Int64?
    public var eventTypes: [EventType]?
    public var hideClosedAcked = false
    /// What somebody typed, in the language of filters.
    public var written: String?

    /// Describes a filter without any field.
    public init() {}
}
