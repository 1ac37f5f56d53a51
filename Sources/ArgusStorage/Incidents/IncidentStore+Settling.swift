import ArgusCore
import ArgusSQL
import ArgusVocabulary

extension IncidentStore {
    /// Whether an incident came to the end that had been set for it, and is not yet settled.
    package func hasEnded(now: Timestamp) throws -> Bool {
        try connection.exists(
            """
            SELECT 1
            FROM incident \(connection.dialect.indexed(by: "incident_ending"))
            WHERE is_open = 1 AND end_time < 9223372036854775807 AND end_time <= \(now)
            LIMIT 1
            """)
    }

    /// Whether an acknowledgement holds no longer, and that is not yet settled.
    package func hasLapsed(now: Timestamp) throws -> Bool {
        try connection.exists(
            """
            SELECT 1
            FROM incident \(connection.dialect.indexed(by: "incident_lapsing"))
            WHERE \(lapsed(now))
            LIMIT 1
            """)
    }

    /// The next moment at which an incident comes to the end that was set for it, or an
    /// acknowledgement lapses; nil if there is none.
    package func nextTurn(after now: Timestamp) throws -> Timestamp? {
        let ends: SQL = """
            SELECT min(end_time) AS turn
            FROM incident \(connection.dialect.indexed(by: "incident_ending"))
            WHERE is_open = 1 AND end_time < 9223372036854775807 AND end_time > \(now)
            """
        let lapses: SQL = """
            SELECT min(acked_until)
            FROM incident \(connection.dialect.indexed(by: "incident_lapsing"))
            WHERE acked_until < 9223372036854775807 AND acked_until > \(now)
            """
        return try connection.rows("\(ends) UNION ALL \(lapses)") { $0.optionalTime() }
            .compactMap(\.self).min()
    }

    /// Lets incidents whose acknowledgement has lapsed be as if nobody had acknowledged them, no more
    /// than ``settledAtOnce``, and says how many.
    @discardableResult
    package func settleLapsed(now: Timestamp) throws -> Int {
        let ids = try settleable("incident_lapsing", lapsed(now))
        if ids.isEmpty { return 0 }
        return try connection.execute(
            "UPDATE incident SET acked_until = NULL WHERE id IN \(list: ids)")
    }

    private func lapsed(_ now: Timestamp) -> SQL {
        "acked_until < 9223372036854775807 AND acked_until <= \(now)"
    }

    /// Takes incidents whose end has come out of the indices of open ones, no more than
    /// ``settledAtOnce``, and says how many.
    @discardableResult
    package func settleEnded(now: Timestamp) throws -> Int {
        let ids = try settleable(
            "incident_ending",
            "is_open = 1 AND end_time < 9223372036854775807 AND end_time <= \(now)")
        if ids.isEmpty { return 0 }
        try TagStore(connection).close("incident_id IN \(list: ids)")
        return try connection.execute(
            "UPDATE incident SET is_open = 0 WHERE id IN \(list: ids)")
    }

    /// The incidents that are to be settled, by an index; those that others are just
    /// changing are left for the next time.
    private func settleable(_ index: StaticString, _ condition: SQL) throws -> [Incident.ID] {
        let (order, locking): (SQL, SQL) =
            switch connection.dialect {
            case .sqlite: ("", "")
            case .postgresql: ("ORDER BY id", "FOR NO KEY UPDATE SKIP LOCKED")
            }
        return try connection.rows(
            """
            SELECT id
            FROM incident \(connection.dialect.indexed(by: index))
            WHERE \(condition)
            \(order)
            LIMIT \(Self.settledAtOnce)
            \(locking)
            """
        ) { $0.id() }
    }

    /// So many are settled by one call at most.
    package static let settledAtOnce = 1000
}
