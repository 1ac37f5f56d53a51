import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// By which index a search walks through the incidents, newest first or the most urgent first, so that
/// a page costs what it shows and not what there is.
///
/// SQLite's planner has no statistics, so it is told. PostgreSQL's knows how common each tag is, and
/// chooses itself between an index in the order of the page and the tags', unless it could be misled
/// (see ``gathering(for:)``).
struct AccessPath {
    /// What stands after FROM.
    let tables: SQL
    /// What the index needs, beside the filter's own condition.
    private(set) var condition: SQL
    let startTime: SQL
    let id: SQL
    /// How all that can be on a page is gathered, where walking in its order may be in vain.
    var gathering = Gathering.none
    let choices: TagChoices
    /// What is walked through before that, and what is known of how long it takes.
    var walking: Walking?
    private var isGathering = false

    /// What a search wants to meet first.
    enum Walk {
        case newest, mostUrgent
    }

    /// The source of an incident, by whose index none are looked for: the index by start gives the
    /// order.
    var source: SQL { choices.dialect.unindexed("incident.source_id") }

    /// Whether a filter asks for open incidents only.
    static func isOfOpen(_ filter: IncidentFilter) -> Bool { Wanted(filter).isOpen }

    /// Counting a tag's incidents stops here: a tag with more is common.
    private static let common = 3000

    init(
        _ filter: IncidentFilter, _ choices: TagChoices, _ walk: Walk = .newest, now: Timestamp
    ) throws {
        let wanted = Wanted(filter)
        if wanted.namesIncidents {
            self.init(choices, tables: "incident", condition: "1 = 1")
        } else if let identifier = wanted.sourceIncidentID {
            let sources: SQL = wanted.source.map { "(\($0))" } ?? "(SELECT id FROM source_system)"
            self.init(
                choices, tables: choices.incident(by: "incident_identity"),
                condition: """
                    incident.source_id IN \(sources)
                    AND incident.source_incident_id = \(identifier)
                    AND incident.source_incident_id <> ''
                    """)
        } else if choices.dialect == .postgresql {
            self.init(choices, tables: "incident", condition: "1 = 1")
            try plan(wanted, walk)
        } else {
            let tags = try choices.counted(wanted.tags, ofOpen: wanted.isOpen, upTo: Self.common)
            let few = try choices.fewest(
                wanted.choices, ofOpen: wanted.isOpen, upTo: tags.first?.count ?? Self.common)
            if let few = try few
                ?? choices.fewest(with: wanted.deeds, upTo: tags.first?.count ?? Self.common)
            {
                self.init(
                    choices, tables: "(\(few)) AS driver CROSS JOIN incident",
                    condition: "incident.id = driver.incident_id")
            } else if let rarest = tags.first,
                walk == .newest || !wanted.isOpen || rarest.count < Self.common
            {
                let driver: SQL = wanted.isOpen ? "open_incident_tag" : "incident_tag"
                self.init(
                    choices, tables: "\(driver) AS driver CROSS JOIN incident",
                    condition: """
                        driver.tag_id = \(rarest.id) AND incident.id = driver.incident_id
                        """,
                    startTime: "driver.start_time", id: "driver.incident_id")
                require(tags.dropFirst(), in: driver)
            } else {
                self.init(choices, inOrder: wanted, walk, now)
            }
        }
    }

    /// Walks through a list of incidents as they were at a moment, which no index has.
    init(of tables: SQL, _ choices: TagChoices) {
        self.init(choices, tables: tables, condition: "1 = 1")
    }

    private init(_ choices: TagChoices, inOrder wanted: Wanted, _ walk: Walk, _ now: Timestamp) {
        if wanted.isOpen, walk == .mostUrgent {
            self.init(
                choices, tables: choices.incident(by: "incident_urgency"),
                condition: "incident.is_open = 1")
            return
        }
        if !wanted.isOpen, let end = wanted.endsAfter?.timestamp(now: now) {
            self.init(
                choices, tables: choices.incident(by: "incident_ended"),
                condition: """
                    incident.end_time < 9223372036854775807 AND incident.end_time >= \(end)
                    """)
            return
        }
        if !wanted.isOpen, let rare = wanted.rare {
            self.init(
                choices, tables: choices.incident(by: rare.index), condition: rare.condition)
            return
        }
        defer { if walk == .newest { gatherLevels(wanted) } }
        switch (wanted.isOpen, wanted.source) {
        case (true, let source?):
            self.init(
                choices, tables: choices.incident(by: "incident_open_source"),
                condition: "incident.is_open = 1 AND incident.source_id = \(source)")
        case (true, nil):
            self.init(
                choices, tables: choices.incident(by: "incident_open"),
                condition: "incident.is_open = 1")
        case (false, let source?):
            self.init(
                choices, tables: choices.incident(by: "incident_source"),
                condition: "incident.source_id = \(source)")
        case (false, nil):
            self.init(
                choices, tables: choices.incident(by: "incident_start"), condition: "1 = 1")
        }
    }

    private init(
        _ choices: TagChoices, tables: SQL, condition: SQL,
        startTime: SQL = "incident.start_time", id: SQL = "incident.id"
    ) {
        (self.tables, self.condition, self.choices) = (tables, condition, choices)
        (self.startTime, self.id) = (startTime, id)
    }

    /// The same, for whoever takes all from the index of tags.
    var gatheringTags: AccessPath {
        var path = self
        path.isGathering = true
        return path
    }

    /// The open ones in the order of their urgency.
    var mostUrgent: SQL { choices.incident(by: "incident_urgency") }

    /// Asks for more tags, the rarest first.
    ///
    /// The fewer incidents pass one, the fewer are tried for the next. They are looked up by the
    /// driver's key, before the incident's row is.
    private mutating func require(_ tags: ArraySlice<TagChoices.Counted>, in table: SQL) {
        condition = SQL([condition] + tags.map { hasTag($0.id, in: table) }, joined: " AND ")
    }

    /// The condition that an incident has a tag.
    func hasTag(_ tag: Tag) throws -> SQL {
        switch choices.dialect {
        case .sqlite: try choices.id(of: tag).map { hasTag($0) } ?? "1 = 0"
        case .postgresql: "incident.tag_list @> ARRAY[\(TagColumn.listed(tag))]"
        }
    }

    /// The tag's row is looked up by the start: those of the incidents that are walked through lie one
    /// beside the other.
    private func hasTag(_ tag: Int64, in table: SQL = "incident_tag") -> SQL {
        """
        EXISTS (
            SELECT 1
            FROM \(table) AS held
            WHERE held.tag_id = \(tag) AND held.start_time = \(startTime)
                AND held.incident_id = \(id)
        )
        """
    }

    /// The condition that an incident has a tag whose value passes a test.
    func hasTag(_ key: String, _ test: IncidentFilter.ValueTest) -> SQL {
        if choices.dialect == .postgresql {
            return choices.isListed(key, test, gathers: isGathering)
        }
        // Trying all tags of the key on each incident would be slower.
        let tag = choices.dialect.unindexed("incident_tag.tag_id")
        return """
            EXISTS (
                SELECT 1
                FROM incident_tag
                WHERE incident_tag.incident_id = \(id) AND \(tag) IN (\(choices.ids(key, test)))
            )
            """
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
