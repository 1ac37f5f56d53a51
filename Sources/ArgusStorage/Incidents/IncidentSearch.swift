import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// Finds incidents by a filter, a page at a time.
package struct IncidentSearch {
    let connection: any SQLConnection
    let filter: IncidentFilter
    let now: Timestamp
    /// Whether what is found is as it was then, not as it is.
    let isPast: Bool

    /// Searches on a connection; `now` decides what is open and what is acknowledged, and if it
    /// `isPast`, incidents are as their logs tell of that moment.
    package init(
        _ connection: any SQLConnection, _ filter: IncidentFilter, now: Timestamp,
        isPast: Bool = false
    ) {
        (self.connection, self.filter, self.now) = (connection, filter, now)
        self.isPast = isPast
    }

    /// The way to what is looked for.
    func path(_ walk: AccessPath.Walk = .newest) throws -> AccessPath {
        let choices = try TagChoices(filter, in: TagStore(connection))
        return isPast
            ? AccessPath(of: pastIncidents, choices)
            : try AccessPath(filter, choices, walk, now: now)
    }

    /// One page of what was found, newest first.
    package func page(_ page: PageRequest) throws -> Page<Incident> {
        let path = try path()
        let beyond = page.cursor.map { path.beyond($0) } ?? "1 = 1"
        let found = try first(
            page.size + 1, of: IncidentStore.columns,
            by: path.order(isBackward: page.isBackward), beyond: beyond, path
        ) { try Incident(row: &$0) }
        return Page(found, for: page) { ($0.startTime, $0.id.rawValue) }
    }

    /// How many incidents there are.
    package func count() throws -> Int {
        let path = try path()
        return try connection.first(
            """
            SELECT count(*)
            FROM \(path.tables)
            WHERE \(path.condition)
                AND \(try condition(of: filter, path))
            """
        ) { Int($0.integer()) } ?? 0
    }

    /// The condition on the table `incident` that a filter stands for.
    func condition(of filter: IncidentFilter, _ path: AccessPath) throws -> SQL {
        switch filter {
        case .all(let parts): try combined(parts, by: " AND ", empty: "1 = 1", path)
        case .any(let parts): try combined(parts, by: " OR ", empty: "1 = 0", path)
        // NULL is neither: what does not hold for sure does not hold.
        case .not(let part): "(\(try condition(of: part, path))) IS NOT TRUE"
        case .open(true): "(incident.is_open = 1 AND \(endLiesAhead))"
        case .open(false): "incident.end_time <= \(now)"
        case .stateful(let wanted):
            wanted ? "incident.end_time IS NOT NULL" : "incident.end_time IS NULL"
        case .acked(true):
            "(incident.acked_until IS NOT NULL AND incident.acked_until > \(now))"
        case .acked(false): "NOT coalesce(incident.acked_until > \(now), FALSE)"
        case .hasTicket(let wanted):
            wanted ? "incident.ticket_url <> ''" : "incident.ticket_url = ''"
        case .levelAtMost(let level): "incident.level <= \(level)"
        case .ids(let ids): "incident.id IN \(list: ids)"
        case .sources(let ids): "\(path.source) IN \(list: ids)"
        case .sourceNames(let names):
            "\(path.source) IN \(try sources("SELECT id FROM source_system WHERE name IN \(list: names)"))"
        case .sourceTypes(let types):
            "\(path.source) IN \(try sources("SELECT id FROM source_system WHERE type IN \(list: types)"))"
        case .sourceIncidentID(""): "incident.source_incident_id = ''"
        case .sourceIncidentID(let id):
            "(incident.source_incident_id = \(id) AND incident.source_incident_id <> '')"
        case .text(let member, let text): equality(of: member, text)
        case .tag(let tag): try path.hasTag(tag)
        case .tagged(let key, let test): path.hasTag(key, test)
        case .startTime(let bound): comparison("incident.start_time", bound)
        case .endTime(.until(let moment)):
            // What has ended by then had begun by then, and the index by start begins there.
            """
            (\(comparison("incident.end_time", .until(moment)))
                AND \(comparison("incident.start_time", .until(moment))))
            """
        case .endTime(let bound): comparison("incident.end_time", bound)
        case .lastedAtLeast(let duration):
            """
            CASE WHEN incident.end_time > \(now) THEN \(now) ELSE incident.end_time END
                - incident.start_time >= \(duration)
            """
        case .eventTypes(let types):
            """
            EXISTS (
                SELECT 1
                FROM event
                WHERE event.incident_id = incident.id
                    AND event.type IN \(list: types.map(\.rawValue))
                    AND \(types.allSatisfy(\.isDeed) ? EventStore.isDeed : "1 = 1")
            )
            """
        case .mentions(let word):
            mentions("\(word.text)")
        }
    }

    /// The sources that a query finds, for `IN`: PostgreSQL's planner is told which they are, so that it
    /// knows how many incidents they have.
    private func sources(_ query: SQL) throws -> SQL {
        switch connection.dialect {
        case .sqlite: "(\(query))"
        case .postgresql: "\(list: try connection.rows(query) { $0.integer() })"
        }
    }

    /// The condition that a member is a text; PostgreSQL has an index of how two of them begin.
    private func equality(of member: IncidentMember, _ text: String) -> SQL {
        let column = SQL(unsafe: "incident." + member.name)
        guard connection.dialect == .postgresql,
            [.description, .detailsURL].contains(member)
        else { return "\(column) = \(text)" }
        return "(\(column) = \(text) AND substr(\(column), 1, 100) = substr(\(text), 1, 100))"
    }

    /// The condition that a text stands in what an incident is found by: in its row, or in the rows of
    /// a long log.
    private func mentions(_ word: SQL) -> SQL {
        """
        (\(connection.dialect.contains("incident.search_text", word)) OR incident.id IN (
            SELECT log_text.incident_id
            FROM log_text
            WHERE \(connection.dialect.contains("log_text.text", word))
        ))
        """
    }

    /// The condition that an open incident has not come to its end in the meantime.
    ///
    /// PostgreSQL's planner would take a plain comparison for as unlikely as it is among all
    /// incidents, and expect hardly any open ones.
    private var endLiesAhead: SQL {
        switch connection.dialect {
        case .sqlite: "incident.end_time > \(now)"
        case .postgresql: "least(incident.end_time, \(now)) <> incident.end_time"
        }
    }

    private func combined(
        _ parts: [IncidentFilter], by separator: StaticString, empty: SQL,
        _ path: AccessPath
    ) throws -> SQL {
        if parts.isEmpty { return empty }
        // SQLite's parser remembers all that stands before a parenthesis, and not much of it.
        let deepestFirst = parts.merged.sorted { $0.depth > $1.depth }
        let pieces = try deepestFirst.map { try condition(of: $0, path) }
        return Self.joined(pieces[...], by: separator)
    }

    /// Joins pieces by halves: SQLite refuses expressions that are nested a thousand deep, which a
    /// plain chain of as many is.
    private static func joined(_ pieces: ArraySlice<SQL>, by separator: StaticString) -> SQL {
        guard pieces.count > 8 else {
            return pieces.count == 1
                ? pieces[pieces.startIndex] : "(\(SQL(pieces, joined: separator)))"
        }
        let middle = pieces.startIndex + pieces.count / 2
        let halves = [
            joined(pieces[..<middle], by: separator), joined(pieces[middle...], by: separator),
        ]
        return "(\(SQL(halves, joined: separator)))"
    }

    private func comparison(_ column: SQL, _ bound: IncidentFilter.Bound) -> SQL {
        switch bound {
        case .from(let moment): "\(column) >= \(moment.timestamp(now: now))"
        case .until(let moment): "\(column) <= \(moment.timestamp(now: now))"
        }
    }
}

extension IncidentFilter {
    /// How many levels are inside each other.
    fileprivate var depth: Int {
        switch self {
        case .all(let parts), .any(let parts): 1 + (parts.map(\.depth).max() ?? 0)
        case .not(let part): 1 + part.depth
        default: 0
        }
    }
}
