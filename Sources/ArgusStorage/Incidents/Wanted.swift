import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// What of a filter an index can help with: the parts that must all hold.
struct Wanted {
    var isOpen = false
    var source: Int64?
    var tags: [Tag] = []
    /// What asks for one of several tags.
    var choices: [IncidentFilter] = []
    /// Whether primary keys are given.
    var namesIncidents = false
    var sourceIncidentID: String?
    /// The least urgent level that is wanted.
    var level: Int64?
    /// An index of those that have what few have.
    var rare: (index: StaticString, condition: SQL)?
    /// What the log must have one of.
    var deeds: [EventType] = []
    /// How many conditions there are at the top.
    private var count = 0
    /// Whether more is asked than tags, one source, and being open.
    var isNarrowed: Bool {
        count > tags.count + choices.count + (isOpen ? 1 : 0) + (source == nil ? 0 : 1)
    }
    /// Whether it may be asked several times in one statement.
    var isShort: Bool { count <= 10 }
    /// Whether it must have ended, and after what moment.
    var isClosed = false
    private var end: IncidentFilter.Moment?
    var endsAfter: IncidentFilter.Moment? { isClosed ? end : nil }

    init(_ filter: IncidentFilter) {
        add(filter)
    }

    private mutating func add(_ filter: IncidentFilter) {
        if case .all(let parts) = filter {
            for part in parts { add(part) }
            return
        }
        count += 1
        switch filter {
        case .open(true): isOpen = true
        case .open(false): isClosed = true
        case .endTime(.from(let moment)): end = moment
        case .sources(let ids) where ids.count == 1: source = ids[0]
        case .acked(true): rare = ("incident_acked", "incident.acked_until IS NOT NULL")
        case .hasTicket(true): rare = ("incident_ticketed", "incident.ticket_url <> ''")
        case .stateful(false): rare = ("incident_stateless", "incident.end_time IS NULL")
        case .levelAtMost(let most): level = min(level ?? most, most)
        case .eventTypes(let types) where deeds.isEmpty: deeds = types
        case .tag(let tag): tags.append(tag)
        case .tagged: choices.append(filter)
        case .any(let parts): if parts.count == 1 { add(parts[0]) } else { choices.append(filter) }
        case .ids: namesIncidents = true
        case .sourceIncidentID(let id) where !id.isEmpty: sourceIncidentID = id
        default: break
        }
    }
}
