/// Which incidents are asked for: all that fit everything which is named.
public struct IncidentQuery: Hashable, Sendable {
    /// Whether the problem goes on; stateless incidents are neither open nor closed.
    public var open: Bool?
    /// Whether it has an extent in time.
    public var stateful: Bool?
    /// Whether somebody takes care of it.
    public var acked: Bool?
    /// Whether a ticket is linked.
    public var ticket: Bool?
    /// Of every key that is named, one of its values must be there.
    ///
    /// A value with a comma cannot be asked for.
    public var tags: Tags
    /// The least severe level wanted.
    public var level: Incident.Level?
    /// How long it lasts, or has lasted, at least; counted in whole minutes.
    public var duration: Duration?
    /// Only these incidents.
    public var ids: [Incident.ID]
    /// Only those of these source systems.
    public var sources: [SourceSystem.ID]
    /// Only those of source systems with these names.
    public var sourceNames: [String]
    /// Only those of source systems of these types.
    public var sourceTypes: [String]
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
    /// Words that must all occur in the description.
    public var search: String
    /// What must hold beside everything else, in the language that people type, such as
    /// `host^=core- not level>=4`.
    public var q: String
    /// How many incidents come in one answer; 100 by the server's own choice.
    public var pageSize: Int?

    /// Asks for incidents; ``ArgusClient/mine(_:)`` ignores `ids`, `sources`, `sourceNames`,
    /// `sourceTypes`, `level` and `search`, as the API does.
    public init(
        open: Bool? = nil,
        stateful: Bool? = nil,
        acked: Bool? = nil,
        ticket: Bool? = nil,
        tags: Tags = [:],
        level: Incident.Level? = nil,
        duration: Duration? = nil,
        ids: [Incident.ID] = [],
        sources: [SourceSystem.ID] = [],
        sourceNames: [String] = [],
        sourceTypes: [String] = [],
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

extension IncidentQuery {
    /// The query string, without its question mark; empty if everything is asked for.
    func text(_ version: APIVersion) -> String {
        var parameters: [(name: String, value: String)] = []
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { parameters.append((name, value)) }
        }
        func list(_ name: String, _ values: [some CustomStringConvertible]) {
            add(name, values.map(\.description).joined(separator: ","))
        }
        add("open", open?.description)
        add("stateful", stateful?.description)
        add("acked", acked?.description)
        add("ticket", ticket?.description)
        list("tags", Array(tags))
        add("level__lte", level?.rawValue.description)
        add("duration__gte", duration.map { String($0.components.seconds / 60) })
        list("id__in", ids)
        list("source__id__in", sources)
        list("source__name__in", sourceNames)
        list("source__type__in", sourceTypes)
        add("source_incident_id", sourceIncidentID)
        add("start_time__gte", startedFrom?.text())
        add("start_time__lte", startedUntil?.text())
        add("end_time__gte", endedFrom?.text())
        add("end_time__lte", endedUntil?.text())
        add("search", search)
        add("q", q)
        add("page_size", pageSize?.description)
        // Version 1 shows only open incidents where no state is named; a state that is named and
        // empty means all, so that a query means the same in every version.
        if version == .v1, open == nil { parameters.append(("open", "")) }
        return parameters.map { "\($0.name)=\($0.value.percentEncoded)" }.joined(separator: "&")
    }
}

extension String {
    /// The text for a query string or a path, everything but unreserved characters as `%XX`
    /// (RFC 3986, section 2).
    var percentEncoded: String {
        var encoded = ""
        for byte in utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e:
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }
}
