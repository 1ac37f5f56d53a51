import ArgusCore
import ArgusSQL
import ArgusTime

/// By which index a search walks through the incidents, newest first, so that a page costs what it
/// shows and not what there is.
///
/// SQLite's planner has no statistics, so it is told.
struct AccessPath {
    /// What stands after FROM.
    let tables: SQL
    /// What the index needs, beside the filter's own condition.
    private(set) var condition: SQL
    private let startTime: SQL
    private let id: SQL

    /// Counting a tag's incidents stops here: a tag with more is common.
    private static let common = 3000

    init(_ filter: IncidentFilter, tags: TagStore) throws {
        let wanted = Wanted(filter)
        if wanted.namesIncidents {
            self.init(tables: "incident", condition: "1 = 1")
            return
        }
        if let identifier = wanted.sourceIncidentID {
            let sources: SQL = wanted.source.map { "(\($0))" } ?? "(SELECT id FROM source_system)"
            self.init(
                tables: "incident INDEXED BY incident_identity",
                condition: """
                    incident.source_id IN \(sources)
                    AND incident.source_incident_id = \(identifier)
                    AND incident.source_incident_id <> ''
                    """)
            return
        }
        let counted = try Self.counted(wanted.tags, ofOpen: wanted.isOpen, tags)
        if let rarest = counted.first {
            let driver: SQL = wanted.isOpen ? "open_incident_tag" : "incident_tag"
            self.init(
                tables: "\(driver) AS driver CROSS JOIN incident",
                condition: "driver.tag_id = \(rarest.id) AND incident.id = driver.incident_id",
                startTime: "driver.start_time", id: "driver.incident_id")
            require(counted.dropFirst())
            return
        }
        switch (wanted.isOpen, wanted.source) {
        case (true, let source?):
            self.init(
                tables: "incident INDEXED BY incident_open_source",
                condition: "incident.is_open = 1 AND incident.source_id = \(source)")
        case (true, nil):
            self.init(
                tables: "incident INDEXED BY incident_open", condition: "incident.is_open = 1")
        case (false, let source?):
            self.init(
                tables: "incident INDEXED BY incident_source",
                condition: "incident.source_id = \(source)")
        case (false, nil):
            self.init(tables: "incident INDEXED BY incident_start", condition: "1 = 1")
        }
    }

    private init(
        tables: SQL, condition: SQL, startTime: SQL = "incident.start_time", id: SQL = "incident.id"
    ) {
        (self.tables, self.condition, self.startTime, self.id) = (tables, condition, startTime, id)
    }

    /// Asks for more tags, the rarest first.
    ///
    /// The fewer incidents pass one, the fewer are tried for the next. They are looked up by the
    /// driver's key, before the incident's row is.
    private mutating func require(_ tags: ArraySlice<Counted>) {
        condition = SQL([condition] + tags.map { hasTag($0.id) }, joined: " AND ")
    }

    /// The condition that an incident has a tag.
    func hasTag(_ tag: Int64) -> SQL {
        """
        EXISTS (
            SELECT 1
            FROM incident_tag
            WHERE incident_tag.incident_id = \(id) AND incident_tag.tag_id = \(tag)
        )
        """
    }

    private typealias Counted = (id: Int64, count: Int)

    /// The tags that any incident has, the rarest first.
    private static func counted(
        _ wanted: [Tag], ofOpen: Bool, _ tags: TagStore
    ) throws -> [Counted] {
        try wanted.compactMap { try tags.find($0) }
            .map { (id: $0, count: try tags.count($0, ofOpen: ofOpen, upTo: common)) }
            .sorted { $0.count < $1.count }
    }

    /// The condition that a page begins beyond a cursor.
    func beyond(_ cursor: PageRequest.Cursor) -> SQL {
        cursor.isBackward
            ? "(\(startTime), \(id)) > (\(cursor.time), \(cursor.id))"
            : "(\(startTime), \(id)) < (\(cursor.time), \(cursor.id))"
    }

    func order(isBackward: Bool) -> SQL {
        isBackward ? "\(startTime) ASC, \(id) ASC" : "\(startTime) DESC, \(id) DESC"
    }
}

/// What of a filter an index can help with: the parts that must all hold.
private struct Wanted {
    var isOpen = false
    var source: Int64?
    var tags: [Tag] = []
    /// Whether primary keys are given.
    var namesIncidents = false
    var sourceIncidentID: String?

    init(_ filter: IncidentFilter) {
        add(filter)
    }

    private mutating func add(_ filter: IncidentFilter) {
        switch filter {
        case .all(let parts): for part in parts { add(part) }
        case .open(true): isOpen = true
        case .sources(let ids) where ids.count == 1: source = ids[0]
        case .tag(let tag): tags.append(tag)
        case .ids: namesIncidents = true
        case .sourceIncidentID(let id) where !id.isEmpty: sourceIncidentID = id
        default: break
        }
    }
}
