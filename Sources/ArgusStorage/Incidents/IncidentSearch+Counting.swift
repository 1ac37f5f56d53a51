import ArgusCore
import ArgusSQL
import ArgusVocabulary

extension IncidentSearch {
    /// How many there are of each level, acknowledged or not, as the index of the most urgent has it;
    /// no more than ``IncidentCounts/limit`` are counted, unless they are all open.
    package func counts() throws -> IncidentCounts {
        let path = try path(.mostUrgent)
        let condition: SQL = "\(path.condition) AND \(try condition(of: filter, path))"
        // The index has them in this order; behind a limit SQLite would sort them anew.
        let counted: SQL =
            AccessPath.isOfOpen(filter)
            ? "\(path.tables) WHERE \(condition)"
            : """
            (
                SELECT incident.urgency
                FROM \(path.tables)
                WHERE \(condition)
                LIMIT \(IncidentCounts.limit)
            ) AS counted
            """
        let parts = try connection.rows(
            "SELECT urgency, count(*) FROM \(counted) GROUP BY urgency"
        ) { row in
            let (urgency, count) = (row.integer(), Int(row.integer()))
            return IncidentCounts.Part(
                level: Level(number: Int(5 - urgency / 2)), isAcked: urgency % 2 == 0, count: count)
        }
        return IncidentCounts(parts)
    }

    /// How many there are, counted no further than a limit.
    package func count(upTo limit: Int) throws -> Int {
        let path = try path(.mostUrgent)
        return try connection.first(
            """
            SELECT count(*)
            FROM (
                SELECT 1
                FROM \(path.tables)
                WHERE \(path.condition) AND \(try condition(of: filter, path))
                LIMIT \(limit)
            ) AS counted
            """
        ) { Int($0.integer()) } ?? 0
    }

    /// The primary keys of what was found, no more than so many.
    package func ids(upTo limit: Int) throws -> [Incident.ID] {
        let path = try path(.mostUrgent)
        return try connection.rows(
            """
            SELECT incident.id
            FROM \(path.tables)
            WHERE \(path.condition) AND \(try condition(of: filter, path))
            LIMIT \(limit)
            """
        ) { $0.id() }
    }

    /// How many of the newest come from each source, the most first.
    package func tallyOfSources() throws -> [IncidentTally<SourceSystem.ID>] {
        try connection.rows(
            """
            SELECT newest.source_id, \(Self.tally)
            FROM (\(try newestKeys())) AS newest
            GROUP BY newest.source_id
            ORDER BY count(*) DESC, newest.source_id
            """
        ) { try Self.tally(of: $0.id(), &$0) }
    }

    /// How many of the newest have each tag, the most first, and no more than so many tags.
    ///
    /// Where only open incidents are looked for and there are not too many of them, their tags are
    /// counted in the order in which they are kept, which needs no sorting.
    package func countsOfTags(upTo limit: Int) throws -> [(tag: Tag, count: Int)] {
        guard connection.dialect == .sqlite, !isPast, AccessPath.isOfOpen(filter),
            try TagStore(connection).countOfOpen(upTo: Self.mostOpenTags) < Self.mostOpenTags
        else { return try tallyOfTags(upTo: limit).map { ($0.value, $0.count) } }
        return try connection.rows(
            """
            SELECT tag.key, tag.value, tally.count
            FROM (
                SELECT held.tag_id, count(*) AS count
                FROM open_incident_tag AS held
                WHERE held.incident_id IN (SELECT newest.id FROM (\(try newestKeys())) AS newest)
                GROUP BY held.tag_id
                ORDER BY count(*) DESC, held.tag_id
                LIMIT \(limit)
            ) AS tally
            CROSS JOIN tag ON tag.id = tally.tag_id
            ORDER BY tally.count DESC, tag.value
            """
        ) { row in (tag: Tag(key: row.text(), value: row.text()), count: Int(row.integer())) }
    }

    /// So many tags of open incidents are read in one go.
    private static let mostOpenTags = 60_000

    /// How many of the newest have each tag, or each with a key; the most first, and no more than so
    /// many tags.
    package func tallyOfTags(key: String? = nil, upTo limit: Int) throws -> [IncidentTally<Tag>] {
        let (ofKey, isOfKey): (SQL, SQL) =
            key.map { key in
                (
                    "CROSS JOIN tag ON tag.id = held.tag_id AND tag.key = \(key)",
                    "WHERE starts_with(held.tag, \(key + "="))"
                )
            } ?? ("", "")
        let rows: SQL =
            switch connection.dialect {
            case .sqlite:
                """
                SELECT tag.key || '=' || tag.value, tally.count, tally.worst, tally.unacked
                FROM (
                    SELECT held.tag_id, \(Self.tally)
                    FROM (\(try newestKeys())) AS newest
                    CROSS JOIN incident_tag AS held INDEXED BY incident_tag_by_incident
                        ON held.incident_id = newest.id
                    \(ofKey)
                    GROUP BY held.tag_id
                    ORDER BY count(*) DESC, held.tag_id
                    LIMIT \(limit)
                ) AS tally
                CROSS JOIN tag ON tag.id = tally.tag_id
                ORDER BY tally.count DESC, tag.value
                """
            case .postgresql:
                """
                SELECT held.tag, \(Self.tally)
                FROM (\(try newestKeys())) AS newest
                CROSS JOIN LATERAL unnest(newest.tag_list) AS held (tag)
                \(isOfKey)
                GROUP BY held.tag
                ORDER BY count(*) DESC, held.tag
                LIMIT \(limit)
                """
            }
        return try connection.rows(rows) { row in
            try Self.tally(of: Tag(listed: row.text(), in: connection.dialect), &row)
        }
    }

    private static let tally: SQL =
        """
        count(*) AS count, min(newest.level) AS worst,
        sum(CASE WHEN newest.acked_until IS NULL THEN 1 ELSE 0 END) AS unacked
        """

    private static func tally<Value: Hashable & Sendable>(
        of value: Value, _ row: inout SQLRow
    ) throws -> IncidentTally<Value> {
        IncidentTally(
            value, count: Int(row.integer()), worst: try row.level(), unacked: Int(row.integer()))
    }

    /// What is asked of the newest of what is found, to count them.
    private func newestKeys() throws -> SQL {
        let path = try path()
        let tags: SQL = connection.dialect == .postgresql ? ", incident.tag_list" : ""
        return """
            SELECT incident.id, incident.level, incident.acked_until, incident.source_id\(tags)
            FROM \(path.tables)
            WHERE \(path.condition) AND \(try condition(of: filter, path))
            ORDER BY \(path.order(isBackward: false))
            LIMIT \(Self.newest)
            """
    }
}

extension Tag {
    /// A tag as a database lists it.
    fileprivate init(listed text: String, in dialect: Dialect) {
        let text = dialect == .postgresql ? TagColumn.unlisted(text) : text
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(key: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "")
    }
}
