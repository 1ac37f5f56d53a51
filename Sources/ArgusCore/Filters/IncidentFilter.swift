import ArgusVocabulary

/// Which incidents somebody wants: one value for every way of asking, which the store compiles into
/// SQL, and ``matches(_:now:)`` answers for one in memory.
package indirect enum IncidentFilter: Hashable, Sendable {
    /// All of these hold; an empty list holds for every incident.
    case all([IncidentFilter])
    /// At least one of these holds; an empty list holds for none.
    case any([IncidentFilter])
    case not(IncidentFilter)

    /// Open at the moment of asking, or closed by then; a stateless incident is neither.
    case open(Bool)
    case stateful(Bool)
    /// Whether an acknowledgement holds at the moment of asking.
    case acked(Bool)
    case hasTicket(Bool)
    /// This bad or worse.
    case levelAtMost(Int64)
    case ids([Int64])
    case sources([Int64])
    case sourceNames([String])
    case sourceTypes([String])
    case sourceIncidentID(String)
    /// A member that is a text is this one.
    case text(IncidentMember, String)
    case tag(Tag)
    /// A tag with this key has a value that passes a test.
    case tagged(String, ValueTest)
    case startTime(Bound)
    /// An open incident ends later than every moment; a stateless one does not end.
    case endTime(Bound)
    /// Open for at least so long, or closed after at least so long.
    case lastedAtLeast(Duration)
    /// The log has an entry of one of these types.
    case eventTypes([EventType])
    /// A text, whatever its case, in the description or in one of an event's.
    case mentions(SearchText)

    /// At or after a moment, or at or before it.
    package enum Bound: Hashable, Sendable {
        case from(Moment)
        case until(Moment)
    }

    /// A point in time.
    package enum Moment: Hashable, Sendable {
        case at(Timestamp)
        /// So long after the moment of asking, or before it if negative.
        case fromNow(Duration)
    }

    /// What is asked about the value of a tag.
    package enum ValueTest: Hashable, Sendable {
        /// There is one, whatever it is.
        case anything
        case prefix(String)
        /// A regular expression is found in it.
        case pattern(Pattern)
    }

    /// Holds for every incident.
    package static let everything = IncidentFilter.all([])
    /// Holds for no incident.
    package static let nothing = IncidentFilter.any([])

    /// Tags as the API combines them: one of those with the same key, for each key.
    package static func tags(_ tags: [Tag]) -> IncidentFilter {
        let keys = tags.map { ExactText($0.key) }.withoutRepetitions()
        return .all(
            keys.map { key in
                let sameKey = tags.filter { ExactText($0.key) == key }.withoutRepetitions()
                return sameKey.count == 1 ? .tag(sameKey[0]) : .any(sameKey.map { .tag($0) })
            })
    }
}

extension IncidentFilter.Moment {
    /// The point in time, for somebody who asks at a moment.
    package func timestamp(now: Timestamp) -> Timestamp {
        switch self {
        case .at(let timestamp): timestamp
        case .fromNow(let distance): now.advanced(by: distance)
        }
    }
}

extension IncidentFilter.ValueTest {
    /// Whether a value passes.
    package func passes(_ value: String) -> Bool {
        switch self {
        case .anything: true
        case .prefix(let prefix): value.utf8.starts(with: prefix.utf8)
        case .pattern(let pattern): pattern.matches(value)
        }
    }
}

extension IncidentFilter {
    /// What must hold at the top.
    package var conditions: [IncidentFilter] {
        if case .all(let parts) = self { parts.flatMap(\.conditions) } else { [self] }
    }

    /// The same, and all of these.
    package func and(_ others: [IncidentFilter]) -> IncidentFilter {
        .all(conditions + others)
    }

    /// The same without what it says at the top of being open, closed or acknowledged.
    package var withoutState: IncidentFilter {
        .all(
            conditions.filter { condition in
                switch condition {
                case .open, .acked: false
                default: true
                }
            })
    }
}
