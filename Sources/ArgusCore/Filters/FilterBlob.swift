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
    /// What somebody typed.
    package var written: WrittenFilter?

    /// Describes a filter without any field.
    package init() {}

    /// Whether no field is given, in which case it holds for no incident.
    package var isEmpty: Bool {
        filter == .nothing
    }

    /// The incidents that it describes.
    package var filter: IncidentFilter {
        let parts = lists + states
        return parts.isEmpty ? .nothing : .all(parts)
    }

    private var lists: [IncidentFilter] {
        var parts: [IncidentFilter] = []
        if let sources, !sources.isEmpty { parts.append(.sources(sources)) }
        if let sourceTypes, !sourceTypes.isEmpty { parts.append(.sourceTypes(sourceTypes)) }
        if let eventTypes, !eventTypes.isEmpty { parts.append(.eventTypes(eventTypes)) }
        if let tags, !tags.isEmpty {
            let known = tags.compactMap { try? Tag($0, keys: .anyCase) }
            parts.append(known.count == tags.count ? .tags(known) : .nothing)
        }
        return parts
    }

    private var states: [IncidentFilter] {
        var parts: [IncidentFilter] = []
        if let open { parts.append(.open(open)) }
        if let acked { parts.append(.acked(acked)) }
        if let stateful { parts.append(.stateful(stateful)) }
        if let maxLevel { parts.append(.levelAtMost(maxLevel)) }
        if let written { parts.append(written.filter) }
        if hideClosedAcked { parts.append(.not(.all([.open(false), .acked(true)]))) }
        return parts
    }
}
