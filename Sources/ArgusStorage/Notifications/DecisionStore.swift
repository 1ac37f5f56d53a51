import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The table `decision`: of every event, what was decided for which profiles.
package struct DecisionStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// What was decided of an event, and when.
    package struct Decision: Sendable {
        package let event: Event.ID
        package let moment: Timestamp
        package let verdicts: [NotificationVerdict: [NotificationProfile.ID]]
    }

    /// Writes down what was decided.
    package func insert(_ plans: [NotificationPlan], now: Timestamp) throws {
        guard !plans.isEmpty else { return }
        let rows: [SQL] = plans.map { plan in
            let text = VerdictsColumn(plan.verdicts).text
            return "(\(plan.event.event.id), \(now), \(text))"
        }
        try connection.execute(
            """
            INSERT INTO decision (event_id, moment, verdicts)
            VALUES \(SQL(rows, joined: ", "))
            """)
    }

    /// What was decided of events, the first event first.
    package func list(of events: [Event.ID]) throws -> [Decision] {
        try connection.rows(
            """
            SELECT event_id, moment, verdicts
            FROM decision
            WHERE event_id IN \(list: events)
            ORDER BY event_id
            """
        ) { row in
            Decision(
                event: row.id(), moment: row.time(),
                verdicts: try (row.json() as VerdictsColumn).verdicts)
        }
    }

    /// Forgets what was decided before a moment, no more than so many.
    @discardableResult
    package func delete(before moment: Timestamp, limit: Int) throws -> Int {
        try connection.execute(
            """
            DELETE FROM decision
            WHERE event_id IN (
                SELECT event_id
                FROM decision
                WHERE moment < \(moment)
                ORDER BY moment
                LIMIT \(limit)
            )
            """)
    }
}

/// How verdicts stand in a column: a list, each with the profiles that it is for.
struct VerdictsColumn: Decodable {
    private let groups: [Group]

    private struct Group: Decodable {
        /// Its word.
        let v: String
        /// The key of what it is about.
        let s: Int64?
        /// What else there is to say.
        let d: String?
        /// The profiles.
        let p: [Int64]
    }

    init(_ verdicts: [NotificationVerdict: [NotificationProfile.ID]]) {
        groups = verdicts.map { verdict, profiles in
            Group(
                v: verdict.word, s: verdict.subject, d: verdict.detail,
                p: profiles.map(\.rawValue))
        }.sorted { ($0.v, $0.s ?? 0) < ($1.v, $1.s ?? 0) }
    }

    var verdicts: [NotificationVerdict: [NotificationProfile.ID]] {
        Dictionary(
            groups.compactMap { group in
                NotificationVerdict(word: group.v, subject: group.s, detail: group.d)
                    .map { ($0, group.p.map { NotificationProfile.ID($0) }) }
            }
        ) { $0 + $1 }
    }

    /// As it is stored; a list of many, which is written for every event.
    var text: String {
        var writer = JSONWriter(capacity: 64 * groups.count)
        writer.list(groups) { writer, group in
            writer.raw(#"{"v":"#)
            writer.string(group.v)
            if let subject = group.s {
                writer.raw(#","s":"#)
                writer.integer(subject)
            }
            if let detail = group.d {
                writer.raw(#","d":"#)
                writer.string(detail)
            }
            writer.raw(#","p":"#)
            writer.list(group.p) { $0.integer($1) }
            writer.raw("}")
        }
        return writer.text
    }

    init(from decoder: any Decoder) throws {
        groups = try decoder.singleValueContainer().decode([Group].self)
    }
}
