import ArgusCore
import ArgusSQL
import ArgusVocabulary

extension IncidentSearch {
    /// The first rows in an order of what is found beyond a place, and no more than so many.
    ///
    /// Where what is wanted may be common or may not, and PostgreSQL's planner could only guess, rows
    /// are first looked through in order, somewhat more than that should take. If they do not
    /// have them, as where tags are common but none of late, all that the index of tags has are
    /// gathered and put in order.
    func first<Row>(
        _ limit: Int, of columns: SQL, by order: SQL, beyond: SQL, _ path: AccessPath,
        _ decode: (inout SQLRow) throws -> Row
    ) throws -> [Row] {
        let condition: SQL = "\(try condition(of: filter, path)) AND \(beyond)"
        func rows(_ found: SQL) throws -> [Row] {
            try connection.rows(
                "SELECT \(columns) FROM \(found) ORDER BY \(order) LIMIT \(limit)", decode)
        }
        if let walk = path.walk(for: limit) {
            let found = try rows(
                """
                (
                    SELECT *
                    FROM incident
                    WHERE \(walk.condition) AND \(beyond)
                    ORDER BY \(order)
                    LIMIT \(walk.rows)
                ) AS incident
                WHERE \(condition)
                """)
            if found.count == limit { return found }
        }
        let keys: SQL
        switch path.gathering(for: limit) {
        case .none: return try rows("\(path.tables) WHERE \(path.condition) AND \(condition)")
        case .tags:
            keys = """
                SELECT incident.id, incident.start_time, incident.urgency
                FROM incident
                WHERE \(try self.condition(of: filter, path.gatheringTags)) AND \(beyond)
                """
        case .levels(let urgencies):
            if try hasMany(limit, beyond: beyond, by: order, path) {
                return try rows("\(path.tables) WHERE \(path.condition) AND \(condition)")
            }
            let parts = urgencies.map { urgency -> SQL in
                """
                SELECT *
                FROM (
                    SELECT incident.id, incident.start_time, incident.urgency
                    FROM \(path.mostUrgent)
                    WHERE incident.is_open = 1 AND incident.urgency = \(urgency) AND \(condition)
                    ORDER BY \(order)
                    LIMIT \(limit)
                ) AS of_urgency
                """
            }
            keys = SQL(parts, joined: " UNION ALL ")
        }
        return try rows(
            """
            incident
            WHERE incident.id IN (
                WITH found AS MATERIALIZED (\(keys))
                SELECT incident.id
                FROM found AS incident
                ORDER BY \(order)
                LIMIT \(limit)
            )
            """)
    }

    /// Whether some times a page of the next open ones, of which SQLite's index has the levels, are
    /// of wanted levels.
    private func hasMany(
        _ limit: Int, beyond: SQL, by order: SQL, _ path: AccessPath
    ) throws -> Bool {
        guard connection.dialect == .sqlite, let level = filter.level else { return false }
        let count =
            try connection.first(
                """
                SELECT count(*)
                FROM (
                    SELECT incident.level
                    FROM \(path.tables)
                    WHERE \(path.condition) AND \(beyond)
                    ORDER BY \(order)
                    LIMIT \(10 * limit)
                ) AS next
                WHERE next.level <= \(level)
                """
            ) { Int($0.integer()) } ?? 0
        return count >= 2 * limit
    }
}

extension IncidentFilter {
    /// The least urgent level that it describes at the top; nil if it is about no level.
    fileprivate var level: Int64? {
        conditions.compactMap { if case .levelAtMost(let level) = $0 { level } else { nil } }.min()
    }
}
