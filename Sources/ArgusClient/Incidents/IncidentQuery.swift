/// Which incidents are asked for: all that fit everything which is named.
///
/// What is nil, or an empty text, is not asked about. An empty list of `ids`, `sources`,
/// `sourceNames` or `sourceTypes` fits nothing. What the API cannot be asked for, such as a name with
/// a comma, is ``ArgusError/Kind/unsayable`` when it is, and nothing is sent.
public struct IncidentQuery: Hashable, Sendable {
    /// Whether the problem goes on; stateless incidents are neither open nor closed.
    public var open: Bool?
    /// Whether it has an extent in time.
    public var stateful: Bool?
    /// Whether somebody takes care of it.
    public var acked: Bool?
    /// Whether a ticket is linked.
    public var ticket: Bool?
    /// Of every key that is named, one of its values must be there; a value with a comma cannot be
    /// asked for.
    public var tags: Tags
    /// The least severe level wanted.
    public var level: Incident.Level?
    /// How long it lasts, or has lasted, at least; counted in minutes, of which a part counts as one.
    public var duration: Duration?
    /// Only these incidents.
    public var ids: [Incident.ID]?
    /// Only those of these source systems.
    public var sources: [SourceSystem.ID]?
    /// Only those of source systems with these names.
    public var sourceNames: [String]?
    /// Only those of source systems of these types.
    public var sourceTypes: [String]?
    /// The monitoring system's own identifier of the problem.
    public var sourceIncidentID: String?
    /// Began at that time or later.
    public var startedFrom: Timestamp?
    /// Began at that time or earlier.
    public var startedUntil: Timestamp?
    /// Ended at that time or later, or not at all.
    public var endedFrom: Timestamp?
    /// Ended at that time or earlier.
    public var endedUntil: Timestamp?
    /// Words that must all occur in the description, or in the log.
    public var search: String
    /// What must hold beside everything else, in the language that people type, such as
    /// `host^=core- not level>=4`; servers of another make do not know it, and take it for nothing.
    public var q: String
    /// How many incidents come in one answer; 100 by the server's own choice.
    public var pageSize: Int?

    /// Asks for incidents.
    public init(
        open: Bool? = nil,
        stateful: Bool? = nil,
        acked: Bool? = nil,
        ticket: Bool? = nil,
        tags: Tags = [:],
        level: Incident.Level? = nil,
        duration: Duration? = nil,
        ids: [Incident.ID]? = nil,
        sources: [SourceSystem.ID]? = nil,
        sourceNames: [String]? = nil,
        sourceTypes: [String]? = nil,
        sourceIncidentID: String? = nil,
        startedFrom: Timestamp? = nil,
        startedUntil: Timestamp? = nil,
        endedFrom: Timestamp? = nil,
        endedUntil: Timestamp? = nil,
        search: String = "",
        q: String = "",
        pageSize: Int? = nil
    ) {
        (self.open, self.stateful, self.acked, self.ticket) = (open, stateful, acked, ticket)
        (self.tags, self.level, self.duration) = (tags, level, duration)
        (self.ids, self.sources, self.sourceNames) = (ids, sources, sourceNames)
        (self.sourceTypes, self.sourceIncidentID) = (sourceTypes, sourceIncidentID)
        (self.startedFrom, self.startedUntil) = (startedFrom, startedUntil)
        (self.endedFrom, self.endedUntil) = (endedFrom, endedUntil)
        (self.search, self.q, self.pageSize) = (search, q, pageSize)
    }
}
